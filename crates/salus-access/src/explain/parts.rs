//! Rows brought together patient by patient, one range of patients at a time.

use std::ops::Range;

use super::days::Days;
use super::{Evidence, Unsound};
use crate::columns::{Accesses, MOST_CODES, NONE};

/// Rows that one part holds, about; with 40 bytes a row and two threads it takes some 200 MiB at a time.
const PART_ROWS: u64 = 3_000_000;

/// One row of care. Sorted by what it says, so that its place among a patient's rows does not depend on their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Care {
    pub(crate) begin: i64,
    pub(crate) end: i64,
    pub(crate) actor: u32,
    pub(crate) department: u32,
    pub(crate) author: u32,
    pub(crate) code: u32,
    pub(crate) templates: u32,
    pub(crate) row: u32,
}

/// One access.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Visit {
    pub(crate) user: u32,
    pub(crate) time: i64,
    pub(crate) row: u32,
    pub(crate) day: i32,
}

/// Rows by patient.
pub(crate) struct ByPatient<T> {
    /// Where the rows of a patient begin, and where they end.
    bounds: Vec<(u32, u32)>,
    rows: Vec<T>,
}

impl<T: Copy + Default> ByPatient<T> {
    /// Rows of the patients from `low` on, as many as there are `counts`; what `make` refuses is left out.
    fn gather(
        counts: &[u32],
        low: u32,
        patients: &[u32],
        mut make: impl FnMut(usize) -> Option<T>,
    ) -> Self {
        let mut total = 0_u32;
        let mut bounds: Vec<(u32, u32)> = Vec::with_capacity(counts.len());
        for count in counts {
            bounds.push((total, total));
            total += count;
        }
        let mut rows = vec![T::default(); total as usize];
        for (row, patient) in patients.iter().enumerate() {
            let at = patient.wrapping_sub(low) as usize;
            let Some(count) = counts.get(at) else {
                continue;
            };
            let (from, until) = bounds[at];
            if until - from < *count
                && let Some(made) = make(row)
            {
                rows[until as usize] = made;
                bounds[at].1 += 1;
            }
        }
        Self { bounds, rows }
    }

    /// The rows of the patient at this place of the range.
    pub(crate) fn of(&mut self, at: usize) -> &mut [T] {
        match self.bounds.get(at) {
            Some((from, until)) => &mut self.rows[*from as usize..*until as usize],
            None => &mut [],
        }
    }
}

/// How many rows there are per patient, and in which ranges the patients are gone through.
pub(crate) struct Plan {
    low: u32,
    visits: Vec<u32>,
    care: Vec<u32>,
    sources: Vec<u32>,
    ranges: Vec<Range<usize>>,
}

/// Which accesses are explained, and which care is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) evidence: &'a Evidence<'a>,
    /// Whose record was opened, by row of the accesses: the real column or a permuted one.
    pub(crate) patient: &'a [u32],
    /// Accesses of the real column are wanted beside those of the permuted one.
    pub(crate) with_sources: bool,
    /// Bits of templates whose care is of use.
    pub(crate) bits: u32,
}

impl Plan {
    /// Counts rows and cuts the patients into ranges of much the same work.
    pub(crate) fn new(rows: &Rows<'_>, threads: usize) -> Result<Self, Unsound> {
        let known = || rows.patient.iter().filter(|patient| **patient != NONE);
        let (Some(low), Some(high)) = (known().min(), known().max()) else {
            return Ok(Self {
                low: 0,
                visits: Vec::new(),
                care: Vec::new(),
                sources: Vec::new(),
                ranges: Vec::new(),
            });
        };
        if *high >= MOST_CODES {
            return Err(Unsound::Codes);
        }
        let size = (high - low) as usize + 1;
        let visits = count(rows.patient, *low, size);
        let mut care = count(&rows.evidence.events.patient, *low, size);
        let mut sources = Vec::new();
        if rows.with_sources {
            sources = count(&rows.evidence.accesses.patient, *low, size);
        }
        for (patient, visits) in visits.iter().enumerate() {
            if *visits == 0 {
                care[patient] = 0;
                if let Some(count) = sources.get_mut(patient) {
                    *count = 0;
                }
            }
        }
        let ranges = ranges(&visits, &care, threads.max(1));
        Ok(Self {
            low: *low,
            visits,
            care,
            sources,
            ranges,
        })
    }

    /// How many parts there are.
    pub(crate) fn parts(&self) -> usize {
        self.ranges.len()
    }

    /// Brings together the rows of one part.
    pub(crate) fn part(&self, number: usize, rows: &Rows<'_>, days: &Days) -> Part {
        let range = self.ranges[number].clone();
        let low = self.low + u32::try_from(range.start).unwrap_or(NONE - self.low);
        let accesses = rows.evidence.accesses;
        let visit = |row: usize| visit(accesses, days, row);
        let care = |row: usize| care(rows, row);
        let counts = |all: &'_ [u32]| all.get(range.clone()).unwrap_or_default().to_vec();
        Part {
            patients: range.len(),
            visits: ByPatient::gather(&self.visits[range.clone()], low, rows.patient, visit),
            care: ByPatient::gather(
                &self.care[range.clone()],
                low,
                &rows.evidence.events.patient,
                care,
            ),
            sources: ByPatient::gather(&counts(&self.sources), low, &accesses.patient, visit),
        }
    }
}

/// The rows of one range of patients.
pub(crate) struct Part {
    pub(crate) patients: usize,
    pub(crate) visits: ByPatient<Visit>,
    pub(crate) care: ByPatient<Care>,
    pub(crate) sources: ByPatient<Visit>,
}

/// An access that can be explained: it has a user and a time.
pub(crate) fn visit(accesses: &Accesses, days: &Days, row: usize) -> Option<Visit> {
    let (user, time) = (accesses.user[row], accesses.time[row]);
    if user == NONE {
        return None;
    }
    Some(Visit {
        user,
        time,
        row: u32::try_from(row).ok()?,
        day: days.day(time)?,
    })
}

/// A row of care that is evidence for a template.
pub(crate) fn care(rows: &Rows<'_>, row: usize) -> Option<Care> {
    let events = rows.evidence.events;
    let templates = events.templates[row] & rows.bits;
    if templates == 0 {
        return None;
    }
    let begin = events.begin[row];
    Some(Care {
        begin,
        end: events.end[row].max(begin),
        actor: events.actor[row],
        department: events.department[row],
        author: events.author[row],
        code: events.code[row],
        templates,
        row: u32::try_from(row).ok()?,
    })
}

fn count(patients: &[u32], low: u32, size: usize) -> Vec<u32> {
    let mut counts = vec![0_u32; size];
    for patient in patients {
        if let Some(count) = counts.get_mut(patient.wrapping_sub(low) as usize) {
            *count += 1;
        }
    }
    counts
}

fn ranges(visits: &[u32], care: &[u32], threads: usize) -> Vec<Range<usize>> {
    let work = |at: usize| u64::from(visits[at]) + u64::from(care[at]);
    let total: u64 = (0..visits.len()).map(work).sum();
    let parts = total.div_ceil(PART_ROWS).max(1);
    let parts = parts.next_multiple_of(threads as u64);
    let most = total.div_ceil(parts).max(1);
    let mut ranges = Vec::new();
    let (mut start, mut held) = (0, 0);
    for at in 0..visits.len() {
        held += work(at);
        if held >= most || at + 1 == visits.len() {
            ranges.push(start..at + 1);
            start = at + 1;
            held = 0;
        }
    }
    ranges
}
