//! All patterns of all rules over one field, compiled into one pass over a value.

use std::net::IpAddr;
use std::sync::{Mutex, OnceLock};

use hashbrown::HashMap;
use regex::Regex;

use crate::literal;
use crate::many::{At, Gathered, Literals};
use crate::pattern::{Glob, Network, Number, Order, Pattern, TimePart, Token, fold, fold_into};
use crate::time_part;

/// One field's patterns, compiled when records first have the field: most rules look at several tables,
/// and most evidence holds few of them.
pub(crate) struct LateMatcher {
    predicates: usize,
    waiting: Mutex<Option<FieldPatterns>>,
    compiled: OnceLock<FieldMatcher>,
}

impl LateMatcher {
    pub(crate) fn new(patterns: FieldPatterns) -> Self {
        Self {
            predicates: patterns.predicates.len(),
            waiting: Mutex::new(Some(patterns)),
            compiled: OnceLock::new(),
        }
    }

    pub(crate) fn predicates(&self) -> usize {
        self.predicates
    }

    /// The compiled patterns; the expressions among them were compiled when their rules were read.
    pub(crate) fn get(&self, regexes: &HashMap<String, Regex>) -> &FieldMatcher {
        self.compiled.get_or_init(|| {
            let waiting = self.waiting.lock().map(|mut waiting| waiting.take());
            let patterns = waiting.ok().flatten().unwrap_or_default();
            patterns.compile(regexes)
        })
    }
}

/// The patterns of one field while rules are being read. A predicate is "any of these patterns".
#[derive(Default)]
pub(crate) struct FieldPatterns {
    predicates: HashMap<Vec<Pattern>, u32>,
}

impl FieldPatterns {
    /// The predicate's number in this field; equal ones share it.
    pub(crate) fn predicate(&mut self, mut patterns: Vec<Pattern>) -> u32 {
        let mut seen = std::collections::HashSet::new();
        patterns.retain(|pattern| seen.insert(pattern.clone()));
        let next = self.predicates.len() as u32;
        *self.predicates.entry(patterns).or_insert(next)
    }

    /// All patterns, some more than once.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.predicates.keys().flatten()
    }

    /// Compiles what was gathered.
    fn compile(self, regexes: &HashMap<String, Regex>) -> FieldMatcher {
        let mut builder = Builder::default();
        let mut predicates: Vec<(Vec<Pattern>, u32)> = self.predicates.into_iter().collect();
        predicates.sort_by_key(|(_, predicate)| *predicate);
        for (patterns, predicate) in predicates {
            for pattern in patterns {
                builder.add(pattern, predicate, regexes);
            }
        }
        builder.finish()
    }
}

enum Verify {
    Glob { glob: Glob, cased: bool },
    Regex(Regex),
}

impl Verify {
    fn fits(&self, text: &str, folded: &str) -> bool {
        match self {
            Self::Glob { glob, cased } => glob.fits(if *cased { text } else { folded }),
            Self::Regex(regex) => regex.is_match(text),
        }
    }
}

/// Checks that failed on a text; another literal of theirs need not try them again.
#[derive(Default)]
struct Tried {
    failed: Vec<u32>,
}

impl Tried {
    fn fits(&mut self, verify: u32, matcher: &FieldMatcher, text: &str, folded: &str) -> bool {
        if self.failed.contains(&verify) {
            return false;
        }
        let fits = matcher.verify[verify as usize].fits(text, folded);
        if !fits {
            self.failed.push(verify);
        }
        fits
    }
}

/// All patterns over one field.
#[derive(Default)]
pub(crate) struct FieldMatcher {
    exact: HashMap<Box<str>, Vec<u32>>,
    exact_cased: HashMap<Box<str>, Vec<u32>>,
    /// Longer texts equal none of the exact ones (bytes).
    longest_exact: usize,
    literals: Literals,
    /// By literal: what is still to check, if anything, and the predicate it makes true.
    users: Vec<Vec<(Option<u32>, u32)>>,
    verify: Vec<Verify>,
    /// Patterns that no literal selects.
    always: Vec<(u32, u32)>,
    anything: Vec<u32>,
    numbers: HashMap<Number, Vec<u32>>,
    compare: Vec<(Order, Number, u32)>,
    networks: Vec<(Network, u32)>,
    times: Vec<(TimePart, Order, Number, u32)>,
}

/// Buffers that are used again from value to value.
#[derive(Default)]
pub(crate) struct Scratch {
    folded: String,
    /// By predicate: the value it was last true for.
    seen: Vec<u64>,
    value: u64,
}

impl Scratch {
    /// Begins a value: a predicate is told once for it, whatever number of texts it has.
    pub(crate) fn next_value(&mut self, predicates: usize) {
        self.value += 1;
        if self.seen.len() < predicates {
            self.seen.resize(predicates, 0);
        }
    }
}

impl FieldMatcher {
    /// Calls `hit` with each predicate that `text` makes true, once for each value.
    pub(crate) fn hits(&self, text: &str, scratch: &mut Scratch, hit: &mut dyn FnMut(u32)) {
        let Scratch {
            folded,
            seen,
            value,
        } = scratch;
        fold_into(text, folded);
        let mut tell = |predicate: u32| {
            let last = &mut seen[predicate as usize];
            if *last != *value {
                *last = *value;
                hit(predicate);
            }
        };
        self.anything.iter().for_each(|p| tell(*p));
        let may_equal = folded.len() <= self.longest_exact;
        if may_equal && let Some(predicates) = self.exact.get(folded.as_str()) {
            predicates.iter().for_each(|p| tell(*p));
        }
        if !self.exact_cased.is_empty()
            && let Some(predicates) = self.exact_cased.get(text)
        {
            predicates.iter().for_each(|p| tell(*p));
        }
        let mut tried = Tried::default();
        self.literals.each(folded, &mut |literal| {
            for (verify, predicate) in &self.users[literal] {
                if verify.is_none_or(|verify| tried.fits(verify, self, text, folded)) {
                    tell(*predicate);
                }
            }
        });
        for (verify, predicate) in &self.always {
            if self.verify[*verify as usize].fits(text, folded) {
                tell(*predicate);
            }
        }
        self.typed_hits(text, &mut tell);
    }

    fn typed_hits(&self, text: &str, tell: &mut dyn FnMut(u32)) {
        if !(self.numbers.is_empty() && self.compare.is_empty())
            && let Some(number) = Number::read(text.trim())
        {
            if let Some(predicates) = self.numbers.get(&number) {
                predicates.iter().for_each(|p| tell(*p));
            }
            for (order, limit, predicate) in &self.compare {
                if number.stands(*order, *limit) {
                    tell(*predicate);
                }
            }
        }
        if !self.networks.is_empty()
            && let Ok(address) = text.trim().parse::<IpAddr>()
        {
            let address = address.to_canonical();
            for (network, predicate) in &self.networks {
                if network.holds(address) {
                    tell(*predicate);
                }
            }
        }
        for (part, order, limit, predicate) in &self.times {
            if time_part::of(text, *part).is_some_and(|found| found.stands(*order, *limit)) {
                tell(*predicate);
            }
        }
    }
}

#[derive(Default)]
struct Builder {
    matcher: FieldMatcher,
    literals: Gathered,
    verify: HashMap<Pattern, u32>,
}

impl Builder {
    fn add(&mut self, pattern: Pattern, predicate: u32, regexes: &HashMap<String, Regex>) {
        let matcher = &mut self.matcher;
        match &pattern {
            Pattern::Text { glob, cased } => self.add_text(glob, *cased, predicate),
            Pattern::Regex(text) => {
                let regex = regexes
                    .get(text)
                    .expect("an expression is compiled before it becomes a pattern")
                    .clone();
                let verify = self.verify(pattern.clone(), || Verify::Regex(regex));
                match literal::required(text) {
                    Some(literals) => literals
                        .into_iter()
                        .for_each(|l| self.add_literal(At::Anywhere, l, Some(verify), predicate)),
                    None => self.matcher.always.push((verify, predicate)),
                }
            }
            Pattern::Number(number) => {
                matcher.numbers.entry(*number).or_default().push(predicate);
            }
            Pattern::Compare(order, number) => matcher.compare.push((*order, *number, predicate)),
            Pattern::Network(network) => matcher.networks.push((network.clone(), predicate)),
            Pattern::TimePart(part, order, number) => {
                matcher.times.push((*part, *order, *number, predicate));
            }
        }
    }

    fn add_text(&mut self, glob: &Glob, cased: bool, predicate: u32) {
        let matcher = &mut self.matcher;
        let (literal, at) = match glob.tokens() {
            [] | [Token::Literal(_)] => {
                let text: Box<str> = glob.longest_literal().unwrap_or_default().into();
                let exact = if cased {
                    &mut matcher.exact_cased
                } else {
                    matcher.longest_exact = matcher.longest_exact.max(text.len());
                    &mut matcher.exact
                };
                exact.entry(text).or_default().push(predicate);
                return;
            }
            [Token::Many] => return matcher.anything.push(predicate),
            [Token::Many, Token::Literal(text), Token::Many] => (text, At::Anywhere),
            [Token::Literal(text), Token::Many] => (text, At::Start),
            [Token::Many, Token::Literal(text)] => (text, At::End),
            _ => {
                let pattern = Pattern::Text {
                    glob: glob.clone(),
                    cased,
                };
                let verify = self.verify(pattern, || Verify::Glob {
                    glob: glob.clone(),
                    cased,
                });
                return match glob.longest_literal() {
                    Some(text) => {
                        self.add_literal(At::Anywhere, fold(text), Some(verify), predicate);
                    }
                    None => self.matcher.always.push((verify, predicate)),
                };
            }
        };
        if !cased {
            return self.add_literal(at, literal.clone(), None, predicate);
        }
        let pattern = Pattern::Text {
            glob: glob.clone(),
            cased,
        };
        let verify = self.verify(pattern, || Verify::Glob {
            glob: glob.clone(),
            cased,
        });
        self.add_literal(at, fold(literal), Some(verify), predicate);
    }

    fn add_literal(&mut self, at: At, literal: String, verify: Option<u32>, predicate: u32) {
        let number = self.literals.number(at, literal);
        if number == self.matcher.users.len() {
            self.matcher.users.push(Vec::new());
        }
        self.matcher.users[number].push((verify, predicate));
    }

    fn verify(&mut self, pattern: Pattern, make: impl FnOnce() -> Verify) -> u32 {
        let next = self.matcher.verify.len() as u32;
        let verify = *self.verify.entry(pattern).or_insert(next);
        if verify == next {
            self.matcher.verify.push(make());
        }
        verify
    }

    fn finish(self) -> FieldMatcher {
        FieldMatcher {
            literals: self.literals.compile(),
            ..self.matcher
        }
    }
}
