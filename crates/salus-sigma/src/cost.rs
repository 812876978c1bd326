//! What a rule asks of the matcher, counted from its patterns before any record is seen.

use crate::literal;
use crate::pattern::{Glob, Pattern, Token};

/// What a rule is made of. It is an estimate: what a rule really costs depends on the records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Cost {
    /// Patterns in all, for all tables it looks at.
    pub patterns: usize,
    /// Regular expressions among them.
    pub regexes: usize,
    /// Patterns that no literal selects: they are tried on every distinct value of their field.
    pub without_literal: usize,
    /// Keywords, which are looked for in every column.
    pub keywords: usize,
    /// Comparisons of one field with another, made row by row.
    pub references: usize,
}

impl Cost {
    /// One number to order rules by; a pattern that a literal selects counts 1.
    #[must_use]
    pub fn weight(&self) -> usize {
        let selected = self.patterns.saturating_sub(self.without_literal);
        selected
            + 4 * self.regexes
            + 25 * self.without_literal
            + 20 * self.keywords
            + 50 * self.references
    }

    pub(crate) fn count(&mut self, patterns: &[Pattern]) {
        for pattern in patterns {
            self.patterns += 1;
            match pattern {
                Pattern::Regex(text) => {
                    self.regexes += 1;
                    self.without_literal += usize::from(literal::required(text).is_none());
                }
                Pattern::Text { glob, .. } => {
                    self.without_literal += usize::from(needs_trying(glob));
                }
                _ => {}
            }
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.patterns += other.patterns;
        self.regexes += other.regexes;
        self.without_literal += other.without_literal;
        self.keywords += other.keywords;
        self.references += other.references;
    }
}

/// Whether a text with wildcards has nothing to look for.
fn needs_trying(glob: &Glob) -> bool {
    let is_anything = matches!(glob.tokens(), [] | [Token::Many]);
    !is_anything && glob.longest_literal().is_none()
}
