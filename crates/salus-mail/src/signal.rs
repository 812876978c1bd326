//! What the looks at a message found, before it is weighed.

use std::borrow::Cow;

/// One thing found. What it weighs and how it is said stands in the scorecard.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Its name in the scorecard (`identity.dmarc_fail`).
    pub id: Cow<'static, str>,
    /// Words for the sentence (`{domain}`).
    pub words: Vec<(&'static str, String)>,
}

/// Everything found, each signal once.
#[derive(Debug, Clone, Default)]
pub struct Signals {
    found: Vec<Signal>,
}

impl Signals {
    /// Adds a signal; a second one of the same name is the same thing again.
    pub fn add(&mut self, id: impl Into<Cow<'static, str>>, words: &[(&'static str, &str)]) {
        let id = id.into();
        if !self.has(&id) {
            let words = words
                .iter()
                .map(|(name, word)| (*name, (*word).to_owned()))
                .collect();
            self.found.push(Signal { id, words });
        }
    }

    /// Whether a signal was found.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.found.iter().any(|signal| signal.id == id)
    }

    /// The signals in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Signal> {
        self.found.iter()
    }
}
