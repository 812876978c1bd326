//! SQL detectors: their rows are findings.

use std::collections::HashMap;

use salus_content::{Ask, Detector, Problem, Rows};
use salus_record::{Period, bind, time};
use serde_json::Value;

use crate::{Finding, Kind, Proof};

/// Rows one finding points at; further ones are counted, not listed.
const PROOFS: usize = 200;
/// Findings one detector may give in a run.
const FINDINGS: usize = 10_000;

/// Runs every detector. One that fails is a problem and the others go on.
pub fn detect(
    detectors: &[Detector],
    ask: &dyn Ask,
    period: &Period,
) -> (Vec<Finding>, Vec<Problem>) {
    let mut findings = Vec::new();
    let mut problems = Vec::new();
    let mut filled = Filled::default();
    for detector in detectors {
        if !detector.only_with.iter().all(|fact| filled.has(fact, ask)) {
            continue;
        }
        let rows = ask.ask(&bind(&detector.sql, period));
        match rows.and_then(|rows| from_rows(detector, &rows)) {
            Ok(found) => findings.extend(found),
            Err(reason) => problems.push(Problem {
                path: detector.path.clone(),
                reason,
            }),
        }
    }
    (findings, problems)
}

/// Which facts have a row, asked once each.
#[derive(Default)]
struct Filled {
    known: HashMap<String, bool>,
}

impl Filled {
    /// A fact that cannot be asked counts as filled: the detector will say what is wrong.
    fn has(&mut self, fact: &str, ask: &dyn Ask) -> bool {
        if let Some(known) = self.known.get(fact) {
            return *known;
        }
        let rows = ask.ask(&format!("select 1 as one from {fact} limit 1"));
        let is_filled = !rows.is_ok_and(|rows| rows.is_empty());
        self.known.insert(fact.to_owned(), is_filled);
        is_filled
    }
}

/// The findings that a detector's result rows say.
pub fn from_rows(detector: &Detector, rows: &Rows) -> Result<Vec<Finding>, String> {
    if rows.len() > FINDINGS {
        return Err(format!(
            "gave {} findings: more than {FINDINGS} is not a finding",
            rows.len()
        ));
    }
    rows.iter()
        .map(|row| {
            let text = |name: &str| row.get(name).and_then(Value::as_str);
            let sentence = text("sentence").ok_or("gives no `sentence`")?;
            let ids = text("record_ids").unwrap_or_default();
            let proofs: Vec<Proof> = ids.split_whitespace().take(PROOFS).map(Proof::of).collect();
            if proofs.is_empty() {
                return Err("gives a finding without `record_ids`".to_owned());
            }
            Ok(Finding {
                uid: Finding::uid_of(&detector.id, &proofs),
                analytic: detector.id.clone(),
                kind: Kind::Sql,
                title: detector.title.clone(),
                sentence: sentence.to_owned(),
                threat: detector.threat.clone(),
                severity: detector.severity.clone(),
                time: text("time").and_then(time::parse),
                subject: text("subject").unwrap_or_default().to_owned(),
                attack: detector.attack.clone(),
                why: detector.why.clone(),
                fix: detector.fix.clone(),
                proofs,
            })
        })
        .collect()
}
