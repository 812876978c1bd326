//! The framework: threats, practices, sub-practices and what their measures must reach.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// HICP (or another framework of the same shape), from `content/frameworks/<id>.yaml`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Framework {
    /// The threats.
    #[serde(default)]
    pub threats: Vec<Threat>,
    /// The practices.
    #[serde(default)]
    pub practices: Vec<Practice>,
    /// Rows to be scored.
    #[serde(default)]
    pub sub_practices: Vec<SubPractice>,
    /// Quantities by measure id.
    #[serde(default)]
    pub measures: BTreeMap<String, FrameworkMeasure>,
    /// What each evidence source is, for "which export would answer it".
    #[serde(default)]
    pub evidence_sources: BTreeMap<String, String>,
}

/// One of the five threats.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Threat {
    /// `T1` to `T5`.
    pub id: String,
    /// Name.
    pub name: String,
    /// One sentence.
    #[serde(default)]
    pub summary: String,
}

/// One of the ten practices.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Practice {
    /// `1` to `10`.
    pub id: String,
    /// Name in the 2018 edition.
    #[serde(default)]
    pub name_2018: String,
    /// Name in the 2023 edition.
    #[serde(default)]
    pub name_2023: String,
}

/// Size of the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// A clinic with no IT staff of its own.
    Small,
    /// A group practice or a small hospital.
    Medium,
    /// A health system.
    Large,
}

/// A sub-practice: the row that gets a state.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SubPractice {
    /// `3.S.A`.
    pub id: String,
    /// Its practice.
    pub practice: String,
    /// The size it was written for.
    pub size: Size,
    /// Title.
    pub title: String,
    /// What it asks for.
    pub summary: String,
    /// Threats it works against.
    #[serde(default)]
    pub threats: ThreatLinks,
    /// HIPAA citations, CSF ids and goals, as in the file.
    #[serde(default)]
    pub hipaa: serde_json::Value,
    /// NIST CSF 2.0.
    #[serde(default)]
    pub nist_csf_2_0: serde_json::Value,
    /// HPH cybersecurity performance goals.
    #[serde(default)]
    pub hph_cpg: serde_json::Value,
    /// How it is judged.
    pub evidence: RowEvidence,
    /// A remark.
    #[serde(default)]
    pub note: String,
}

/// Threats of a sub-practice.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ThreatLinks {
    /// The threats it speaks to most directly.
    #[serde(default)]
    pub closest: Vec<String>,
    /// All threats of its practice.
    #[serde(default)]
    pub inherited_from_practice: Vec<String>,
}

/// How a sub-practice is judged.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RowEvidence {
    /// `data`, `data_plus_attestation` or `document`.
    #[serde(default)]
    pub mode: String,
    /// Measures that decide.
    #[serde(default)]
    pub key_measures: Vec<String>,
    /// Measures that can only lower.
    #[serde(default)]
    pub support_measures: Vec<String>,
    /// Conditions that all must hold for `done`.
    #[serde(default)]
    pub done_when_all: Vec<String>,
    /// Conditions that all must hold for `not done`.
    #[serde(default)]
    pub not_done_when_all: Vec<String>,
    /// Evidence sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What only a person can say.
    #[serde(default)]
    pub attestation_needed_for: Option<String>,
}

/// A quantity of the framework.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FrameworkMeasure {
    /// `ratio`, `count`, `days`, `hours`, `minutes`, `months`, `per_1000`, `ratio_x`, `bool`, `trend`.
    pub unit: String,
    /// `higher`, `lower` or `band`.
    pub better: String,
    /// Limit for done.
    #[serde(default)]
    pub done_at: Option<f64>,
    /// Limit for partly.
    #[serde(default)]
    pub partial_at: Option<f64>,
    /// Where the limit comes from.
    #[serde(default)]
    pub basis: String,
    /// Evidence sources, the primary one first.
    #[serde(default)]
    pub sources: Vec<String>,
    /// The quantity in words.
    pub quantity: String,
}

impl Framework {
    /// The practice of this id.
    #[must_use]
    pub fn practice(&self, id: &str) -> Option<&Practice> {
        self.practices.iter().find(|practice| practice.id == id)
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        })
    }
}

impl std::str::FromStr for Size {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "small" => Ok(Self::Small),
            "medium" => Ok(Self::Medium),
            "large" => Ok(Self::Large),
            other => Err(format!("size `{other}` is not small, medium or large")),
        }
    }
}
