//! What values were found to fit, kept from batch to batch: logs say the same things again and again.
//!
//! Each thread remembers for itself, for the rule set it used last, within fixed limits. A field whose values
//! hardly ever come again is left alone for a while.

use std::cell::RefCell;
use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

/// Longer values are not remembered (bytes).
const VALUE: usize = 512;
/// Bytes of values of one field, and of all fields, before they are forgotten.
const FIELD_BYTES: usize = 1 << 20;
const ALL_BYTES: usize = 16 << 20;
/// After so many values it is looked at whether remembering is of any use.
const TRIAL: u32 = 2_048;
/// So many values pass before it is tried again.
const PAUSE: u32 = 65_536;

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

#[derive(Default)]
struct Kept {
    /// The matcher that all of it is about.
    matcher: u64,
    fields: HashMap<u32, Memory>,
    bytes: usize,
}

/// A value that was tried.
struct Known {
    hash: u64,
    text: (u32, u32),
    predicates: (u32, u32),
}

/// What is remembered of one field.
#[derive(Default)]
pub(crate) struct Memory {
    known: HashTable<Known>,
    texts: String,
    predicates: Vec<u32>,
    hasher: DefaultHashBuilder,
    asked: u32,
    found: u32,
    pause: u32,
}

impl Memory {
    /// What this thread remembers of a field of a matcher.
    pub(crate) fn take(matcher: u64, field: u32) -> Self {
        KEPT.with_borrow_mut(|kept| {
            if kept.matcher != matcher || kept.bytes > ALL_BYTES {
                *kept = Kept {
                    matcher,
                    ..Kept::default()
                };
            }
            let memory = kept.fields.remove(&field).unwrap_or_default();
            kept.bytes -= memory.texts.len();
            memory
        })
    }

    /// Remembers it until the field is asked for again.
    pub(crate) fn put_back(self, matcher: u64, field: u32) {
        KEPT.with_borrow_mut(|kept| {
            if kept.matcher == matcher {
                kept.bytes += self.texts.len();
                kept.fields.insert(field, self);
            }
        });
    }

    /// The predicates that a value makes true, if it is remembered.
    pub(crate) fn recall(&mut self, value: &str) -> Option<&[u32]> {
        if self.pause > 0 {
            self.pause -= 1;
            return None;
        }
        if value.len() > VALUE {
            return None;
        }
        self.asked += 1;
        if self.asked == TRIAL {
            if self.found < TRIAL / 4 {
                *self = Self {
                    pause: PAUSE,
                    ..Self::default()
                };
                return None;
            }
            (self.asked, self.found) = (0, 0);
        }
        let hash = self.hasher.hash_one(value.as_bytes());
        let texts = &self.texts;
        let is_it = |known: &Known| known.hash == hash && part(texts, known.text) == value;
        let known = self.known.find(hash, is_it)?;
        self.found += 1;
        let (start, end) = known.predicates;
        Some(&self.predicates[start as usize..end as usize])
    }

    /// Remembers what a value makes true, which was not remembered.
    pub(crate) fn keep(&mut self, value: &str, predicates: &[u32]) {
        if self.pause > 0 || value.len() > VALUE {
            return;
        }
        if self.texts.len() + value.len() > FIELD_BYTES || self.predicates.len() > FIELD_BYTES / 4 {
            self.known.clear();
            self.texts.clear();
            self.predicates.clear();
        }
        let hash = self.hasher.hash_one(value.as_bytes());
        let start = (self.texts.len(), self.predicates.len());
        self.texts.push_str(value);
        self.predicates.extend_from_slice(predicates);
        let span = |start: usize, end: usize| (start as u32, end as u32);
        let known = Known {
            hash,
            text: span(start.0, self.texts.len()),
            predicates: span(start.1, self.predicates.len()),
        };
        self.known.insert_unique(hash, known, |known| known.hash);
    }
}

fn part(texts: &str, (start, end): (u32, u32)) -> &str {
    &texts[start as usize..end as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_remembered_for_their_matcher_and_field() {
        let check = |matcher, field, value: &str, expected: Option<&[u32]>| {
            let mut memory = Memory::take(matcher, field);
            assert_eq!(memory.recall(value), expected, "{matcher} {field} {value}");
            memory.put_back(matcher, field);
        };
        for (value, predicates) in [("a", &[1, 2][..]), ("", &[]), ("ab", &[7])] {
            let mut memory = Memory::take(1, 5);
            memory.keep(value, predicates);
            memory.put_back(1, 5);
        }
        check(1, 5, "a", Some(&[1, 2]));
        check(1, 5, "", Some(&[]));
        check(1, 5, "ab", Some(&[7]));
        check(1, 5, "b", None);
        check(1, 6, "a", None);
        check(2, 5, "a", None);
        check(1, 5, "a", None);
    }

    #[test]
    fn memory_is_bounded_and_pauses_where_nothing_comes_again() {
        let mut memory = Memory::default();
        let mut recalled = 0;
        for number in 0..200_000_u32 {
            let value = format!("value {number} {}", "x".repeat(20));
            recalled += u32::from(memory.recall(&value).is_some());
            memory.keep(&value, &[number]);
            assert!(memory.texts.len() <= FIELD_BYTES);
        }
        assert_eq!(recalled, 0);
        assert!(memory.pause > 0 || memory.asked < TRIAL);
        let mut memory = Memory::default();
        for number in 0..200_000_u32 {
            let value = format!("value {}", number % 20_000);
            if let Some(known) = memory.recall(&value) {
                assert_eq!(known, &[number % 20_000]);
                recalled += 1;
            } else {
                memory.keep(&value, &[number % 20_000]);
            }
        }
        assert!(recalled < 200_000 && memory.texts.len() <= FIELD_BYTES);
        memory.keep(&"long".repeat(VALUE), &[1]);
        assert_eq!(memory.recall(&"long".repeat(VALUE)), None);
    }
}
