//! The ten practices, their sub-practices, and the measures behind each state.

use serde::{Deserialize, Serialize};

use super::Row;

/// One of the ten practices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Practice {
    /// `1` to `10`.
    pub id: String,
    /// Its name in the current edition.
    pub name: String,
    /// The threats it answers.
    pub threats: Vec<String>,
    /// The sub-practices that apply to an organisation of this size.
    pub sub_practices: Vec<SubPractice>,
}

/// One row of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SubPractice {
    /// Its id, such as `3.S.A`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it asks for.
    pub summary: String,
    /// How the organisation stands.
    pub state: State,
    /// How many key measures it has.
    pub key_measures: u64,
    /// How many of them have fresh data.
    pub key_measures_with_data: u64,
    /// Its measures, key ones first.
    pub measures: Vec<Measure>,
    /// A person's word, where the evidence has none.
    pub attestation: Option<Attestation>,
    /// What only a person can say.
    pub attestation_needed_for: Option<String>,
    /// The next step that closes the gap.
    pub next_step: Option<String>,
    /// The rules it serves.
    pub citations: Citations,
}

/// How the organisation stands. No evidence is never `not done` and never `done`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The evidence shows it.
    Done,
    /// The evidence shows part of it.
    Partly,
    /// The evidence shows that it is missing.
    NotDone,
    /// There is too little fresh evidence.
    Unknown,
    /// No evidence, but a named person vouches for it.
    Attested,
    /// It does not apply here.
    NotApplicable,
}

impl State {
    /// Every state, in the order of the pictures.
    pub const ALL: [Self; 6] = [
        Self::Done,
        Self::Attested,
        Self::Partly,
        Self::NotDone,
        Self::Unknown,
        Self::NotApplicable,
    ];

    /// The words a reader sees.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::NotDone => "not done",
            Self::Unknown => "unknown",
            Self::Attested => "attested",
            Self::NotApplicable => "not applicable",
        }
    }

    /// The name used for style classes and shapes.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::NotDone => "not-done",
            Self::Unknown => "unknown",
            Self::Attested => "attested",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// One measure and its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Its id, such as `ep.disk_encrypted`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it decides the state (a support measure can only lower it).
    pub key: bool,
    /// `ratio`, `count`, `days`, `hours`, `minutes`, `months`, `bool`, `per_1000` …
    pub unit: String,
    /// The answer; none means no evidence. A ratio is 0 to 1.
    pub value: Option<f64>,
    /// How many met it (ratios).
    pub met: Option<u64>,
    /// Of how many.
    pub counted: Option<u64>,
    /// The goal, in words.
    pub goal: String,
    /// The value at which it is done, for the mark in the picture.
    pub done_at: Option<f64>,
    /// Whether more is better.
    pub higher_is_better: bool,
    /// Where the answer stands.
    pub state: State,
    /// The newest evidence it used.
    pub newest: Option<String>,
    /// Until when that evidence counts as fresh.
    pub fresh_until: Option<String>,
    /// The record tables it used.
    pub sources: Vec<String>,
    /// What it needs, when it has no evidence.
    pub needs: Vec<String>,
    /// The rows that fail it or matter to it, or the first of them.
    pub rows: Vec<Row>,
    /// How many rows there are in all.
    pub rows_total: u64,
    /// Why it matters.
    pub why: String,
    /// How to meet it.
    pub fix: String,
}

/// A named person's word for a sub-practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// Who.
    pub by: String,
    /// The state they vouch for, in words.
    pub state: String,
    /// When.
    pub on: String,
    /// Until when it holds.
    pub until: Option<String>,
    /// What they wrote.
    pub note: Option<String>,
}

/// The rules and goals a sub-practice serves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citations {
    /// 45 CFR, such as `164.312(d)`.
    pub hipaa: Vec<String>,
    /// NIST Cybersecurity Framework 2.0, such as `PR.AA-03`.
    pub csf: Vec<String>,
    /// HHS Cybersecurity Performance Goals, by title.
    pub cpg: Vec<String>,
}
