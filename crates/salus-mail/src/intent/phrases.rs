//! Phrases over whole words, all looked for at once.
//!
//! Each word of a phrase is a position that knows which may come behind it (V. M. Glushkov, "The abstract theory of
//! automata", 1961). An automaton over letters does the same and fills tens of megabytes with its states.

use std::collections::HashMap;

use crate::text::plain;

/// Positions of one file, and steps from one to another.
const POSITIONS: usize = 1 << 18;
const STEPS: usize = 1 << 21;
/// Choices inside choices.
const DEPTH: usize = 8;
/// Words that a gap may stand for.
const GAP: usize = 3;

/// Phrases of several wishes, by the wish's number.
#[derive(Debug, Clone, Default)]
pub(super) struct Phrases {
    /// Whole words by their number.
    words: HashMap<Box<str>, u32>,
    /// Beginnings of words (`pass~`), sorted, and their numbers.
    beginnings: Vec<Beginning>,
    numbers: HashMap<Box<str>, u32>,
    positions: Vec<Position>,
    /// Positions that a phrase may begin with, by what stands there.
    starts: HashMap<Item, Vec<u32>>,
    steps: usize,
}

#[derive(Debug, Clone)]
struct Beginning {
    text: Box<str>,
    number: u32,
    /// The longest other one that it begins with.
    shorter: Option<u32>,
}

#[derive(Debug, Clone)]
struct Position {
    item: Item,
    wish: u32,
    /// A phrase may end here.
    is_last: bool,
    next: Vec<u32>,
}

/// What may stand at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Item {
    Word(u32),
    Beginning(u32),
    Any,
}

/// A part of a phrase.
#[derive(Default)]
struct Part {
    first: Vec<u32>,
    last: Vec<u32>,
    /// It may be left out.
    is_optional: bool,
}

impl Phrases {
    /// Adds a phrase of a wish; `false` where it, or a choice in it, is empty or too much.
    pub(super) fn add(&mut self, phrase: &str, wish: u32) -> bool {
        // A gap at the end of a phrase says nothing.
        let phrase = phrase.trim_end_matches([' ', '*']);
        let mut rest = phrase;
        let Some(part) = self.sequence(&mut rest, wish, DEPTH) else {
            return false;
        };
        if !rest.is_empty() || part.is_optional {
            return false;
        }
        for last in part.last {
            self.positions[last as usize].is_last = true;
        }
        for first in part.first {
            let item = self.positions[first as usize].item;
            self.starts.entry(item).or_default().push(first);
        }
        self.positions.len() <= POSITIONS && self.steps <= STEPS
    }

    /// To be called when all phrases are there.
    pub(super) fn settle(&mut self) {
        self.beginnings
            .sort_by(|one, other| one.text.cmp(&other.text));
        let mut above: Vec<usize> = Vec::new();
        for at in 0..self.beginnings.len() {
            let begins_with = |shorter: &usize| {
                let shorter = &self.beginnings[*shorter].text;
                self.beginnings[at].text.starts_with(&**shorter)
            };
            while above.last().is_some_and(|last| !begins_with(last)) {
                above.pop();
            }
            let shorter = above.last().and_then(|last| u32::try_from(*last).ok());
            self.beginnings[at].shorter = shorter;
            above.push(at);
        }
    }

    /// Marks the wishes of which a phrase stands in the text. Words stand between single blanks; no phrase goes over two.
    pub(super) fn mark(&self, text: &str, found: &mut [bool]) {
        let mut seen = vec![0_u32; self.positions.len()];
        let (mut active, mut next) = (Vec::new(), Vec::new());
        let mut items = Vec::new();
        for (stamp, word) in (1_u32..).zip(text.split(' ')) {
            if word.is_empty() {
                active.clear();
                continue;
            }
            self.items(word, &mut items);
            next.clear();
            for at in self.reached(&active, &items) {
                if std::mem::replace(&mut seen[at as usize], stamp) == stamp {
                    continue;
                }
                next.push(at);
                let position = &self.positions[at as usize];
                let ended = found.get_mut(position.wish as usize);
                if let Some(ended) = ended.filter(|_| position.is_last) {
                    *ended = true;
                }
            }
            std::mem::swap(&mut active, &mut next);
        }
    }

    /// Positions at which a word may stand that is all this, where the word before stood at one of `active`.
    fn reached<'p>(&'p self, active: &'p [u32], items: &'p [Item]) -> impl Iterator<Item = u32> {
        let starts = items.iter().filter_map(|item| self.starts.get(item));
        let behind = active.iter().map(|at| &self.positions[*at as usize].next);
        let fits = |at: &&u32| items.contains(&self.positions[**at as usize].item);
        let fitting = behind.flatten().filter(fits);
        starts.flatten().chain(fitting).copied()
    }

    /// All that a word is: itself, its beginnings, any word.
    fn items(&self, word: &str, items: &mut Vec<Item>) {
        items.clear();
        items.push(Item::Any);
        items.extend(self.words.get(word).map(|number| Item::Word(*number)));
        // Whatever stands between a beginning of the word and the word begins alike.
        let before = self.beginnings.partition_point(|one| *one.text <= *word);
        let mut near = before.checked_sub(1);
        while let Some(one) = near.and_then(|at| self.beginnings.get(at)) {
            if word.starts_with(&*one.text) {
                items.push(Item::Beginning(one.number));
            }
            near = one.shorter.map(|at| at as usize);
        }
    }

    /// Parts one behind another, up to the end of a choice.
    fn sequence(&mut self, rest: &mut &str, wish: u32, depth: usize) -> Option<Part> {
        let mut whole: Option<Part> = None;
        loop {
            *rest = rest.trim_start();
            let part = match rest.chars().next() {
                None | Some('|' | ')') => break,
                Some('(') => {
                    *rest = &rest[1..];
                    self.choice(rest, wish, depth.checked_sub(1)?)?
                }
                Some('*') => {
                    *rest = &rest[1..];
                    self.gap(wish)
                }
                Some(_) => {
                    let ends = |letter: char| letter.is_whitespace() || "(|)*".contains(letter);
                    let (word, behind) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
                    *rest = behind;
                    // A word that is nothing in the plain form.
                    let Some(part) = self.word(word, wish) else {
                        continue;
                    };
                    part
                }
            };
            whole = Some(match whole {
                Some(before) => self.join(before, part),
                None => part,
            });
        }
        whole
    }

    fn choice(&mut self, rest: &mut &str, wish: u32, depth: usize) -> Option<Part> {
        let mut whole = Part::default();
        loop {
            let part = self.sequence(rest, wish, depth)?;
            whole.first.extend(part.first);
            whole.last.extend(part.last);
            whole.is_optional |= part.is_optional;
            let end = rest.chars().next()?;
            *rest = &rest[1..];
            if end == ')' {
                return Some(whole);
            }
        }
    }

    fn word(&mut self, word: &str, wish: u32) -> Option<Part> {
        let has_any_ending = word.ends_with('~');
        let folded = plain(word.trim_end_matches('~'), 20).text;
        let mut words = folded.split_ascii_whitespace().peekable();
        let mut whole: Option<Part> = None;
        while let Some(word) = words.next() {
            let item = if has_any_ending && words.peek().is_none() {
                Item::Beginning(self.beginning(word))
            } else {
                let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                Item::Word(*self.words.entry(word.into()).or_insert(number))
            };
            let part = self.position(item, wish);
            whole = Some(match whole {
                Some(before) => self.join(before, part),
                None => part,
            });
        }
        whole
    }

    fn beginning(&mut self, text: &str) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = u32::try_from(self.beginnings.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.into(), number);
        self.beginnings.push(Beginning {
            text: text.into(),
            number,
            shorter: None,
        });
        number
    }

    /// Up to three words, or none.
    fn gap(&mut self, wish: u32) -> Part {
        let mut whole = self.position(Item::Any, wish);
        for _ in 1..GAP {
            let before = self.position(Item::Any, wish);
            let ends = before.last.clone();
            whole = self.join(before, whole);
            whole.last.extend(ends);
        }
        whole.is_optional = true;
        whole
    }

    fn position(&mut self, item: Item, wish: u32) -> Part {
        let at = u32::try_from(self.positions.len()).unwrap_or(u32::MAX);
        self.positions.push(Position {
            item,
            wish,
            is_last: false,
            next: Vec::new(),
        });
        Part {
            first: vec![at],
            last: vec![at],
            is_optional: false,
        }
    }

    fn join(&mut self, before: Part, behind: Part) -> Part {
        self.steps = self
            .steps
            .saturating_add(before.last.len() * behind.first.len());
        if self.steps <= STEPS {
            for last in &before.last {
                let next = &mut self.positions[*last as usize].next;
                next.extend_from_slice(&behind.first);
            }
        }
        let Part {
            mut first,
            mut last,
            ..
        } = before;
        if before.is_optional {
            first.extend_from_slice(&behind.first);
        }
        if behind.is_optional {
            last.extend_from_slice(&behind.last);
        } else {
            last = behind.last;
        }
        Part {
            first,
            last,
            is_optional: before.is_optional && behind.is_optional,
        }
    }
}

#[cfg(test)]
mod tests;
