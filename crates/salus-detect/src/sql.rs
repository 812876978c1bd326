//! SQL detectors: their rows are findings.

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
    for detector in detectors {
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
