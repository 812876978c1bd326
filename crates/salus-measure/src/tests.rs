//! The whole way from a fake lake to states and a plan.

use std::collections::{BTreeMap, BTreeSet};

use salus_content::{
    Ask, Content, Framework, FrameworkMeasure, Library, Measure, RowEvidence, Rows, Size,
    SubPractice, ThreatLinks,
};
use salus_record::time;
use serde_json::{Value, json};

use crate::{Answer, Assessment, MeasureState, Options, RowState, StepKind, assess};

pub(crate) fn measure(id: &str, unit: &str) -> Measure {
    Measure {
        path: format!("measures/01/{id}.sql"),
        id: id.to_owned(),
        title: format!("Title of {id}"),
        practice: "1".to_owned(),
        applies_to: vec![Size::Small, Size::Medium, Size::Large],
        unit: unit.to_owned(),
        needs: vec!["sign_in".to_owned()],
        export: None,
        goal: String::new(),
        why: String::new(),
        fix: format!("Fix {id}."),
        fresh_days: 92,
        examples: Vec::new(),
        sql: format!("select '{id}' from sign_in where time < $to"),
    }
}

pub(crate) fn sub_practice(id: &str, size: Size) -> SubPractice {
    SubPractice {
        id: id.to_owned(),
        practice: id.split('.').next().unwrap_or("").to_owned(),
        size,
        title: format!("Row {id}"),
        summary: String::new(),
        threats: ThreatLinks {
            closest: vec!["T2".to_owned()],
            inherited_from_practice: Vec::new(),
        },
        hipaa: Value::Null,
        nist_csf_2_0: Value::Null,
        hph_cpg: Value::Null,
        evidence: RowEvidence::default(),
        note: String::new(),
    }
}

fn limit(better: &str, done_at: Option<f64>, partial_at: Option<f64>) -> FrameworkMeasure {
    FrameworkMeasure {
        unit: "ratio".to_owned(),
        better: better.to_owned(),
        done_at,
        partial_at,
        basis: "salus".to_owned(),
        sources: vec!["lms".to_owned()],
        quantity: String::new(),
    }
}

/// Two rows that ask for `t.high`, `t.low` and `t.age`; the small one is content with 92 days.
pub(crate) fn framework() -> Framework {
    let mut small = sub_practice("1.S.A", Size::Small);
    small.evidence.key_measures = vec!["t.high".to_owned(), "t.age".to_owned()];
    small.evidence.support_measures = vec!["t.low".to_owned()];
    small.evidence.done_when_all = vec!["t.high >= 0.95".into(), "t.age <= 92".into()];
    small.evidence.not_done_when_all = vec!["t.high < 0.8".into(), "t.age > 92".into()];
    let mut medium = sub_practice("1.M.A", Size::Medium);
    medium.evidence.key_measures = vec!["t.age".to_owned(), "t.high".to_owned()];
    medium.threats.closest = vec!["T1".to_owned()];
    let practice = json!({"id": "1", "name_2018": "E-mail", "name_2023": "Email"});
    Framework {
        practices: vec![serde_json::from_value(practice).expect("a practice")],
        sub_practices: vec![small, medium],
        measures: BTreeMap::from([
            ("t.high".to_owned(), limit("higher", Some(0.95), Some(0.8))),
            ("t.low".to_owned(), limit("lower", Some(0.0), Some(2.0))),
            ("t.yes".to_owned(), limit("higher", Some(1.0), Some(1.0))),
            ("t.age".to_owned(), limit("lower", Some(31.0), Some(92.0))),
            ("t.trend".to_owned(), limit("band", None, None)),
        ]),
        evidence_sources: BTreeMap::from([("lms".to_owned(), "training export".to_owned())]),
        ..Framework::default()
    }
}

/// Answers a query by the first of its fragments that the query contains.
struct FakeLake(Vec<(&'static str, Value)>);

impl Ask for FakeLake {
    fn ask(&self, sql: &str) -> Result<Rows, String> {
        assert!(!sql.contains("$to"), "unbound parameter in {sql}");
        for (fragment, rows) in &self.0 {
            if sql.contains(fragment) {
                return match rows {
                    Value::String(error) => Err(error.clone()),
                    rows => Ok(serde_json::from_value(rows.clone()).expect("rows")),
                };
            }
        }
        Ok(Vec::new())
    }
}

fn assessed(lake: Vec<(&'static str, Value)>, size: Size) -> Assessment {
    let mut age = measure("t.age", "days");
    age.fresh_days = 36_500;
    let mut low = measure("t.low", "count");
    low.practice = "2".to_owned();
    let content = Content {
        measures: vec![low, measure("t.high", "ratio"), age],
        framework: framework(),
        ..Content::default()
    };
    let options = Options {
        size,
        as_of: time::parse("2026-03-31").expect("a time"),
        with_optional: false,
        threats_found: BTreeSet::from(["T2".to_owned()]),
    };
    assess(&content, &FakeLake(lake), &options)
}

fn held(newest: &str) -> (&'static str, Value) {
    (
        "select source,",
        json!([{"source": "okta", "newest": newest}]),
    )
}

fn check(lake: Vec<(&'static str, Value)>, expected: RowState, because: &str) {
    let said = assessed(lake, Size::Small);
    let row = &said.rows[0];
    assert_eq!(
        (row.state, row.because.as_str()),
        (expected, because),
        "{said:#?}"
    );
}

#[test]
fn nothing_in_the_lake_is_unknown_everywhere() {
    check(vec![], RowState::Unknown, "0 of 2 key measures have data");
    let said = assessed(vec![], Size::Small);
    assert!(said.problems.is_empty(), "{:?}", said.problems);
    for one in &said.measures {
        assert_eq!(one.state, MeasureState::Unknown);
        assert!(matches!(one.answer, Answer::NoEvidence { .. }));
        assert_eq!(one.because, "no evidence for `sign_in`");
    }
    let line = serde_json::to_value(&said.lines()[0]).expect("serialises");
    assert_eq!(line["met"], Value::Null);
    assert_eq!(line["counted"], Value::Null);
    assert_eq!(line["value"], Value::Null);
    assert_eq!(line["state"], json!("unknown"));
}

#[test]
fn answers_become_states_and_keep_what_is_behind_them() {
    let lake = vec![
        held("2026-03-01T00:00:00Z"),
        (
            "'t.high'",
            json!([{"met": 19, "counted": 20, "rows": "r7"}]),
        ),
        ("'t.age'", json!([{"value": 60}])),
    ];
    check(lake.clone(), RowState::Done, "all 2 key measures are done");
    let said = assessed(lake, Size::Small);
    let high = said.measures.iter().find(|one| one.id == "t.high");
    let high = high.expect("t.high was measured");
    assert_eq!(high.sources, ["okta"]);
    assert_eq!(high.rows, ["r7"]);
    assert_eq!(high.newest.as_deref(), Some("2026-03-01T00:00:00Z"));
    assert_eq!(high.fresh_until.as_deref(), Some("2026-06-01T00:00:00Z"));
    assert_eq!(said.practices[0].state, RowState::Done);
}

#[test]
fn evidence_that_is_too_old_makes_unknown_not_a_gap() {
    let lake = vec![
        held("2025-06-01T00:00:00Z"),
        ("'t.high'", json!([{"met": 0, "counted": 20}])),
    ];
    let said = assessed(lake, Size::Small);
    let high = said.measures.iter().find(|one| one.id == "t.high");
    let high = high.expect("t.high was measured");
    assert_eq!(high.state, MeasureState::Unknown);
    assert_eq!(
        high.because,
        "the newest evidence is of 2025-06-01 and counts for 92 days"
    );
    assert_eq!(said.rows[0].state, RowState::Unknown);
}

#[test]
fn a_newest_column_comes_before_the_newest_of_the_facts() {
    let lake = vec![
        held("2026-03-01T00:00:00Z"),
        (
            "'t.high'",
            json!([{"met": 20, "counted": 20, "newest": "2025-06-01T00:00:00Z"}]),
        ),
    ];
    let said = assessed(lake, Size::Small);
    assert!(said.measures.iter().any(|one| one.id == "t.high"
        && one.state == MeasureState::Unknown
        && one.newest.as_deref() == Some("2025-06-01T00:00:00Z")));
}

#[test]
fn a_failing_query_is_unknown_and_a_problem() {
    let lake = vec![held("2026-03-01"), ("'t.high'", json!("no such column"))];
    let said = assessed(lake, Size::Small);
    assert_eq!(
        said.problems,
        ["measure `t.high`: the query failed: no such column"]
    );
    assert_eq!(said.rows[0].state, RowState::Unknown);
}

#[test]
fn a_failing_support_measure_lowers_done() {
    let lake = vec![
        held("2026-03-01"),
        ("'t.high'", json!([{"met": 20, "counted": 20}])),
        ("'t.age'", json!([{"value": 0}])),
        ("'t.low'", json!([{"value": 5}])),
    ];
    check(
        lake,
        RowState::Partly,
        "all key measures are done, but `t.low` is not done",
    );
}

#[test]
fn attestations_fill_the_unknown_row() {
    let word = json!([{"practice": "1.S.A", "state": "done", "attested_by": "Dr Lee",
        "attested_at": "2026-01-01", "until": "2026-12-31", "record_id": "e-1"}]);
    let said = assessed(vec![("from attestation", word)], Size::Small);
    assert_eq!(said.rows[0].state, RowState::Attested);
    assert_eq!(said.practices[0].state, RowState::Attested);
    let line = said.lines().into_iter().find(|line| line.id == "1.S.A");
    assert_eq!(
        line.and_then(|line| line.attested).map(|one| one.by),
        Some("Dr Lee".into())
    );
}

#[test]
fn the_plan_puts_found_threats_and_open_gaps_first() {
    let lake = vec![
        held("2026-03-01"),
        ("'t.high'", json!([{"met": 17, "counted": 20}])),
        ("'t.low'", json!([{"value": 5}])),
    ];
    let said = assessed(lake, Size::Small);
    let order: Vec<(StepKind, &str)> = said
        .plan
        .iter()
        .map(|step| (step.kind, step.action.as_str()))
        .collect();
    assert_eq!(
        order,
        [
            (StepKind::Fix, "Fix t.low."),
            (StepKind::Fix, "Fix t.high."),
            (
                StepKind::Bring,
                "add to the evidence folder: training export"
            ),
        ]
    );
    assert_eq!(said.plan[0].threats_found, ["T2"]);
    assert_eq!(said.plan[2].why, "it would answer: Title of t.age");
}

#[test]
fn the_shipped_framework_is_whole() {
    let content = Content::load(&Library::built_in());
    let rows = &content.framework.sub_practices;
    let of = |size: Size| rows.iter().filter(|row| row.size == size).count();
    assert_eq!(
        (of(Size::Small), of(Size::Medium), of(Size::Large)),
        (19, 36, 34)
    );
    assert_eq!(content.framework.practices.len(), 10);
    assert_eq!(content.framework.threats.len(), 5);
    for sizes in [[Size::Small], [Size::Medium], [Size::Large]] {
        let (_, wrong) = crate::Limits::of(&content.framework, &sizes);
        assert_eq!(wrong, Vec::<String>::new());
    }
    for row in rows {
        let evidence = &row.evidence;
        for id in evidence
            .key_measures
            .iter()
            .chain(&evidence.support_measures)
        {
            assert!(
                content.framework.measures.contains_key(id),
                "{}: `{id}`",
                row.id
            );
        }
    }
}

#[test]
fn every_shipped_measure_is_one_of_the_framework() {
    let content = Content::load(&Library::built_in());
    let wrong: Vec<_> = content
        .problems
        .iter()
        .filter(|problem| problem.path.starts_with("measures/"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        content.measures.len() >= 45,
        "{} measures",
        content.measures.len()
    );
    let mut by_practice: BTreeMap<&str, usize> = BTreeMap::new();
    for measure in &content.measures {
        *by_practice.entry(&measure.practice).or_default() += 1;
        let known = content.framework.measures.get(&measure.id);
        let known = known.unwrap_or_else(|| panic!("`{}` is in no framework", measure.id));
        assert_eq!(known.unit, measure.unit, "unit of `{}`", measure.id);
        let export = measure.export.as_ref().or(known.sources.first());
        let is_source =
            export.is_some_and(|export| content.framework.evidence_sources.contains_key(export));
        assert!(is_source, "`{}` asks for {export:?}", measure.id);
        let folder = format!("measures/{:0>2}/{}.sql", measure.practice, measure.id);
        assert_eq!(measure.path, folder);
        assert!(
            !measure.why.is_empty() && !measure.fix.is_empty(),
            "{}",
            measure.id
        );
    }
    assert!(by_practice.len() == 10 && by_practice.values().all(|count| *count >= 2));
}

#[test]
fn conditions_of_rows_agree_with_the_limits_of_measures() {
    let framework = Content::load(&Library::built_in()).framework;
    let mut other: Vec<String> = Vec::new();
    for row in &framework.sub_practices {
        let done = row.evidence.done_when_all.iter().map(|text| (text, true));
        let not_done = row
            .evidence
            .not_done_when_all
            .iter()
            .map(|text| (text, false));
        for (text, is_done) in done.chain(not_done) {
            let condition: crate::Condition = text.parse().expect("a condition");
            let plain = &framework.measures[&condition.measure];
            let limit = if is_done {
                plain.done_at
            } else {
                plain.partial_at
            };
            // At the limit itself a value is done, or not yet below partly.
            if limit != Some(condition.limit) || condition.holds(condition.limit) != is_done {
                other.push(format!("{}: {text}", row.id));
            }
        }
    }
    // A quarterly rhythm is enough for a small organisation; everything else is one limit said twice.
    assert_eq!(other, ["1.S.C: mail.phish_sim_age_days <= 92"]);
}
