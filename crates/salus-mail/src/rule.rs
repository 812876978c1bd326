//! Rules over what is known of a message: content, not code, each proved by messages of its own.

mod fact;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::anatomy::Anatomy;
use crate::lists::Lists;
use crate::scorecard::{Group, Score, Scorecard};
use crate::setting::Setting;
use crate::signal::Signals;
use crate::text::Wording;

/// Rules of one organisation.
const RULES: usize = 2_000;
/// Conditions of one rule.
const CONDITIONS: usize = 50;
/// Bytes that one expression may take.
const EXPRESSION_BYTES: usize = 1 << 20;

/// One rule as it stands in its file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    group: Group,
    bits: f64,
    says: String,
    #[serde(default)]
    control: Option<String>,
    #[serde(default)]
    attack: Option<String>,
    /// Each must hold.
    #[serde(default)]
    all: Vec<Line>,
    /// One must hold, if there is any.
    #[serde(default)]
    any: Vec<Line>,
    /// None may hold.
    #[serde(default)]
    not: Vec<Line>,
    /// Messages that it must fire on.
    fires: Vec<String>,
    /// Messages that are most like them and that it must leave alone.
    quiet: Vec<String>,
}

/// One simple condition: a signal that was found, or a fact that is one of some words or matches an expression.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    signal: Option<String>,
    #[serde(default)]
    fact: Option<String>,
    #[serde(default)]
    is: Vec<String>,
    #[serde(default)]
    matches: Option<String>,
}

/// One rule, ready to be asked.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its signal: `rule.` and its name.
    pub id: String,
    /// Messages that it must fire on.
    pub fires: Vec<String>,
    /// Messages that it must leave alone.
    pub quiet: Vec<String>,
    score: Score,
    all: Vec<Condition>,
    any: Vec<Condition>,
    not: Vec<Condition>,
}

#[derive(Debug, Clone)]
enum Condition {
    Signal(String),
    Is(fact::Fact, Vec<String>),
    Matches(fact::Fact, Regex),
}

/// The rules, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    rules: Vec<Rule>,
}

impl Rule {
    /// Reads a file below `content/mail/rules/`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = yaml_serde::from_str(text).map_err(|error| error.to_string())?;
        let is_name =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if file.id.is_empty() || !file.id.chars().all(is_name) {
            return Err("`id` may hold small letters, digits and `_`".to_owned());
        }
        if file.all.is_empty() && file.any.is_empty() {
            return Err("a rule needs `all` or `any`".to_owned());
        }
        if file.fires.is_empty() || file.quiet.is_empty() {
            return Err("a rule needs messages under `fires` and `quiet`".to_owned());
        }
        if file.all.len() + file.any.len() + file.not.len() > CONDITIONS {
            return Err(format!("more than {CONDITIONS} conditions"));
        }
        let conditions = |lines: &[Line]| {
            lines
                .iter()
                .map(Condition::of)
                .collect::<Result<Vec<_>, String>>()
        };
        Ok(Self {
            all: conditions(&file.all)?,
            any: conditions(&file.any)?,
            not: conditions(&file.not)?,
            id: format!("rule.{}", file.id),
            fires: file.fires,
            quiet: file.quiet,
            score: Score {
                group: file.group,
                bits: file.bits,
                flag: None,
                says: file.says,
                control: file.control,
                attack: file.attack,
            },
        })
    }

    fn fires(&self, message: &fact::Message<'_>, signals: &Signals) -> bool {
        let holds = |condition: &Condition| condition.holds(message, signals);
        self.all.iter().all(holds)
            && (self.any.is_empty() || self.any.iter().any(holds))
            && !self.not.iter().any(holds)
    }
}

impl Condition {
    fn of(line: &Line) -> Result<Self, String> {
        if let Some(signal) = &line.signal {
            let is_alone = line.fact.is_none() && line.is.is_empty() && line.matches.is_none();
            return is_alone
                .then(|| Self::Signal(signal.clone()))
                .ok_or_else(|| "`signal` stands alone".to_owned());
        }
        let name = line
            .fact
            .as_deref()
            .ok_or("a condition needs `signal` or `fact`")?;
        let fact = fact::Fact::named(name).ok_or_else(|| format!("there is no fact `{name}`"))?;
        match (&line.matches, line.is.is_empty()) {
            (Some(pattern), true) => {
                let mut builder = RegexBuilder::new(pattern);
                builder.case_insensitive(true).size_limit(EXPRESSION_BYTES);
                Ok(Self::Matches(
                    fact,
                    builder.build().map_err(|error| error.to_string())?,
                ))
            }
            (None, false) => Ok(Self::Is(fact, line.is.clone())),
            _ => Err(format!("`{name}` needs either `is` or `matches`")),
        }
    }

    fn holds(&self, message: &fact::Message<'_>, signals: &Signals) -> bool {
        match self {
            Self::Signal(id) => signals.has(id),
            Self::Is(fact, words) => {
                fact.any(message, &mut |value| words.iter().any(|word| word == value))
            }
            Self::Matches(fact, pattern) => fact.any(message, &mut |value| pattern.is_match(value)),
        }
    }
}

impl Rules {
    /// The rules, each name once.
    ///
    /// # Errors
    /// Too many rules, or two of one name.
    pub fn new(mut rules: Vec<Rule>) -> Result<Self, String> {
        if rules.len() > RULES {
            return Err(format!("more than {RULES} rules"));
        }
        rules.sort_by(|one, other| one.id.cmp(&other.id));
        match rules.windows(2).find(|pair| pair[0].id == pair[1].id) {
            Some(pair) => Err(format!("two rules are called `{}`", pair[0].id)),
            None => Ok(Self { rules }),
        }
    }

    /// Puts the lines of the rules into a scorecard; lines that stand there already stay.
    pub(crate) fn enter(&self, scorecard: &mut Scorecard) {
        for rule in &self.rules {
            scorecard
                .signals
                .entry(rule.id.clone())
                .or_insert_with(|| rule.score.clone());
        }
    }

    /// Asks every rule. A rule sees the signals found before, not those of other rules.
    pub(crate) fn look(
        &self,
        anatomy: &Anatomy,
        wording: &Wording,
        (setting, lists): (&Setting, &Lists),
        signals: &mut Signals,
    ) {
        if self.rules.is_empty() {
            return;
        }
        let words = wording.whole();
        let message = fact::Message {
            anatomy,
            words: &words,
            setting,
            lists,
        };
        let fired: Vec<String> = self
            .rules
            .iter()
            .filter(|rule| rule.fires(&message, signals))
            .map(|rule| rule.id.clone())
            .collect();
        for id in fired {
            signals.add(id, &[]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_is_wrong_says_why() {
        let rest = "group: intent\nbits: 1\nsays: x\nfires: [a]\nquiet: [b]\n";
        for (head, reason) in [
            ("id: Ab\nall: [{signal: a}]\n", "small letters"),
            ("id: a\n", "needs `all` or `any`"),
            (
                "id: a\nall: [{fact: nothing, is: [x]}]\n",
                "no fact `nothing`",
            ),
            (
                "id: a\nall: [{fact: subject}]\n",
                "either `is` or `matches`",
            ),
            ("id: a\nall: [{signal: a, fact: subject}]\n", "stands alone"),
            ("id: a\nall: [{}]\n", "needs `signal` or `fact`"),
            ("id: a\nall: [{fact: subject, matches: '('}]\n", "unclosed"),
        ] {
            let wrong = Rule::parse(&format!("{head}{rest}")).expect_err(head);
            assert!(wrong.contains(reason), "{head}: {wrong}");
        }
        let rule = Rule::parse(&format!("id: a\nall: [{{signal: a}}]\n{rest}")).expect("a rule");
        assert!(Rules::new(vec![rule.clone(), rule]).is_err());
    }
}
