//! What rules read of a table: columns by name, and texts that keywords are looked for in.

use std::cell::RefCell;
use std::collections::HashSet;

use aho_corasick::packed::{self, Searcher};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use salus_record::{Needs, Search};

use crate::condition::Expr;
use crate::literal;
use crate::matcher::Matcher;
use crate::pattern::{Pattern, fold};

/// Shorter parts of a keyword are in too many texts to keep any out.
const SHORTEST: usize = 3;
/// So many bytes of each text are compared at once.
const AT_ONCE: usize = 4;
/// Letters and signs, the most common first.
const COMMON: &[u8] = b"etaoinsrcldmupfghw.-:ybvkxjzq";
/// Letters beyond ASCII that become ASCII in lower case: the Kelvin sign and the dotted I.
const FOLD_TO_ASCII: [&str; 2] = ["\u{212a}", "\u{130}"];

impl Matcher {
    /// What the rules on `table` read, and `more` columns (lower case).
    pub(crate) fn needs(&self, table: &str, more: impl Iterator<Item = String>) -> Needs {
        let mut asked = Asked::default();
        for unit in self.units(table) {
            asked.of(&unit.expr);
        }
        let mut read: HashSet<String> = more.collect();
        let mut parts: Option<Vec<&str>> = None;
        let mut can_tell = true;
        for field in asked.fields {
            let columns = &self.name(field).columns;
            if columns.is_empty() {
                let parts = parts.get_or_insert_default();
                match self.keyword_parts(field) {
                    Some(more) => parts.extend(more.iter().map(String::as_str)),
                    None => can_tell = false,
                }
                can_tell &= !asked.present.contains(&field);
            }
            for column in columns {
                read.extend(with_above(&column.lower));
            }
        }
        let search = parts.map(|parts| {
            if can_tell {
                search(&parts)
            } else {
                everything()
            }
        });
        Needs::new(read, search)
    }
}

/// A column, and those that may hold its values inside theirs: they have the first parts of its name.
pub(crate) fn with_above(name: &str) -> impl Iterator<Item = String> {
    let ends = name.match_indices('.').map(|(dot, _)| dot);
    ends.chain([name.len()]).map(|end| name[..end].to_owned())
}

/// The fields that conditions ask for.
#[derive(Default)]
struct Asked {
    fields: HashSet<u32>,
    /// Those that are asked for more than their texts.
    present: HashSet<u32>,
}

impl Asked {
    fn of(&mut self, expr: &Expr) {
        match expr {
            Expr::Holds { field, .. } => {
                self.fields.insert(*field);
            }
            Expr::Exists(field) => self.whole(*field),
            Expr::Refers { field, other, .. } => {
                self.whole(*field);
                self.whole(*other);
            }
            Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.of(part));
            }
            Expr::Not(inner) => self.of(inner),
        }
    }

    fn whole(&mut self, field: u32) {
        self.fields.insert(field);
        self.present.insert(field);
    }
}

/// A part of each keyword that stands in JSON as it is; `None` where some keyword has none.
pub(crate) fn parts<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for pattern in patterns {
        let literals = match pattern {
            Pattern::Text { glob, .. } => vec![fold(glob.longest_literal()?)],
            Pattern::Regex(text) => literal::required(text)?,
            _ => return None,
        };
        for literal in literals {
            let plain = |c: char| c.is_ascii() && !c.is_ascii_control() && !"\"\\/".contains(c);
            let longest = literal.split(|c| !plain(c)).max_by_key(|part| part.len());
            all.push(longest.filter(|part| part.len() >= SHORTEST)?.to_owned());
        }
    }
    all.sort_unstable();
    all.dedup();
    Some(all)
}

fn everything() -> Box<Search> {
    Box::new(|_| true)
}

/// Looks for any of these lower-case texts in whatever case.
fn search(parts: &[&str]) -> Box<Search> {
    let alike: Vec<Vec<u8>> = parts
        .iter()
        .map(|part| rarest(part.bytes().map(alike).collect()))
        .collect();
    let packed = packed::Config::new().builder().extend(alike).build();
    if let Some(packed) = packed {
        return Box::new(move |text| has_alike(&packed, text) || folds_to_ascii(text));
    }
    let machine = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(parts);
    match machine {
        Ok(machine) => Box::new(move |text| machine.is_match(text) || folds_to_ascii(text)),
        Err(_) => everything(),
    }
}

/// What is left of a text from its least common letters on: the search compares so many of the first at once, and each
/// place where they stand has to be looked at. Many a tool's command begins with an everyday word, as `event::drop` does.
fn rarest(mut text: Vec<u8>) -> Vec<u8> {
    let commonness = |letters: &[u8]| -> usize { letters.iter().map(|one| common(*one)).sum() };
    let windows = text.windows(AT_ONCE).enumerate();
    let start = windows.min_by_key(|(_, letters)| commonness(letters));
    text.drain(..start.map_or(0, |(start, _)| start));
    text
}

/// How common a letter is in logs, roughly as it is in English.
fn common(byte: u8) -> usize {
    let place = COMMON.iter().position(|one| *one == byte);
    place.map_or(0, |place| COMMON.len() - place)
}

/// Whether there are letters beyond ASCII that are ASCII once they are in lower case.
fn folds_to_ascii(text: &[u8]) -> bool {
    let is_there = |letter: &str| memchr::memmem::find(text, letter.as_bytes()).is_some();
    !text.is_ascii() && FOLD_TO_ASCII.into_iter().any(is_there)
}

/// The same for both cases of a letter, and for few others: `@` is taken for a grave accent.
fn alike(byte: u8) -> u8 {
    byte | 0x20
}

fn has_alike(packed: &Searcher, text: &[u8]) -> bool {
    thread_local! {
        static ALIKE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    ALIKE.with_borrow_mut(|buffer| {
        buffer.clear();
        buffer.extend(text.iter().map(|byte| alike(*byte)));
        packed.find(&buffer).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_common_letters_of_a_text_come_first() {
        let check = |text: &str, expected: &str| {
            let left = rarest(text.bytes().map(alike).collect());
            assert_eq!(String::from_utf8_lossy(&left), expected, "{text}");
        };
        check("event::drop", "::drop");
        check("Mimikatz", "katz");
        check("kiwi legit printer", "wi legit printer");
        check("atk", "atk");
        check("", "");
    }
}
