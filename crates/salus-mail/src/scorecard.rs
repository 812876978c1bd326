//! How much each signal weighs, how it is said, and what would have stopped it: content, not code.

use std::collections::BTreeMap;
use std::fmt::Write as _;

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
    /// The same evidence for harm or bulk together, where it differs (an offer of slimming pills is bulk, not harm).
    #[serde(default)]
    pub flag: Option<f64>,
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
    /// How much of what the wording says is believed (0 to 1).
    #[serde(default = "whole")]
    pub wording: f64,
    /// Signals that, met together, speak for a sender so well that only its links and attachments can make it malicious.
    #[serde(default)]
    pub trusted: Vec<String>,
    /// The signals by name.
    pub signals: BTreeMap<String, Score>,
}

impl Score {
    /// Bits that it is harm or bulk.
    #[must_use]
    pub fn flag_bits(&self) -> f64 {
        self.flag.unwrap_or(self.bits)
    }
}

fn whole() -> f64 {
    1.0
}

/// Bits as mail showed them, near those of the scorecard: `content/mail/fitted.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fitted {
    /// See [`Scorecard::wording`].
    pub wording: Option<f64>,
    /// By signal.
    #[serde(default)]
    pub signals: BTreeMap<String, FittedScore>,
}

/// What mail showed of one signal.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FittedScore {
    /// In place of the expert's bits.
    pub bits: f64,
    /// See [`Score::flag`].
    pub flag: f64,
    /// Harmful messages that showed it.
    pub harmful: usize,
    /// Bulk that showed it.
    pub unwanted: usize,
    /// Honest messages that showed it.
    pub ham: usize,
}

impl Scorecard {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with the text, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        yaml_serde::from_str(text).map_err(|error| error.to_string())
    }

    /// Takes over the bits that mail showed, for the signals that stand here.
    pub fn fit(&mut self, fitted: &Fitted) {
        self.wording = fitted.wording.unwrap_or(self.wording);
        for (id, score) in &mut self.signals {
            if let Some(shown) = fitted.signals.get(id) {
                score.bits = shown.bits;
                score.flag = Some(shown.flag);
            }
        }
    }
}

impl Fitted {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with the text, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        yaml_serde::from_str(text).map_err(|error| error.to_string())
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::from(
            "# Bits as mail showed them, near the expert's in scorecard.yaml, intent.yaml and rules/: written by `salus mail train`.\n# Behind each: how many training messages of each kind showed the signal.\n",
        );
        if let Some(wording) = self.wording {
            let _ = writeln!(out, "wording: {wording:.2}");
        }
        out.push_str(if self.signals.is_empty() {
            "signals: {}\n"
        } else {
            "signals:\n"
        });
        for (id, one) in &self.signals {
            let _ = writeln!(
                out,
                "  {id}: {{bits: {:.2}, flag: {:.2}, harmful: {}, unwanted: {}, ham: {}}}",
                one.bits, one.flag, one.harmful, one.unwanted, one.ham
            );
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitted_bits_replace_those_that_stand_there() {
        let mut card = Scorecard::parse("base: -3\nsignals: {a.b: {group: intent, bits: 1, says: x}, c.d: {group: intent, bits: 2, says: x}}")
            .expect("a scorecard");
        let shown = FittedScore {
            bits: 1.5,
            flag: 2.5,
            harmful: 7,
            unwanted: 1,
            ham: 2,
        };
        let fitted = Fitted {
            wording: Some(0.8),
            signals: BTreeMap::from([("a.b".into(), shown), ("z.z".into(), shown)]),
        };
        let again = Fitted::parse(&fitted.text()).expect("its own text");
        assert_eq!(again.signals, fitted.signals);
        card.fit(&again);
        let flags: Vec<f64> = card.signals.values().map(Score::flag_bits).collect();
        assert_eq!(flags, [2.5, 2.0]);
        let bits: Vec<f64> = card.signals.values().map(|one| one.bits).collect();
        assert_eq!((bits, card.wording, card.base), (vec![1.5, 2.0], 0.8, -3.0));
    }
}
