//! Signals weighed: a word, a probability, and the reasons in plain sentences.

use serde::Serialize;

use crate::scorecard::{Group, Scorecard};
use crate::signal::{Signal, Signals};

/// The verdict in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Nothing speaks against it.
    Clean,
    /// Bulk mail nobody asked for.
    Unwanted,
    /// More likely harmful than not.
    Suspicious,
    /// Harmful.
    Malicious,
}

impl Word {
    /// The word in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Unwanted => "unwanted",
            Self::Suspicious => "suspicious",
            Self::Malicious => "malicious",
        }
    }
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The signal.
    pub id: String,
    /// Bits for malice; below zero speaks for the message.
    pub weight: f64,
    /// A sentence for a clerk.
    pub text: String,
    /// What would have stopped it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<String>,
    /// ATT&CK technique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attack: Option<String>,
}

/// What is thought of a message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The verdict in a word.
    #[serde(rename = "verdict")]
    pub word: Word,
    /// How likely it is that the message means harm.
    pub probability: f64,
    /// The weightiest first.
    pub reasons: Vec<Reason>,
}

/// From here on a message is malicious, from there on suspicious.
const MALICIOUS: f64 = 0.9;
const SUSPICIOUS: f64 = 0.5;

/// Adds up what was found.
#[must_use]
pub(crate) fn weigh(signals: &Signals, scorecard: &Scorecard) -> Verdict {
    let mut bits = scorecard.base;
    let mut reasons = Vec::new();
    let mut has_hard = false;
    for signal in signals.iter() {
        let Some(score) = scorecard.signals.get(signal.id) else {
            continue;
        };
        bits += score.bits;
        has_hard |= score.bits > 0.0
            && matches!(
                score.group,
                Group::Destination | Group::Payload | Group::Identity
            );
        reasons.push(Reason {
            id: signal.id.to_owned(),
            weight: score.bits,
            text: sentence(&score.says, signal),
            control: score.control.clone(),
            attack: score.attack.clone(),
        });
    }
    reasons.sort_by(|one, other| {
        other
            .weight
            .abs()
            .total_cmp(&one.weight.abs())
            .then_with(|| one.id.cmp(&other.id))
    });
    let probability = 1.0 / (1.0 + (-bits).exp2());
    let word = if probability >= MALICIOUS && has_hard {
        Word::Malicious
    } else if probability >= SUSPICIOUS {
        Word::Suspicious
    } else {
        Word::Clean
    };
    Verdict {
        word,
        probability,
        reasons,
    }
}

fn sentence(pattern: &str, signal: &Signal) -> String {
    let mut text = pattern.to_owned();
    for (name, word) in &signal.words {
        text = text.replace(&format!("{{{name}}}"), word);
    }
    text
}
