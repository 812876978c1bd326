//! Proposes next steps from the findings and the gaps, for when nobody has planned yet.

use std::collections::BTreeSet;

use crate::model::{
    Finding, Practice, Report, Severity, State, Step, SubPractice, Unknown, Urgency,
};
use crate::story;
use crate::words::{sentence, sentence_about};

/// The steps that the findings, the gaps and the unknowns of a report call for, most urgent first.
///
/// Findings with the same fix make one step. Gaps in practices that answer a threat seen in the evidence come
/// before other gaps; what is not done comes before what is done partly; what is unknown comes last.
#[must_use]
pub fn propose(report: &Report) -> Vec<Step> {
    let mut steps = from_findings(report);
    let seen: BTreeSet<&str> = report
        .findings
        .iter()
        .map(|one| one.threat.as_str())
        .collect();
    let mut gaps: Vec<(bool, State, Step)> = Vec::new();
    for practice in &report.practices {
        let pressing = practice
            .threats
            .iter()
            .any(|threat| seen.contains(threat.as_str()));
        for sub in &practice.sub_practices {
            if let Some(step) = from_gap(practice, sub, pressing) {
                gaps.push((!pressing, not_done_first(sub.state), step));
            }
        }
    }
    gaps.sort_by_key(|(calm, state, step)| (step.when, *calm, *state));
    steps.extend(gaps.into_iter().map(|(_, _, step)| step));
    steps.extend(report.unknowns.iter().map(from_unknown));
    steps.sort_by_key(|step| step.when);
    steps
}

fn not_done_first(state: State) -> State {
    if state == State::NotDone {
        State::Done
    } else {
        state
    }
}

fn from_findings(report: &Report) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for finding in story::sorted(&report.findings) {
        let Some(fix) = finding
            .fix
            .as_deref()
            .map(sentence)
            .filter(|fix| !fix.is_empty())
        else {
            continue;
        };
        if finding.severity < Severity::Medium {
            continue;
        }
        match steps.iter_mut().find(|step| step.what == fix) {
            Some(step) => add(step, finding),
            None => steps.push(step_for(finding, fix)),
        }
    }
    steps
}

fn add(step: &mut Step, finding: &Finding) {
    step.findings.push(finding.uid.clone());
    if !step.threats.contains(&finding.threat) {
        step.threats.push(finding.threat.clone());
    }
}

fn step_for(finding: &Finding, what: String) -> Step {
    let when = match finding.severity {
        Severity::Critical => Urgency::Today,
        Severity::High => Urgency::ThisWeek,
        _ => Urgency::ThisMonth,
    };
    let who = match finding.threat.as_str() {
        "T3" | "T4" => "Privacy officer with IT support",
        "T5" => "Clinical engineering with IT support",
        _ => "IT support",
    };
    Step {
        what,
        why: sentence_about(&finding.sentence, finding.subject.as_deref()),
        who: who.to_owned(),
        effort: "hours".to_owned(),
        when,
        sub_practice: None,
        threats: vec![finding.threat.clone()],
        findings: vec![finding.uid.clone()],
    }
}

fn from_gap(practice: &Practice, sub: &SubPractice, pressing: bool) -> Option<Step> {
    if !matches!(sub.state, State::NotDone | State::Partly) {
        return None;
    }
    let short = |measure: &&crate::model::Measure| {
        matches!(measure.state, State::NotDone | State::Partly) && !measure.fix.is_empty()
    };
    let worst = sub
        .measures
        .iter()
        .filter(short)
        .max_by_key(|measure| (measure.key, measure.state));
    let what = sub
        .next_step
        .as_deref()
        .or(worst.map(|measure| measure.fix.as_str()))?;
    let why = match worst {
        Some(measure) => format!("{}: {}.", measure.title, crate::words::answer(measure)),
        None => sentence(&sub.summary),
    };
    let soon = pressing && sub.state == State::NotDone;
    Some(Step {
        what: sentence(what),
        why,
        who: who(&practice.id).to_owned(),
        effort: if sub.state == State::NotDone {
            "days to weeks"
        } else {
            "days"
        }
        .to_owned(),
        when: if soon {
            Urgency::ThisMonth
        } else {
            Urgency::Later
        },
        sub_practice: Some(sub.id.clone()),
        threats: practice.threats.clone(),
        findings: Vec::new(),
    })
}

fn who(practice: &str) -> &'static str {
    match practice {
        "4" | "10" => "Privacy or compliance officer",
        "8" => "Practice manager with IT support",
        "9" => "Clinical engineering with IT support",
        _ => "IT support",
    }
}

fn from_unknown(unknown: &Unknown) -> Step {
    Step {
        what: format!(
            "Get this export and run Salus again: {}",
            sentence(&unknown.export)
        ),
        why: sentence(&unknown.what),
        who: "IT support".to_owned(),
        effort: "minutes to an hour".to_owned(),
        when: Urgency::ThisMonth,
        sub_practice: unknown.sub_practices.first().cloned(),
        threats: Vec::new(),
        findings: Vec::new(),
    }
}
