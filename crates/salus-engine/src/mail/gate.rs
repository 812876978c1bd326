//! What a mail server is told of a message that it asks about.

use salus_mail::{Beside, Examiner, Verdict, Word};
use salus_sources::Opened;
use salus_sources::gate::{Action, Decision, Keeper, Letter};

use super::Examined;

/// The verdict: `suspicious; probability=0.63`, or `unexamined`.
pub const VERDICT: &str = "X-Salus-Verdict";
/// The ids of what speaks against the message, the weightiest first.
pub const REASONS: &str = "X-Salus-Reasons";

/// Reasons that a header names at most.
const NAMED: usize = 16;

/// From which verdict on a message is kept aside or refused.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policy {
    /// Kept aside by the mail server.
    pub quarantine: Option<Word>,
    /// Refused; this goes first.
    pub reject: Option<Word>,
}

/// Hears what the gate does.
pub trait Told: Send + Sync + 'static {
    /// A message was examined, or could not be.
    fn examined(&self, one: &Examined<'_>);
    /// Something failed.
    fn failed(&self, reason: &str);
    /// The gate is open at this address.
    fn opened(&self, at: &str);
}

/// Examines messages for a mail server.
pub struct Gate<T> {
    /// What examines them.
    pub examiner: Examiner,
    /// What becomes of them.
    pub policy: Policy,
    /// Who hears of it.
    pub told: T,
}

impl<T: Told> Keeper for Gate<T> {
    const HEADERS: &'static [&'static str] = &[REASONS, VERDICT];

    fn decide(&self, letter: &Letter) -> Result<Decision, String> {
        let beside = Beside {
            arrival: letter.arrival.clone(),
            ..Beside::opened_by(&Opened)
        };
        let result = self.examiner.examine(&letter.raw, &beside);
        // A message that cannot be taken apart will not be better next time, so it is let through and marked.
        let decision = match &result {
            Ok(examination) => self.policy.decide(&examination.verdict),
            Err(_) => unexamined(),
        };
        self.tell(letter, result.map_err(|refused| refused.to_string()));
        Ok(decision)
    }

    fn too_large(&self, letter: &Letter) -> Decision {
        let most = salus_record::limits::RECORD_BYTES >> 20;
        self.tell(letter, Err(format!("a message larger than {most} MiB")));
        unexamined()
    }

    fn failed(&self, reason: &str) {
        self.told.failed(reason);
    }

    fn opened(&self, at: &str) {
        self.told.opened(at);
    }
}

impl<T: Told> Gate<T> {
    fn tell(&self, letter: &Letter, result: Result<salus_mail::Examination, String>) {
        self.told.examined(&Examined {
            file: "milter",
            place: letter.queue_id.clone(),
            result,
        });
    }
}

fn unexamined() -> Decision {
    Decision {
        headers: vec![(VERDICT, "unexamined".to_owned())],
        action: Action::Accept,
    }
}

impl Policy {
    fn decide(&self, verdict: &Verdict) -> Decision {
        let reaches = |least: Option<Word>| least.is_some_and(|least| verdict.word >= least);
        let action = if reaches(self.reject) {
            Action::Reject
        } else if reaches(self.quarantine) {
            Action::Quarantine
        } else {
            Action::Accept
        };
        let word = verdict.word.as_str();
        let said = format!("{word}; probability={:.2}", verdict.probability);
        let mut headers = vec![(VERDICT, said)];
        let telling = verdict.reasons.iter().filter(|one| one.weight > 0.0);
        let ids: Vec<_> = telling
            .map(|one| one.id.as_str())
            .filter(|id| is_plain(id))
            .take(NAMED)
            .collect();
        if !ids.is_empty() {
            headers.push((REASONS, ids.join(" ")));
        }
        Decision { headers, action }
    }
}

/// An id of an own scorecard may be any text; a header takes only what cannot break it.
fn is_plain(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    id.len() <= 64 && id.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use salus_mail::Reason;

    use super::*;

    fn verdict(word: Word, probability: f64, reasons: &[(&str, f64)]) -> Verdict {
        let reasons = reasons.iter().map(|(id, weight)| Reason {
            id: (*id).to_owned(),
            weight: *weight,
            text: "words of the message".to_owned(),
            control: None,
            attack: None,
        });
        Verdict {
            word,
            probability,
            harm: probability,
            reasons: reasons.collect(),
        }
    }

    #[test]
    fn the_policy_decides_and_the_headers_name_ids_only() {
        let only_headers = Policy::default();
        let strict = Policy {
            quarantine: Some(Word::Suspicious),
            reject: Some(Word::Malicious),
        };
        let reasons: &[(&str, f64)] = &[
            ("identity.spf_fail", 3.0),
            ("bad\r\nid", 2.0),
            ("identity.proved", -2.0),
            ("link.other", 0.5),
        ];
        let cases = [
            (only_headers, Word::Malicious, Action::Accept),
            (strict, Word::Malicious, Action::Reject),
            (strict, Word::Suspicious, Action::Quarantine),
            (strict, Word::Unwanted, Action::Accept),
            (strict, Word::Clean, Action::Accept),
        ];
        for (policy, word, action) in cases {
            let decided = policy.decide(&verdict(word, 0.627, reasons));
            let said = format!("{}; probability=0.63", word.as_str());
            let ids = "identity.spf_fail link.other".to_owned();
            assert_eq!(decided.action, action, "{word:?}");
            assert_eq!(decided.headers, [(VERDICT, said), (REASONS, ids)]);
        }
        let clean = only_headers.decide(&verdict(Word::Clean, 0.01, &[("identity.proved", -2.0)]));
        assert_eq!(
            clean.headers,
            [(VERDICT, "clean; probability=0.01".to_owned())]
        );
    }
}
