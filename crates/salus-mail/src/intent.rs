//! What a message wants, by phrases in several languages; the phrases are content, not code.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

use crate::scorecard::{Group, Score, Scorecard};
use crate::signal::Signals;
use crate::text::Wording;
use phrases::Phrases;

/// Words of the body in which wishes are looked for: who wants something says so soon, and a long newsletter says by
/// chance what a short letter means.
const WORDS: usize = 200;

mod phrases;

/// One thing that a message may want.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    bits: f64,
    says: String,
    #[serde(default)]
    control: Option<String>,
    #[serde(default)]
    attack: Option<String>,
    /// It counts only where a telephone number is written.
    #[serde(default)]
    needs_phone: bool,
    /// Phrases by language. `(a|b)` is a choice, `*` up to three words, `~` at the end of a word any ending.
    phrases: BTreeMap<String, Vec<String>>,
}

/// `content/mail/intent.yaml`, ready to look.
#[derive(Debug, Clone)]
pub struct Intents {
    ids: Vec<String>,
    wishes: Vec<Wish>,
    phrases: Phrases,
    phone: Regex,
}

impl Default for Intents {
    fn default() -> Self {
        Self::of(BTreeMap::new()).expect("no phrase is wrong where there is none")
    }
}

impl Intents {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::of(yaml_serde::from_str(text).map_err(|error| error.to_string())?)
    }

    fn of(wishes: BTreeMap<String, Wish>) -> Result<Self, String> {
        let mut phrases = Phrases::default();
        for (number, (id, wish)) in (0..).zip(&wishes) {
            let mut all = wish.phrases.values().flatten().peekable();
            let is_empty = all.peek().is_none();
            if is_empty || !all.all(|phrase| phrases.add(phrase, number)) {
                return Err(format!("`{id}` has an empty phrase or choice, or too many"));
            }
        }
        phrases.settle();
        let phone = Regex::new(r"\+?\(?[0-9][0-9 ().\u{a0}\-]{8,18}[0-9]")
            .map_err(|error| error.to_string())?;
        let (ids, wishes) = wishes
            .into_iter()
            .map(|(id, wish)| (format!("intent.{id}"), wish))
            .unzip();
        Ok(Self {
            ids,
            wishes,
            phrases,
            phone,
        })
    }

    /// Puts the lines of the phrases into a scorecard; lines that stand there already stay.
    pub(crate) fn enter(&self, scorecard: &mut Scorecard) {
        for (id, wish) in self.ids.iter().zip(&self.wishes) {
            scorecard
                .signals
                .entry(id.clone())
                .or_insert_with(|| Score {
                    group: Group::Intent,
                    bits: wish.bits,
                    flag: None,
                    says: wish.says.clone(),
                    control: wish.control.clone(),
                    attack: wish.attack.clone(),
                });
        }
    }

    /// Looks at what is new in a message; `text` is the text as it stands.
    pub(crate) fn look(&self, wording: &Wording, text: &str, signals: &mut Signals) {
        let mut found = vec![false; self.ids.len()];
        self.phrases.mark(&wording.beginning(WORDS), &mut found);
        for ((id, wish), is_met) in self.ids.iter().zip(&self.wishes).zip(found) {
            if is_met && (!wish.needs_phone || self.has_phone(text)) {
                signals.add(id.clone(), &[]);
            }
        }
    }

    fn has_phone(&self, text: &str) -> bool {
        self.phone.find_iter(text).take(50).any(|found| {
            let digits = found.as_str().bytes().filter(u8::is_ascii_digit).count();
            (10..=13).contains(&digits)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anatomy::Anatomy;

    fn found(yaml: &str, text: &str) -> Vec<String> {
        let intents = Intents::parse(yaml).expect("the phrases are right");
        let anatomy = Anatomy {
            text: text.to_owned(),
            ..Anatomy::default()
        };
        let mut signals = Signals::default();
        intents.look(&Wording::of(&anatomy), text, &mut signals);
        signals.iter().map(|one| one.id.to_string()).collect()
    }

    #[test]
    fn phrases_are_met_in_new_text_only() {
        let yaml = "lure:\n  bits: 1\n  says: x\n  phrases:\n    en: ['(verify|confirm) your * (account|mail box)', 'pass~ expired']\n    zh: ['验证账户']\n";
        for (text, is_met) in [
            ("Please verify your account", true),
            ("CONFIRM your old and tired Mail box!", true),
            ("confirm your a b c d account", false),
            ("verify yours account", false),
            ("Your password expired.", true),
            ("Your pa\u{455}sword expired.", true),
            ("请验证账户吧", true),
            (
                "I got this one, what shall I do with it now?\n> verify your account",
                false,
            ),
        ] {
            assert_eq!(!found(yaml, text).is_empty(), is_met, "{text}");
        }
    }

    #[test]
    fn wishes_are_looked_for_where_they_are_said() {
        let yaml = "lure:\n  bits: 1\n  says: x\n  phrases:\n    en: ['your account is closed']\n";
        for (words, is_met) in [(0, true), (196, true), (197, false), (5_000, false)] {
            let text = format!("{}your account is closed", "word ".repeat(words));
            assert_eq!(!found(yaml, &text).is_empty(), is_met, "{words}");
        }
    }

    #[test]
    fn a_call_needs_a_number() {
        let yaml = "callback:\n  bits: 1\n  says: x\n  needs_phone: true\n  phrases:\n    en: ['call us']\n";
        assert!(found(yaml, "Call us at +1 (888) 555-0142 today").len() == 1);
        assert!(found(yaml, "Call us any time").is_empty());
    }

    #[test]
    fn a_file_that_is_wrong_is_refused() {
        for yaml in [
            "a: 1",
            "a: {bits: 1, says: x, phrases: {en: ['']}}",
            "a: {bits: 1, says: x, phrases: {}}",
        ] {
            assert!(Intents::parse(yaml).is_err(), "{yaml}");
        }
    }
}
