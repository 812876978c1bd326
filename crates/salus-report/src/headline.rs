//! The answer in a few sentences: how urgent it is, how the organisation stands, what that rests on.

use serde::Serialize;

use crate::model::{FileStatus, Finding, Report, Severity, State};
use crate::words::{clipped, counted, grouped, listed, sentence_about};
use crate::{story, words};

/// The first thing a reader reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// How soon somebody has to act.
    pub urgency: Alarm,
    /// Two or three words: `Act today`.
    pub call: String,
    /// The answer in one sentence.
    pub answer: String,
    /// What else the evidence shows about the threats.
    pub threats: String,
    /// How the organisation stands on the practices.
    pub practices: String,
    /// What all this rests on.
    pub evidence: String,
}

/// How soon somebody has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// A critical finding.
    Today,
    /// A high finding.
    ThisWeek,
    /// Findings, none of them urgent.
    Calm,
    /// Nothing found where we could look.
    Quiet,
    /// There was nothing to look at.
    Blind,
}

/// The sentences for one report.
#[must_use]
pub fn headline(report: &Report) -> Headline {
    let sorted = story::sorted(&report.findings);
    let (urgency, call, answer) = answer(report, &sorted);
    Headline {
        urgency,
        call: call.to_owned(),
        answer,
        threats: threats(report),
        practices: practices(report),
        evidence: evidence(report),
    }
}

fn answer(report: &Report, sorted: &[&Finding]) -> (Alarm, &'static str, String) {
    let Some(worst) = sorted.first() else {
        return without_findings(report);
    };
    let what = sentence_about(&clipped(&worst.sentence, 220), worst.subject.as_deref());
    match worst.severity {
        Severity::Critical => (Alarm::Today, "Act today", what),
        Severity::High => (Alarm::ThisWeek, "Act this week", what),
        _ => {
            let number = report.findings.len() as u64;
            let found = counted(number, "thing to look at", "things to look at");
            let text = format!("{found}, none of them urgent. The first: {what}");
            (Alarm::Calm, "No emergency", text)
        }
    }
}

fn without_findings(report: &Report) -> (Alarm, &'static str, String) {
    let looked = report
        .threats
        .iter()
        .filter(|threat| threat.checks_run > 0)
        .count();
    if looked == 0 {
        let text = format!(
            "The exports listed below would tell how {} stands.",
            report.organisation.name
        );
        return (Alarm::Blind, "No evidence yet", text);
    }
    let text = if looked == report.threats.len() {
        "No sign of the five threats in the evidence given.".to_owned()
    } else {
        let blind = report
            .threats
            .iter()
            .filter(|threat| threat.checks_run == 0);
        let names: Vec<String> = blind.map(|threat| threat.name.to_lowercase()).collect();
        format!(
            "No sign of a threat where we could look. There is no evidence about {}.",
            listed(&names)
        )
    };
    (Alarm::Quiet, "Nothing found", text)
}

fn threats(report: &Report) -> String {
    if report.findings.is_empty() {
        return String::new();
    }
    let seen = report
        .threats
        .iter()
        .filter(|threat| {
            report
                .findings
                .iter()
                .any(|finding| finding.threat == threat.id)
        })
        .count();
    let urgent = report
        .findings
        .iter()
        .filter(|one| one.severity >= Severity::High)
        .count() as u64;
    let total = counted(report.findings.len() as u64, "finding", "findings");
    let urgent = match urgent {
        0 => "none urgent".to_owned(),
        number => format!("{} urgent", grouped(number)),
    };
    let about = match seen {
        1 => "one of the five threats".to_owned(),
        5 => "all five threats".to_owned(),
        number => format!("{number} of the five threats"),
    };
    format!("{total}, {urgent}, about {about}.")
}

fn practices(report: &Report) -> String {
    let states = state_counts(report);
    let of = |state: State| {
        states
            .iter()
            .find(|(one, _)| *one == state)
            .map_or(0, |(_, n)| *n)
    };
    let total: u64 =
        states.iter().map(|(_, number)| number).sum::<u64>() - of(State::NotApplicable);
    if total == 0 {
        return "No practices were measured.".to_owned();
    }
    let size = report.organisation.size.word();
    let article = if size.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    let mut parts = Vec::new();
    for (state, words) in [
        (State::Done, "done"),
        (State::Attested, "attested by a person"),
        (State::Partly, "partly done"),
        (State::NotDone, "not done"),
    ] {
        if of(state) > 0 {
            let verb = match (parts.is_empty(), of(state)) {
                (true, 1) => "is ",
                (true, _) => "are ",
                (false, _) => "",
            };
            parts.push(format!("{} {verb}{words}", grouped(of(state))));
        }
    }
    let known = if parts.is_empty() {
        "none can be judged yet".to_owned()
    } else {
        listed(&parts)
    };
    let unknown = match of(State::Unknown) {
        _ if parts.is_empty() => String::new(),
        0 => String::new(),
        number => format!("; {} cannot be judged from this evidence", grouped(number)),
    };
    let asked = counted(total, "thing", "things");
    format!("Of the {asked} asked of {article} {size} organisation, {known}{unknown}.")
}

/// How many sub-practices stand in each state.
pub(crate) fn state_counts(report: &Report) -> Vec<(State, u64)> {
    let all = report
        .practices
        .iter()
        .flat_map(|practice| &practice.sub_practices);
    let states: Vec<State> = all.map(|sub| sub.state).collect();
    State::ALL
        .iter()
        .map(|state| {
            (
                *state,
                states.iter().filter(|one| *one == state).count() as u64,
            )
        })
        .collect()
}

fn evidence(report: &Report) -> String {
    let totals = report.account.totals();
    if totals.files == 0 {
        return "No files were given.".to_owned();
    }
    let lost = report
        .account
        .files
        .iter()
        .filter(|file| file.status == FileStatus::Unrecognised);
    let unrecognised = match lost.count() as u64 {
        0 => String::new(),
        1 => "; 1 file was not recognised".to_owned(),
        number => format!("; {} files were not recognised", grouped(number)),
    };
    let rejects = match totals.rejects {
        0 => "every record could be read".to_owned(),
        number => format!("{} could not be read", counted(number, "record", "records")),
    };
    format!(
        "Read {} from {}, {}; {rejects}{unrecognised}.",
        counted(totals.read, "record", "records"),
        counted(totals.files, "file", "files"),
        words::period(&report.period),
    )
}
