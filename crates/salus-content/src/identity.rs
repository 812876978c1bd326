//! Identities: by which names rows of several sources are one person or one device.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{Library, Problem};

/// How the rows about one kind of thing are recognised, as in `content/identity/<kind>.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityRules {
    /// `person` or `device`.
    pub kind: String,
    /// Keys of which one thing has one value: two values are two things.
    pub exclusive: Vec<String>,
    /// Which key names an identity, the first that it has.
    pub strongest: Vec<String>,
    /// Keys that are listed and join nothing, because they change hands.
    #[serde(default)]
    pub held: Vec<String>,
    /// By which keys sightings are joined, the surest first.
    pub rules: Vec<IdentityRule>,
    /// One SELECT over facts whose rows are sightings.
    pub sightings: String,
    /// Sightings, and which of them are one.
    pub examples: Vec<IdentityExample>,
}

/// Sightings with the same value of a key are one, this sure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityRule {
    /// The key.
    pub key: String,
    /// How sure, above 0, at most 1.
    pub confidence: f64,
    /// The rule in words.
    pub because: String,
}

/// One worked example.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityExample {
    /// Why this example is here.
    #[serde(default)]
    pub note: String,
    /// Rows as the SELECT would give them.
    pub sightings: Vec<Map<String, Value>>,
    /// Numbers of sightings, from 1, that are one.
    pub identities: Vec<Vec<usize>>,
}

/// What the organisation knows better, from `identity/corrections.yaml` of its content folder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// Never one, whatever they share.
    #[serde(default)]
    pub apart: Vec<Correction>,
    /// One, though nothing joins them.
    #[serde(default)]
    pub same: Vec<Correction>,
}

/// Two names, each as `key:value`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// `person` or `device`.
    pub kind: String,
    /// One name.
    pub one: String,
    /// The other.
    pub other: String,
    /// Why, for those who read it later.
    pub why: String,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub struct Identities {
    /// The rules of each kind, by path order.
    pub kinds: Vec<(String, IdentityRules)>,
    /// The organisation's corrections.
    pub corrections: Corrections,
}

const CORRECTIONS: &str = "identity/corrections.yaml";

impl Identities {
    pub(crate) fn load(library: &Library, problems: &mut Vec<Problem>) -> Self {
        let mut all = Self::default();
        for (path, text) in library.under("identity/") {
            let read = if path == CORRECTIONS {
                crate::yaml::<Corrections>(text)
                    .and_then(|read| read.checked())
                    .map(|read| all.corrections = read)
            } else {
                crate::yaml::<IdentityRules>(text)
                    .and_then(IdentityRules::checked)
                    .map(|read| all.kinds.push((path.to_owned(), read)))
            };
            if let Err(reason) = read {
                problems.push(Problem {
                    path: path.to_owned(),
                    reason,
                });
            }
        }
        all
    }
}

impl IdentityRules {
    fn checked(self) -> Result<Self, String> {
        for rule in &self.rules {
            if !(rule.confidence > 0.0 && rule.confidence <= 1.0) {
                return Err(format!(
                    "confidence of `{}` is not between 0 and 1",
                    rule.key
                ));
            }
            if self.held.contains(&rule.key) {
                return Err(format!("`{}` is held and cannot join", rule.key));
            }
        }
        let falls = |pair: &[IdentityRule]| pair[0].confidence >= pair[1].confidence;
        if !self.rules.windows(2).all(falls) {
            return Err("rules must stand with the surest first".into());
        }
        Ok(self)
    }
}

impl Corrections {
    fn checked(self) -> Result<Self, String> {
        let names = self.apart.iter().chain(&self.same);
        for name in names.flat_map(|one| [&one.one, &one.other]) {
            if !name.contains(':') {
                return Err(format!(
                    "`{name}` is no name; help: write `key:value`, such as `user_name:jsmith`"
                ));
            }
        }
        Ok(self)
    }
}

/// A name of a correction as key and value.
#[must_use]
pub fn key_value(name: &str) -> (&str, &str) {
    let (key, value) = name.split_once(':').unwrap_or((name, ""));
    (key.trim(), value.trim())
}
