//! What the audit of accesses says, in words: content like everything else.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The words of `content/access/words.yaml`. `{…}` in a sentence is filled by the program.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccessWords {
    /// Why a story stands where it stands, by id.
    pub reasons: BTreeMap<String, Said>,
    /// What is kept in a list of its own, by id.
    pub hard_rules: BTreeMap<String, Said>,
    /// What became of an access, by id.
    pub statuses: BTreeMap<String, Said>,
    /// Parts of a story.
    pub story: BTreeMap<String, String>,
    /// What no audit finds.
    pub undetectable: Vec<String>,
    /// The report a patient may ask for.
    pub patient_report: PatientWords,
}

/// What is said of a thing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The sentence.
    pub sentence: String,
    /// What to ask, for a hard rule.
    #[serde(default)]
    pub ask: String,
}

/// Words for patients.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PatientWords {
    /// The heading.
    pub title: String,
    /// What the list holds.
    pub opening: String,
    /// For an access with a reason.
    pub explained: String,
    /// For one with a weak reason.
    pub weak: String,
    /// For one without.
    pub unexplained: String,
    /// For the emergency override.
    pub emergency: String,
    /// For a look at the audit itself.
    pub privacy_office: String,
    /// For an empty list.
    pub nobody: String,
    /// What the list does not hold.
    pub limits: String,
    /// Whom to ask.
    pub closing: String,
}

impl AccessWords {
    /// The sentence of a reason; its id where there is none.
    #[must_use]
    pub fn reason<'a>(&'a self, id: &'a str) -> &'a str {
        self.reasons.get(id).map_or(id, |said| &said.sentence)
    }

    /// A hard rule in words; `None` where there are none.
    #[must_use]
    pub fn hard_rule(&self, id: &str) -> Option<&Said> {
        self.hard_rules.get(id)
    }
}
