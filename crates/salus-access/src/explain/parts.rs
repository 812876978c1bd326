//! Rows brought together patient by patient, one range of patients at a time.
//!
//! The rows of a range are dealt to buckets of some thousand rows, and in each bucket to their patients: writes stay near
//! one another, which is quicker than putting each row to its patient at once.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::days::Days;
use super::{Evidence, Unsound};
use crate::columns::{Accesses, Belongs, MOST_CODES, NONE};

/// Rows that one part holds, about. Each part goes through all columns anew, so that few large ones are quicker; two at
/// a time take some 350 MiB.
const PART_ROWS: u64 = 5_000_000;

/// Rows that one bucket holds, about; they fit into the cache of a core.
const BUCKET_ROWS: u64 = 12_000;

/// The bucket of patients whose record nobody opened.
const UNWANTED: u32 = u32::MAX;

/// One row of care. Sorted by what it says, so that its place among a patient's rows does not depend on their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Care {
    pub(crate) patient: u32,
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
    pub(crate) patient: u32,
    pub(crate) user: u32,
    pub(crate) time: i64,
    pub(crate) row: u32,
    pub(crate) day: i32,
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

impl<'a> Rows<'a> {
    /// The accesses as they are, and the care of these templates.
    pub(crate) fn of(evidence: &'a Evidence<'a>, bits: u32) -> Self {
        Self {
            evidence,
            patient: &evidence.accesses.patient,
            with_sources: false,
            bits,
        }
    }
}

/// Shows every patient whose record was opened to one of so many threads; what each thread made of those it saw.
pub(crate) fn share<T: Default + Send>(
    rows: &Rows<'_>,
    days: &Days,
    threads: usize,
    see: impl Fn(&mut T, Whose<'_>) + Sync,
) -> Result<Vec<T>, Unsound> {
    let plan = Plan::new(rows, threads)?;
    let next = AtomicUsize::new(0);
    let work = || {
        let mut seen = T::default();
        let mut part = Part::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= plan.ranges.len() {
                return seen;
            }
            plan.fill(&mut part, number, rows, days);
            part.each(|whose| see(&mut seen, whose));
        }
    };
    Ok(std::thread::scope(|scope| {
        let others = 1..threads.min(plan.ranges.len());
        let others: Vec<_> = others.map(|_| scope.spawn(work)).collect();
        let mut all = vec![work()];
        for one in others {
            match one.join() {
                Ok(seen) => all.push(seen),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    }))
}

/// How many rows there are per patient, and in which ranges the patients are gone through.
#[derive(Default)]
struct Plan {
    low: u32,
    visits: Vec<u32>,
    care: Vec<u32>,
    sources: Vec<u32>,
    ranges: Vec<Range<usize>>,
}

impl Plan {
    /// Counts rows and cuts the patients into ranges of much the same work.
    fn new(rows: &Rows<'_>, threads: usize) -> Result<Self, Unsound> {
        let known = || rows.patient.iter().copied().filter(|one| *one != NONE);
        let (Some(low), Some(high)) = (known().min(), known().max()) else {
            return Ok(Self::default());
        };
        if high >= MOST_CODES {
            return Err(Unsound::Codes);
        }
        let size = (high - low) as usize + 1;
        let mut plan = Self {
            low,
            visits: count(rows.patient, low, size),
            care: count(&rows.evidence.events.patient, low, size),
            ..Self::default()
        };
        if rows.with_sources {
            plan.sources = count(&rows.evidence.accesses.patient, low, size);
        }
        let total: u64 = (0..size).map(|at| plan.work(at)).sum();
        let parts = total.div_ceil(PART_ROWS).max(1);
        let parts = parts.next_multiple_of(threads.max(1) as u64);
        plan.ranges = plan.cut(0..size, total.div_ceil(parts));
        Ok(plan)
    }

    /// Brings together the rows of one part, in the room of an earlier one.
    fn fill(&self, part: &mut Part, number: usize, rows: &Rows<'_>, days: &Days) {
        let range = self.ranges[number].clone();
        let Part {
            buckets,
            bucket_of,
            visits,
            care,
            sources,
        } = part;
        let dealt = self.cut(range.clone(), BUCKET_ROWS);
        bucket_of.clear();
        for (bucket, patients) in (0..).zip(&dealt) {
            let of = self.visits[patients.clone()].iter();
            bucket_of.extend(of.map(|visits| if *visits == 0 { UNWANTED } else { bucket }));
        }
        visits.open(&dealt, &self.visits, &self.visits);
        care.open(&dealt, &self.care, &self.visits);
        sources.open(&dealt, &self.sources, &self.visits);
        buckets.clear();
        let ends = |patients: &Range<usize>| self.code(patients.start)..self.code(patients.end);
        buckets.extend(dealt.iter().map(ends));
        let (accesses, events) = (rows.evidence.accesses, rows.evidence.events);
        let to = (self.code(range.start), bucket_of.as_slice());
        visits.deal(to, rows.patient, |whose, row| {
            visit(accesses, days, whose, row)
        });
        care.deal(to, &events.patient, |_, row| self::care(rows, row));
        if rows.with_sources {
            sources.deal(to, &accesses.patient, |whose, row| {
                visit(accesses, days, whose, row)
            });
        }
    }

    /// The code of the patient at this place.
    fn code(&self, at: usize) -> u32 {
        // Places are lower than `MOST_CODES`.
        self.low + u32::try_from(at).unwrap_or(0)
    }

    fn work(&self, at: usize) -> u64 {
        match self.visits[at] {
            0 => 0,
            visits => {
                let sources = self.sources.get(at).copied().unwrap_or(0);
                u64::from(visits) + u64::from(self.care[at]) + u64::from(sources)
            }
        }
    }

    /// Ranges of patients with at least so much work each.
    fn cut(&self, patients: Range<usize>, least: u64) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        let (mut start, mut held) = (patients.start, 0);
        for at in patients.clone() {
            held += self.work(at);
            if held >= least.max(1) || at + 1 == patients.end {
                ranges.push(start..at + 1);
                start = at + 1;
                held = 0;
            }
        }
        ranges
    }
}

/// The rows of one range of patients.
#[derive(Default)]
struct Part {
    /// The patients of each bucket.
    buckets: Vec<Range<u32>>,
    /// The bucket of each patient from the first one on.
    bucket_of: Vec<u32>,
    visits: Buckets<Visit>,
    care: Buckets<Care>,
    sources: Buckets<Visit>,
}

/// What there is of one patient, in any order.
pub(crate) struct Whose<'a> {
    pub(crate) visits: &'a mut [Visit],
    pub(crate) care: &'a mut [Care],
    pub(crate) sources: &'a mut [Visit],
}

impl Part {
    /// Hands over every patient whose record was opened.
    fn each(&mut self, mut take: impl FnMut(Whose<'_>)) {
        let Self {
            buckets,
            visits,
            care,
            sources,
            ..
        } = self;
        for (bucket, patients) in buckets.iter().enumerate() {
            visits.group(bucket, patients);
            care.group(bucket, patients);
            sources.group(bucket, patients);
            for at in 0..patients.len() {
                let whose = Whose {
                    visits: visits.of(at),
                    care: care.of(at),
                    sources: sources.of(at),
                };
                if !whose.visits.is_empty() {
                    take(whose);
                }
            }
        }
    }
}

impl Belongs for Care {
    fn owner(&self) -> u32 {
        self.patient
    }
}

impl Belongs for Visit {
    fn owner(&self) -> u32 {
        self.patient
    }
}

/// Rows by bucket; its room is used again for the next part.
#[derive(Default)]
struct Buckets<T> {
    /// Where the rows of a bucket begin, and where they end.
    bounds: Vec<(u32, u32)>,
    rows: Vec<T>,
    /// Where the rows of each patient of one bucket end, and these rows by patient.
    ends: Vec<u32>,
    grouped: Vec<T>,
}

impl<T: Belongs + Copy + Default> Buckets<T> {
    /// Makes room for as many rows as there are of these patients, but for those whose record nobody opened.
    fn open(&mut self, buckets: &[Range<usize>], counts: &[u32], visits: &[u32]) {
        let mut total = 0_u32;
        self.bounds.clear();
        for patients in buckets {
            self.bounds.push((total, total));
            let both = counts.get(patients.clone()).unwrap_or_default();
            let both = both.iter().zip(&visits[patients.clone()]);
            total += both
                .map(|(count, visits)| if *visits == 0 { 0 } else { *count })
                .sum::<u32>();
        }
        // What is left of an earlier part lies outside of the bounds.
        let held = self.rows.len().max(total as usize);
        self.rows.resize(held, T::default());
    }

    /// Deals rows to the buckets of their patients; what `make` refuses is left out.
    fn deal(
        &mut self,
        (low, bucket_of): (u32, &[u32]),
        patients: &[u32],
        mut make: impl FnMut(u32, usize) -> Option<T>,
    ) {
        for (row, patient) in patients.iter().enumerate() {
            let at = patient.wrapping_sub(low) as usize;
            if let Some(bucket) = bucket_of.get(at)
                && *bucket != UNWANTED
                && let Some(made) = make(*patient, row)
            {
                let until = &mut self.bounds[*bucket as usize].1;
                self.rows[*until as usize] = made;
                *until += 1;
            }
        }
    }

    /// Brings the rows of one bucket together by patient.
    fn group(&mut self, bucket: usize, patients: &Range<u32>) {
        let (from, until) = self.bounds.get(bucket).copied().unwrap_or_default();
        let rows = &self.rows[from as usize..until as usize];
        let place = |row: &T| (row.owner() - patients.start) as usize;
        let ends = &mut self.ends;
        ends.clear();
        ends.resize(patients.len() + 1, 0);
        for row in rows {
            ends[place(row) + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let held = self.grouped.len().max(rows.len());
        self.grouped.resize(held, T::default());
        // Each beginning moves on to its end.
        for row in rows {
            let end = &mut ends[place(row)];
            self.grouped[*end as usize] = *row;
            *end += 1;
        }
    }

    /// The rows of the patient at this place of the bucket.
    fn of(&mut self, at: usize) -> &mut [T] {
        let start = at.checked_sub(1).map_or(0, |last| self.ends[last]);
        &mut self.grouped[start as usize..self.ends[at] as usize]
    }
}

/// An access that can be explained: it has a user and a time.
pub(crate) fn visit(accesses: &Accesses, days: &Days, patient: u32, row: usize) -> Option<Visit> {
    let (user, time) = (accesses.user[row], accesses.time[row]);
    if user == NONE {
        return None;
    }
    Some(Visit {
        patient,
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
        patient: events.patient[row],
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
