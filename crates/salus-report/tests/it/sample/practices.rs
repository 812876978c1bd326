//! Builders for the practices of the sample clinic.

use salus_report::model::{Attestation, Citations, Measure, Practice, State, SubPractice};

pub(super) struct Told {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) summary: &'static str,
    pub(super) state: State,
    pub(super) measures: Vec<Measure>,
    pub(super) next: &'static str,
    pub(super) hipaa: &'static [&'static str],
    pub(super) csf: &'static [&'static str],
}

pub(super) fn measure(id: &str, title: &str, state: State, met: u64, counted: u64) -> Measure {
    #[expect(clippy::cast_precision_loss, reason = "small numbers of a sample")]
    let share = (counted > 0).then(|| met as f64 / counted as f64);
    Measure {
        id: id.into(),
        title: title.into(),
        key: true,
        unit: "ratio".into(),
        value: share,
        met: (counted > 0).then_some(met),
        counted: (counted > 0).then_some(counted),
        goal: "at least 95 %".into(),
        done_at: Some(0.95),
        higher_is_better: true,
        state,
        newest: (counted > 0).then(|| "2026-06-30T17:52:40Z".into()),
        fresh_until: (counted > 0).then(|| "2026-09-30T00:00:00Z".into()),
        sources: if counted > 0 {
            vec!["inventory_csv".into()]
        } else {
            Vec::new()
        },
        needs: if counted > 0 {
            Vec::new()
        } else {
            vec!["an export that is not there".into()]
        },
        rows: Vec::new(),
        rows_total: 0,
        why: "a control that covers most computers leaves the rest open".into(),
        fix: "cover the ones listed below, then run Salus again".into(),
    }
}

pub(super) fn number(id: &str, title: &str, state: State, answer: (f64, &str, &str)) -> Measure {
    let (value, unit, goal) = answer;
    Measure {
        unit: unit.into(),
        value: Some(value),
        goal: goal.into(),
        higher_is_better: false,
        ..measure(id, title, state, 0, 0)
    }
}

pub(super) fn told(told: Told) -> SubPractice {
    let fresh = told
        .measures
        .iter()
        .filter(|one| one.value.is_some())
        .count() as u64;
    SubPractice {
        id: told.id.into(),
        title: told.title.into(),
        summary: told.summary.into(),
        state: told.state,
        key_measures: told.measures.len() as u64,
        key_measures_with_data: fresh,
        measures: told.measures,
        attestation: (told.state == State::Attested).then(|| Attestation {
            by: "Dana Hale, practice manager".into(),
            state: "done".into(),
            on: "2026-04-02".into(),
            until: Some("2027-04-02".into()),
            note: Some(
                "Read with all staff in the April meeting; list of signatures in the office."
                    .into(),
            ),
        }),
        attestation_needed_for: (told.state == State::Unknown)
            .then(|| "work done by an outside firm that gives no export".into()),
        next_step: (!told.next.is_empty()).then(|| told.next.into()),
        citations: Citations {
            hipaa: told.hipaa.iter().map(|one| (*one).into()).collect(),
            csf: told.csf.iter().map(|one| (*one).into()).collect(),
            cpg: Vec::new(),
        },
    }
}

pub(super) fn plain(
    id: &'static str,
    title: &'static str,
    summary: &'static str,
    state: State,
) -> SubPractice {
    let measures = match state {
        State::Unknown => vec![measure(
            "none.given",
            "Share of what should be covered",
            state,
            0,
            0,
        )],
        State::Done => vec![measure(
            "all.covered",
            "Share of what should be covered",
            state,
            26,
            27,
        )],
        State::Partly => vec![measure(
            "most.covered",
            "Share of what should be covered",
            state,
            22,
            27,
        )],
        State::NotDone => vec![measure(
            "few.covered",
            "Share of what should be covered",
            state,
            4,
            27,
        )],
        State::Attested | State::NotApplicable => Vec::new(),
    };
    let next = if state == State::Unknown {
        "give the export named under unknown"
    } else {
        ""
    };
    let hipaa: &'static [&'static str] = &["164.308(a)(5)(i)"];
    told(Told {
        id,
        title,
        summary,
        state,
        measures,
        next,
        hipaa,
        csf: &["PR.AT-01"],
    })
}

pub(super) fn practice(
    id: &str,
    name: &str,
    threats: &[&str],
    sub_practices: Vec<SubPractice>,
) -> Practice {
    let threats = threats.iter().map(|one| (*one).to_owned()).collect();
    Practice {
        id: id.into(),
        name: name.into(),
        threats,
        sub_practices,
    }
}

/// Takes every answer away, as if no evidence had been given.
pub(super) fn forget(practices: &mut [Practice]) {
    for sub in practices
        .iter_mut()
        .flat_map(|practice| &mut practice.sub_practices)
    {
        *sub = SubPractice {
            state: State::Unknown,
            attestation: None,
            key_measures_with_data: 0,
            ..sub.clone()
        };
        for one in &mut sub.measures {
            *one = measure(&one.id, &one.title, State::Unknown, 0, 0);
        }
    }
}
