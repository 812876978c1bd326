//! Signals weighed: a word, a probability, and the reasons in plain sentences.

use serde::Serialize;

use crate::model::{CLIP, Wordings};
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
    /// How likely it is that the message is no honest mail: that it means harm, or is bulk mail nobody asked for.
    pub probability: f64,
    /// How likely it is that it means harm.
    pub harm: f64,
    /// The weightiest first.
    pub reasons: Vec<Reason>,
}

/// From here on a message is malicious, from there on suspicious or unwanted.
const MALICIOUS: f64 = 0.9;
const SUSPICIOUS: f64 = 0.5;
/// Bits beside wording and intent without which nothing is malicious.
const HARD: f64 = 1.0;
/// Bits of wording that are worth a sentence.
const TELLING: f64 = 0.5;

/// Adds up what was found and what the wording says (none where nothing was learned).
#[must_use]
pub(crate) fn weigh(
    signals: &Signals,
    wordings: Option<Wordings>,
    scorecard: &Scorecard,
) -> Verdict {
    let (mut bits, mut flag) = (scorecard.base, scorecard.base);
    let mut reasons = Vec::new();
    let mut hard = 0.0;
    let is_trusted =
        !scorecard.trusted.is_empty() && scorecard.trusted.iter().all(|id| signals.has(id));
    for signal in signals.iter() {
        let Some(score) = scorecard.signals.get(signal.id.as_ref()) else {
            continue;
        };
        bits += score.bits;
        flag += score.flag_bits();
        let counts = match score.group {
            Group::Destination | Group::Payload => true,
            Group::Identity => !is_trusted,
            Group::Intent | Group::Content => false,
        };
        if counts {
            hard += score.bits.max(0.0);
        }
        reasons.push(Reason {
            id: signal.id.clone().into_owned(),
            weight: score.bits,
            text: sentence(&score.says, signal),
            control: score.control.clone(),
            attack: score.attack.clone(),
        });
    }
    let said = |nats: f64| scorecard.wording * nats.clamp(-CLIP, CLIP) / std::f64::consts::LN_2;
    let wordings = wordings.unwrap_or_default();
    reasons.extend(wording_reason(said(wordings.harmful)));
    reasons.sort_by(|one, other| {
        other
            .weight
            .abs()
            .total_cmp(&one.weight.abs())
            .then_with(|| one.id.cmp(&other.id))
    });
    let harm = likely(bits + said(wordings.harmful));
    let probability = likely(flag + said(wordings.unwanted)).max(harm);
    let word = if harm >= MALICIOUS && hard >= HARD {
        Word::Malicious
    } else if harm >= SUSPICIOUS {
        Word::Suspicious
    } else if probability >= SUSPICIOUS {
        Word::Unwanted
    } else {
        Word::Clean
    };
    Verdict {
        word,
        probability,
        harm,
        reasons,
    }
}

fn likely(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

fn wording_reason(bits: f64) -> Option<Reason> {
    let text = if bits > 0.0 {
        "It is worded like mail that means harm."
    } else {
        "It is worded like ordinary mail."
    };
    (bits.abs() >= TELLING).then(|| Reason {
        id: "content.wording".to_owned(),
        weight: bits,
        text: text.to_owned(),
        control: None,
        attack: None,
    })
}

fn sentence(pattern: &str, signal: &Signal) -> String {
    let mut text = pattern.to_owned();
    for (name, word) in &signal.words {
        text = text.replace(&format!("{{{name}}}"), word);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str = "
base: -3
trusted: [identity.pass, identity.known]
signals:
  destination.bad: {group: destination, bits: 6, says: x}
  identity.fake: {group: identity, bits: 6, says: '{domain}!'}
  identity.known: {group: identity, bits: -1, says: x}
  identity.pass: {group: identity, bits: -1, says: x}
  intent.money: {group: intent, bits: 9, says: x}
";

    fn word(ids: &[&'static str], harmful: f64, unwanted: f64) -> Word {
        let card = Scorecard::parse(CARD).expect("a scorecard");
        let mut signals = Signals::default();
        for id in ids {
            signals.add(*id, &[("domain", "a.example")]);
        }
        weigh(&signals, Some(Wordings { harmful, unwanted }), &card).word
    }

    #[test]
    fn wording_and_intent_alone_are_never_malicious() {
        for (ids, harmful, unwanted, expected) in [
            (&[][..], 0.0, 0.0, Word::Clean),
            (&[], 99.0, 99.0, Word::Suspicious),
            (&[], 0.0, 99.0, Word::Unwanted),
            (&["intent.money"], 99.0, 99.0, Word::Suspicious),
            (
                &["intent.money", "identity.fake"],
                0.0,
                0.0,
                Word::Malicious,
            ),
            (&["identity.fake"], 3.0, 3.0, Word::Malicious),
            (&["identity.fake"], -99.0, -99.0, Word::Clean),
            (&["destination.bad"], 2.0, 2.0, Word::Malicious),
        ] {
            assert_eq!(word(ids, harmful, unwanted), expected, "{ids:?} {harmful}");
        }
    }

    #[test]
    fn a_known_sender_is_malicious_by_links_or_attachments_only() {
        let known = [
            "identity.pass",
            "identity.known",
            "identity.fake",
            "intent.money",
        ];
        assert_eq!(word(&known, 3.0, 3.0), Word::Suspicious);
        let hijacked = [
            "identity.pass",
            "identity.known",
            "destination.bad",
            "intent.money",
        ];
        assert_eq!(word(&hijacked, 3.0, 3.0), Word::Malicious);
        assert_eq!(word(&known[1..], 3.0, 3.0), Word::Malicious);
    }
}
