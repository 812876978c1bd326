//! Findings: evidence of a threat, pointing at its rows.

use serde::{Deserialize, Serialize};

/// Evidence of a threat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its stable name.
    pub uid: String,
    /// The rule's or detector's title.
    pub title: String,
    /// What happened, in words a ward manager can read. Never patient data.
    pub sentence: String,
    /// `T1` to `T5`.
    pub threat: String,
    /// How bad it is.
    pub severity: Severity,
    /// The first time it was seen.
    pub first_time: Option<String>,
    /// The last time it was seen.
    pub last_time: Option<String>,
    /// How often it was seen.
    pub count: u64,
    /// Who or what it is about: a computer, an account, a device.
    pub subject: Option<String>,
    /// What found it.
    pub analytic: Analytic,
    /// MITRE ATT&CK ids, such as `T1059.001`.
    pub attack: Vec<String>,
    /// What to do about it.
    pub fix: Option<String>,
    /// Findings with the same story are told together. Without one they are grouped by subject or analytic.
    #[serde(default)]
    pub story: Option<String>,
    /// The rows it rests on, or the first of them.
    pub evidence: Vec<Row>,
    /// How many rows it rests on in all (at least `evidence.len()`).
    pub evidence_total: u64,
}

/// The rule or detector behind a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Analytic {
    /// Its id.
    pub id: String,
    /// What it is written in.
    pub kind: AnalyticKind,
}

/// What a rule or detector is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnalyticKind {
    /// A Sigma rule.
    Sigma,
    /// A SQL detector.
    Sql,
    /// A detector written in Rust.
    Rust,
}

/// A row behind a statement, with what a person needs to go and look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The file of evidence.
    pub file: String,
    /// The place in it: `line 12`, `record 4711`.
    pub place: String,
    /// The record in the lake.
    pub record_id: String,
    /// The record table.
    pub table: String,
    /// When it happened.
    pub time: Option<String>,
    /// Fields that may be shown to the readers of this report. Chosen, never left over.
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// One shown field of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The column.
    pub name: String,
    /// Its value, as text.
    pub value: String,
}

/// How bad a finding is, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Informational,
    /// Look when there is time.
    Low,
    /// Look this month.
    Medium,
    /// Look this week.
    High,
    /// Look now.
    Critical,
}

impl Severity {
    /// From worst to mildest.
    pub const WORST_FIRST: [Self; 5] = [
        Self::Critical,
        Self::High,
        Self::Medium,
        Self::Low,
        Self::Informational,
    ];

    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Informational => "informational",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}
