//! SQL detectors: one SELECT over facts whose rows are findings.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{ExampleRows, header};

/// A detector as in `content/detectors/<id>.sql`.
///
/// Its query gives `time`, `record_ids` (blank-separated), `subject` and `sentence`.
#[derive(Debug, Clone)]
pub struct Detector {
    /// Path below the content folder.
    pub path: String,
    /// Stable id, as in `analytic.uid`.
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// HICP threat, `T1` to `T5`.
    pub threat: String,
    /// `informational`, `low`, `medium`, `high` or `critical`.
    pub severity: String,
    /// MITRE ATT&CK technique ids.
    pub attack: Vec<String>,
    /// Facts it reads.
    pub needs: Vec<String>,
    /// Facts without a row of which it can find nothing, so that it need not look.
    pub only_with: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// What to do about a finding.
    pub fix: String,
    /// Firing examples and near misses.
    pub examples: Vec<DetectorExample>,
    /// The query.
    pub sql: String,
}

/// Fact rows and the number of findings they must give.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetectorExample {
    /// Why this example is here.
    #[serde(default)]
    pub note: String,
    /// Fact tables with their rows.
    pub facts: BTreeMap<String, ExampleRows>,
    /// Findings expected.
    pub findings: usize,
}

#[derive(Deserialize)]
struct Header {
    id: String,
    title: String,
    threat: String,
    severity: String,
    #[serde(default)]
    attack: Vec<String>,
    needs: Vec<String>,
    #[serde(default)]
    only_with: Vec<String>,
    why: String,
    fix: String,
    examples: Vec<DetectorExample>,
}

impl Detector {
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, String> {
        let (head, sql) = header::split(text)?;
        let head: Header = crate::yaml(head)?;
        let levels = ["informational", "low", "medium", "high", "critical"];
        if !levels.contains(&head.severity.as_str()) {
            return Err(format!(
                "severity `{}` is not one of {}",
                head.severity,
                levels.join(", ")
            ));
        }
        if !["T1", "T2", "T3", "T4", "T5"].contains(&head.threat.as_str()) {
            return Err(format!("threat `{}` is not one of T1 to T5", head.threat));
        }
        let fires = head.examples.iter().any(|example| example.findings > 0);
        let rests = head.examples.iter().any(|example| example.findings == 0);
        if !(fires && rests) {
            return Err("needs an example that fires and a near miss that does not".into());
        }
        Ok(Self {
            path: path.to_owned(),
            id: head.id,
            title: head.title,
            threat: head.threat,
            severity: head.severity,
            attack: head.attack,
            needs: head.needs,
            only_with: head.only_with,
            why: head.why,
            fix: head.fix,
            examples: head.examples,
            sql: sql.to_owned(),
        })
    }
}
