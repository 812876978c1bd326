//! A finding: evidence of a threat, pointing at the rows it rests on.

use salus_record::Digest;
use serde::Serialize;

use crate::ocsf::Ocsf;

/// What looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A Sigma rule over records.
    Sigma,
    /// A SQL detector over facts.
    Sql,
}

/// One row a finding rests on. What is not known yet is null until the engine looks it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The record.
    pub record_id: String,
    /// Its record table.
    pub table: Option<String>,
    /// Its place in the file.
    pub place: Option<String>,
    /// The file.
    pub file: Option<String>,
    /// Its time, microseconds of UTC.
    pub time: Option<i64>,
}

impl Proof {
    /// A row of which only the id is known.
    #[must_use]
    pub fn of(record_id: &str) -> Self {
        Self {
            record_id: record_id.to_owned(),
            table: None,
            place: None,
            file: None,
            time: None,
        }
    }
}

/// Evidence of a threat.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Stable: the same rows and the same analytic give the same id.
    pub uid: String,
    /// Rule or detector id.
    pub analytic: String,
    /// What looked.
    pub kind: Kind,
    /// What a person calls it; never patient data.
    pub title: String,
    /// The reason, for a ward manager; never patient data.
    pub sentence: String,
    /// `T1` to `T5`.
    pub threat: String,
    /// `informational`, `low`, `medium`, `high` or `critical`.
    pub severity: String,
    /// When, microseconds of UTC.
    pub time: Option<i64>,
    /// Host, user or device.
    pub subject: String,
    /// MITRE ATT&CK technique ids.
    pub attack: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// The rows.
    pub proofs: Vec<Proof>,
}

impl Finding {
    /// The id of a finding by `analytic` over these rows.
    #[must_use]
    pub fn uid_of(analytic: &str, proofs: &[Proof]) -> String {
        let mut ids: Vec<&str> = proofs
            .iter()
            .map(|proof| proof.record_id.as_str())
            .collect();
        ids.sort_unstable();
        let text = format!("{analytic}\n{}", ids.join("\n"));
        Digest::of(text.as_bytes())
            .as_str()
            .chars()
            .take(16)
            .collect()
    }

    /// The place of its severity, 1 to 5, as OCSF counts (`severity_id`).
    #[must_use]
    pub fn severity_id(&self) -> u8 {
        match self.severity.as_str() {
            "critical" => 5,
            "high" => 4,
            "medium" => 3,
            "low" => 2,
            _ => 1,
        }
    }

    /// As an OCSF Detection Finding (class 2004).
    #[must_use]
    pub fn to_ocsf(&self) -> impl Serialize + '_ {
        Ocsf::of(self)
    }
}
