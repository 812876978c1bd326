//! What a report is made from: one tree of plain values, filled by the engine, drawn as a page or printed as JSON.
//!
//! Times are RFC 3339 text in UTC. Lists may be empty: an empty list is said to be empty, it is never hidden.

mod account;
mod finding;
mod practice;

use serde::{Deserialize, Serialize};

pub use account::{
    Account, Caveat, FileAccount, FileStatus, LogSource, RejectSample, RuleNotLoaded, Rules, Totals,
};
pub use finding::{Analytic, AnalyticKind, Field, Finding, Row, Severity};
pub use practice::{Attestation, Citations, Measure, Practice, State, SubPractice};

/// Everything one report says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Who the report is about.
    pub organisation: Organisation,
    /// The version of Salus that made it.
    pub salus_version: String,
    /// The moment the statements are true for.
    pub as_of: String,
    /// When the report was made.
    pub generated_at: String,
    /// First and last moment of the evidence.
    pub period: Period,
    /// The five threats, in the catalogue's order.
    pub threats: Vec<Threat>,
    /// Findings, in any order: the page sorts and groups them.
    pub findings: Vec<Finding>,
    /// The ten practices, in the catalogue's order.
    pub practices: Vec<Practice>,
    /// Next steps, most important first. Left empty, [`crate::propose`] can fill it.
    pub plan: Vec<Step>,
    /// What is not known, and the export that would tell.
    pub unknowns: Vec<Unknown>,
    /// What was read, file by file.
    pub account: Account,
    /// Which rules and detectors looked.
    pub rules: Rules,
    /// Which logs were there, and for which days.
    pub log_sources: Vec<LogSource>,
    /// What a reader must know before relying on a statement.
    pub caveats: Vec<Caveat>,
}

/// The organisation a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its name, as it calls itself.
    pub name: String,
    /// Its size in the catalogue, which decides the practices that apply.
    pub size: Size,
}

/// The catalogue's three sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// One to ten physicians, or up to fifty beds.
    Small,
    /// Eleven to fifty physicians, or up to 299 beds.
    Medium,
    /// More than that.
    Large,
}

impl Size {
    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// A stretch of time; either end may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first moment.
    pub from: Option<String>,
    /// The last moment.
    pub to: Option<String>,
}

/// One of the five threats of the guidance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threat {
    /// `T1` to `T5`.
    pub id: String,
    /// A name short enough for a tile, such as `Ransomware`.
    pub name: String,
    /// One sentence that says what it is.
    pub summary: String,
    /// Rules and detectors that had the evidence they need.
    pub checks_run: u64,
    /// Rules and detectors that could not look, because their evidence is missing.
    pub checks_without_data: u64,
}

/// One next step, for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What to do, beginning with a verb.
    pub what: String,
    /// Why it comes now.
    pub why: String,
    /// Who can do it: `IT support`, `privacy officer`, `practice manager`.
    pub who: String,
    /// How long it takes, in words: `an hour`, `a project of some weeks`.
    pub effort: String,
    /// When to do it.
    pub when: Urgency,
    /// The sub-practice it closes, when it closes one.
    pub sub_practice: Option<String>,
    /// The threats it answers.
    pub threats: Vec<String>,
    /// The findings it answers (`uid`).
    pub findings: Vec<String>,
}

/// How soon a step should be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Before the day ends.
    Today,
    /// Within seven days.
    ThisWeek,
    /// Within a month.
    ThisMonth,
    /// Planned with the budget.
    Later,
}

impl Urgency {
    /// The words a reader sees.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::ThisWeek => "this week",
            Self::ThisMonth => "this month",
            Self::Later => "later this year",
        }
    }
}

/// Something the evidence does not tell, and what would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// What is not known, as a clause without a full stop: `whether a backup can be restored`.
    pub what: String,
    /// The export that would answer it: `Backup job history (CSV)`.
    pub export: String,
    /// How to get it, as a sentence.
    pub how: String,
    /// The measures it would answer.
    pub measures: Vec<String>,
    /// The sub-practices it would move out of unknown.
    pub sub_practices: Vec<String>,
}
