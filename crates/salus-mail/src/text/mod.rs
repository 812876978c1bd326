//! How a message is worded: its new text in a plain form, told from what it quotes.

mod answer;
mod fold;
mod grams;

use crate::anatomy::Anatomy;

pub(crate) use fold::plain;
pub(crate) use grams::{BUCKETS, grams, shingles};

/// Words of a body that are looked at.
const WORDS: usize = 3_000;
/// A message with fewer new words than this is read with what it quotes.
const FEW: usize = 8;

/// Subject and body in lower case, accents and disguises taken off; addresses are `urlmark` and `mailmark`, numbers `0`.
/// Words stand between single blanks, with one before the first and one behind the last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wording {
    pub(crate) subject: String,
    pub(crate) body: String,
    /// Words of the body.
    pub(crate) words: usize,
    /// Words in two alphabets at once, or in letters that only look like letters.
    pub(crate) disguised: usize,
}

impl Wording {
    /// The wording of a message.
    pub(crate) fn of(anatomy: &Anatomy) -> Self {
        let subject = plain(&anatomy.subject, WORDS);
        let (new, _) = answer::split(&anatomy.text);
        let mut body = plain(&new, WORDS);
        if body.words < FEW {
            body = plain(&anatomy.text, WORDS);
        }
        Self {
            subject: subject.text,
            body: body.text,
            words: body.words,
            disguised: subject.disguised + body.disguised,
        }
    }

    /// Subject and body as one text.
    pub(crate) fn whole(&self) -> String {
        format!("{}{}", self.subject, self.body)
    }

    /// The same with the first words of the body only.
    pub(crate) fn beginning(&self, words: usize) -> String {
        // A blank stands before the first word and behind each.
        let end = self.body.match_indices(' ').nth(words);
        let body = end.map_or(&*self.body, |(at, _)| &self.body[..=at]);
        format!("{}{body}", self.subject)
    }
}
