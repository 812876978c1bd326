//! What comes out of an explanation, row by row, and how it is counted.

use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use super::parts::Visit;
use super::patient::Patient;
use super::{Rules, Status};
use crate::columns::{Accesses, NONE};

/// In [`Explanations::template`]: no template holds.
pub const NO_TEMPLATE: u8 = u8::MAX;

/// Why each access happened, row by row of the accesses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanations {
    /// What became of it.
    pub status: Vec<Status>,
    /// The template that is shown for it: strong before weak, person before department, co-worker and repeat, then the
    /// nearest in time; [`NO_TEMPLATE`] if none holds.
    pub template: Vec<u8>,
    /// Its evidence: a row of the events, or of the accesses for a derived template; [`NONE`] if none.
    pub event: Vec<u32>,
    /// Bits of all templates that hold.
    pub matched: Vec<u32>,
    /// It is the first access of this user to this patient, as far as the columns go.
    pub first: Vec<bool>,
}

/// How many accesses came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// With a strong template.
    pub explained: u64,
    /// With weak ones only.
    pub weak: u64,
    /// With none.
    pub unexplained: u64,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, status: Status) {
        *match status {
            Status::Explained => &mut self.explained,
            Status::Weak => &mut self.weak,
            Status::Unexplained => &mut self.unexplained,
        } += 1;
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.explained + self.weak + self.unexplained
    }
}

/// How many accesses came to what, first accesses apart from repeats.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// First accesses of a user to a patient.
    pub first: Tally,
    /// All later ones.
    pub later: Tally,
    /// Accesses without user, patient or time: no template can be tried.
    pub untried: u64,
    /// Per template: accesses for which it holds, and first accesses among them.
    pub templates: Vec<(u64, u64)>,
}

impl Explanations {
    /// How many accesses came to what, under templates of this number.
    #[must_use]
    pub fn counts(&self, accesses: &Accesses, templates: usize) -> Counts {
        let mut counts = Counts {
            templates: vec![(0, 0); templates],
            ..Counts::default()
        };
        for (row, status) in self.status.iter().enumerate() {
            if !accesses.can_be_tried(row) {
                counts.untried += 1;
                continue;
            }
            let is_first = self.first[row];
            let tally = if is_first {
                &mut counts.first
            } else {
                &mut counts.later
            };
            tally.add(*status);
            for place in crate::template::places(self.matched[row]) {
                if let Some((all, first)) = counts.templates.get_mut(place) {
                    *all += 1;
                    *first += u64::from(is_first);
                }
            }
        }
        counts
    }
}

/// What threads write down, row by row.
pub(super) struct Marks {
    template: Vec<AtomicU8>,
    event: Vec<AtomicU32>,
    matched: Vec<AtomicU32>,
}

/// In [`Marks::template`]: the row is the first of its pair.
const FIRST: u8 = 0x80;
/// In [`Marks::template`]: no template holds.
const NOTHING: u8 = 0x7f;

impl Marks {
    /// Nothing, for so many rows; where only `matched` is wanted, the rest has no room.
    pub(super) fn new(rows: usize, only_matched: bool) -> Self {
        let shown = if only_matched { 0 } else { rows };
        Self {
            template: (0..shown).map(|_| AtomicU8::new(NOTHING)).collect(),
            event: (0..shown).map(|_| AtomicU32::new(NONE)).collect(),
            matched: (0..rows).map(|_| AtomicU32::new(0)).collect(),
        }
    }

    /// What holds for the accesses to a patient.
    pub(super) fn put(&self, visits: &[Visit], patient: &Patient) {
        let mut last = NONE;
        for (visit, held) in visits.iter().zip(patient.held()) {
            let row = visit.row as usize;
            let first = if last == visit.user { 0 } else { FIRST };
            last = visit.user;
            let template = held.choice.map_or(NOTHING, |choice| choice.template);
            if let Some(mark) = self.template.get(row) {
                mark.store(template | first, Ordering::Relaxed);
            }
            if let Some(choice) = held.choice {
                if let Some(mark) = self.event.get(row) {
                    mark.store(choice.near.row, Ordering::Relaxed);
                }
                self.matched[row].store(held.matched, Ordering::Relaxed);
            }
        }
    }

    /// Bits of the templates that hold.
    pub(super) fn matched(self) -> Vec<u32> {
        plain(self.matched)
    }

    /// What was written down, under these strengths.
    pub(super) fn explanations(self, rules: &Rules<'_>) -> Explanations {
        let mut template: Vec<u8> = self
            .template
            .into_iter()
            .map(AtomicU8::into_inner)
            .collect();
        let first = template.iter().map(|mark| mark & FIRST != 0).collect();
        for mark in &mut template {
            *mark = match *mark & !FIRST {
                NOTHING => NO_TEMPLATE,
                place => place,
            };
        }
        let matched = plain(self.matched);
        Explanations {
            status: matched.iter().map(|bits| rules.status(*bits)).collect(),
            template,
            event: plain(self.event),
            matched,
            first,
        }
    }
}

fn plain(column: Vec<AtomicU32>) -> Vec<u32> {
    column.into_iter().map(AtomicU32::into_inner).collect()
}
