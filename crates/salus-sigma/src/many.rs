//! Many literals looked for at once: anywhere in a text, at its start, or at its end.
//!
//! Literals for the start or the end go into automata of their own that follow a text only as far as
//! some literal does, which is a few letters. Where few literals may stand anywhere, a vectorised
//! search (Teddy) first tells whether any is there at all; nearly always none is.

use aho_corasick::automaton::{Automaton as _, StateID};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::packed::{self, Searcher};
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, MatchKind};
use hashbrown::HashMap;

/// Where a literal has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum At {
    Anywhere,
    Start,
    End,
}

/// Literals while they are gathered; each has a number.
#[derive(Default)]
pub(crate) struct Gathered {
    numbers: HashMap<(At, String), usize>,
}

impl Gathered {
    /// The number of a literal at a place; the same one gets the same number.
    pub(crate) fn number(&mut self, at: At, literal: String) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry((at, literal)).or_insert(next)
    }

    pub(crate) fn compile(self) -> Literals {
        let mut all: Vec<((At, String), usize)> = self.numbers.into_iter().collect();
        all.sort_by_key(|(_, number)| *number);
        let of = |wanted: At| {
            let those = all.iter().filter(move |((at, _), _)| *at == wanted);
            those.map(|((_, literal), number)| (literal.as_bytes(), *number))
        };
        let backwards: Vec<(Vec<u8>, usize)> = of(At::End)
            .map(|(literal, number)| (literal.iter().rev().copied().collect(), number))
            .collect();
        let backwards = backwards
            .iter()
            .map(|(bytes, number)| (&bytes[..], *number));
        Literals {
            sieve: sieve(of(At::Anywhere).map(|(literal, _)| literal)),
            anywhere: searcher(of(At::Anywhere)),
            start: Walk::new(of(At::Start)),
            end: Walk::new(backwards),
        }
    }
}

/// Compiled literals.
#[derive(Default)]
pub(crate) struct Literals {
    /// Finds whether any of those for anywhere is there.
    sieve: Option<Searcher>,
    /// With the numbers of its literals.
    anywhere: Option<(AhoCorasick, Vec<usize>)>,
    start: Option<Walk>,
    /// Over literals and texts from behind.
    end: Option<Walk>,
}

impl Literals {
    /// Calls `found` with the number of each literal that is in its place, some more than once.
    pub(crate) fn each(&self, text: &str, found: &mut dyn FnMut(usize)) {
        let bytes = text.as_bytes();
        if let Some((machine, numbers)) = &self.anywhere
            && self
                .sieve
                .as_ref()
                .is_none_or(|sieve| sieve.find(bytes).is_some())
        {
            for hit in machine.find_overlapping_iter(bytes) {
                found(numbers[hit.pattern().as_usize()]);
            }
        }
        if let Some(walk) = &self.start {
            walk.each(bytes.iter(), found);
        }
        if let Some(walk) = &self.end {
            walk.each(bytes.iter().rev(), found);
        }
    }
}

/// A table-driven automaton where it stays small, a compact one for the largest fields.
fn searcher<'l>(
    literals: impl Iterator<Item = (&'l [u8], usize)>,
) -> Option<(AhoCorasick, Vec<usize>)> {
    /// Literal bytes up to which the table-driven automaton is built.
    const TABLE: usize = 64 << 10;
    let (literals, numbers): (Vec<&[u8]>, Vec<usize>) = literals.unzip();
    let bytes: usize = literals.iter().map(|literal| literal.len()).sum();
    let kind = if bytes <= TABLE {
        AhoCorasickKind::DFA
    } else {
        AhoCorasickKind::ContiguousNFA
    };
    let builder = || {
        AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(kind))
            .build(&literals)
            .expect("rule files are limited, so the automaton's limits are never met")
    };
    (!literals.is_empty()).then(|| (builder(), numbers))
}

/// Literals that a text begins with, found by following it letter by letter.
struct Walk {
    machine: NFA,
    numbers: Vec<usize>,
}

impl Walk {
    fn new<'l>(literals: impl Iterator<Item = (&'l [u8], usize)>) -> Option<Self> {
        let (literals, numbers): (Vec<&[u8]>, Vec<usize>) = literals.unzip();
        (!literals.is_empty()).then(|| Self {
            machine: NFA::new(&literals)
                .expect("rule files are limited, so the automaton's limits are never met"),
            numbers,
        })
    }

    fn each<'b>(&self, text: impl Iterator<Item = &'b u8>, found: &mut dyn FnMut(usize)) {
        let machine = &self.machine;
        let Ok(mut state) = machine.start_state(Anchored::Yes) else {
            return;
        };
        self.tell(state, 0, found);
        for (at, byte) in text.enumerate() {
            state = machine.next_state(Anchored::Yes, state, *byte);
            if machine.is_dead(state) {
                return;
            }
            self.tell(state, at + 1, found);
        }
    }

    /// The literals that end here and are as long as the way so far; shorter ones began later.
    fn tell(&self, state: StateID, walked: usize, found: &mut dyn FnMut(usize)) {
        if !self.machine.is_match(state) {
            return;
        }
        for index in 0..self.machine.match_len(state) {
            let pattern = self.machine.match_pattern(state, index);
            if self.machine.pattern_len(pattern) == walked {
                found(self.numbers[pattern.as_usize()]);
            }
        }
    }
}

/// A vectorised search for any of the literals; `None` where there are too many or too short ones.
fn sieve<'l>(literals: impl Iterator<Item = &'l [u8]>) -> Option<Searcher> {
    /// Shorter literals are in too many texts to keep any out.
    const SHORTEST: usize = 3;
    let literals: Vec<&[u8]> = literals.collect();
    let is_useful = literals.iter().all(|literal| literal.len() >= SHORTEST);
    let builder = || packed::Config::new().builder().extend(&literals).build();
    is_useful.then(builder).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLACES: [At; 3] = [At::Anywhere, At::Start, At::End];

    fn check(literals: &[(At, String)], text: &str) {
        let mut gathered = Gathered::default();
        let numbers: Vec<usize> = literals
            .iter()
            .map(|(at, literal)| gathered.number(*at, literal.clone()))
            .collect();
        let mut found = Vec::new();
        gathered
            .compile()
            .each(text, &mut |number| found.push(number));
        for ((at, literal), number) in literals.iter().zip(numbers) {
            let is_there = match at {
                At::Anywhere => text.contains(literal),
                At::Start => text.starts_with(literal),
                At::End => text.ends_with(literal),
            };
            assert_eq!(
                found.contains(&number),
                is_there,
                "{at:?} {literal} in {text}"
            );
        }
    }

    #[test]
    fn a_literal_is_found_in_its_place_only() {
        let all: Vec<(At, String)> = ["abc", "bc", "c", "bcd", "é", "abcd", ""]
            .iter()
            .flat_map(|literal| PLACES.map(|at| (at, (*literal).to_owned())))
            .collect();
        for text in ["abcd", "abc", "xabc", "bcx", "", "c", "dé", "abcabcd"] {
            check(&all, text);
        }
        check(&[(At::End, "long enough".to_owned())], "gh");
        check(&[], "text");
    }

    proptest! {
        #[test]
        fn as_the_obvious_search_finds_them(
            literals in prop::collection::vec((0..3_usize, "[ab]{0,5}|[a-c]{3,6}"), 0..40),
            text in "[a-c]{0,30}",
        ) {
            let literals: Vec<(At, String)> = literals
                .into_iter()
                .map(|(at, literal)| (PLACES[at], literal))
                .collect();
            check(&literals, &text);
        }
    }
}
