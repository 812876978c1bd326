//! How much each signal weighs, how it is said, and what would have stopped it: content, not code.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a signal speaks about, in the order in which it is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Who sent it.
    Identity,
    /// Where it leads.
    Destination,
    /// What it carries.
    Payload,
    /// What it wants.
    Intent,
    /// How it is worded.
    Content,
}

/// One line of the scorecard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// What it speaks about.
    pub group: Group,
    /// Evidence for malice in bits (log2 of the likelihood ratio); below zero speaks for the message.
    pub bits: f64,
    /// A sentence for a clerk; `{word}` is filled in.
    pub says: String,
    /// The control that would have stopped it.
    #[serde(default)]
    pub control: Option<String>,
    /// ATT&CK technique.
    #[serde(default)]
    pub attack: Option<String>,
}

/// `content/mail/scorecard.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scorecard {
    /// Bits of a message of which nothing is known.
    pub base: f64,
    /// The signals by name.
    pub signals: BTreeMap<String, Score>,
}

impl Scorecard {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with the text, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        yaml_serde::from_str(text).map_err(|error| error.to_string())
    }
}
