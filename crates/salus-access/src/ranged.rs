//! The same over care that does not fit into memory: it is handed over one range of patients at a time.
//!
//! Patients are independent of one another, so what is said of a range's accesses is what would be said over the whole.
//! Accesses stay in memory; those of a range are picked from them.

use std::io;

use crate::columns::{Accesses, Events, NONE, at};
use crate::explain::{
    Evidence, Explanations, NO_TEMPLATE, Pretence, Status, Unsound, explain, is_derived, pretend,
};
use crate::learned::{Handled, Learned, learn};
use crate::spill::{Numbered, Ranges};
use crate::template::Templates;

/// Care by ranges of patients.
pub trait Ranged: Sync {
    /// The ranges.
    fn ranges(&self) -> &Ranges;
    /// All care of the patients of one range, each row with its number among all rows.
    fn care(&self, range: usize) -> io::Result<Numbered<Events>>;
}

/// Evidence as a whole, or with care that comes range by range; what comes out is the same.
#[derive(Clone, Copy)]
pub struct Over<'a> {
    /// Accesses, people and days; and the care, unless it is ranged.
    pub evidence: Evidence<'a>,
    /// Care that is not in memory. Rows of events are then named by their numbers.
    pub ranged: Option<&'a dyn Ranged>,
}

impl<'a> From<Evidence<'a>> for Over<'a> {
    fn from(evidence: Evidence<'a>) -> Self {
        Self {
            evidence,
            ranged: None,
        }
    }
}

impl Over<'_> {
    /// Which departments handle which diagnoses; see [`learn`].
    pub fn learn(&self, templates: &Templates, threads: usize) -> Result<Handled, Unsound> {
        let mut learned = Learned::default();
        let Some(ranged) = self.ranged else {
            return Ok(learn(&self.evidence, templates, threads)?.handled());
        };
        for range in 0..ranged.ranges().parts() {
            let part = Part::of(self.evidence.accesses, ranged, range, None)?;
            learned.merge(learn(&part.evidence(&self.evidence), templates, threads)?);
        }
        Ok(learned.handled())
    }

    /// Why each access happened; see [`explain`].
    pub fn explain(
        &self,
        templates: &Templates,
        handled: &Handled,
        threads: usize,
    ) -> Result<Explanations, Unsound> {
        let Some(ranged) = self.ranged else {
            return explain(&self.evidence, templates, handled, threads);
        };
        let mut all = blank(self.evidence.accesses.len());
        for range in 0..ranged.ranges().parts() {
            let part = Part::of(self.evidence.accesses, ranged, range, None)?;
            let found = explain(&part.evidence(&self.evidence), templates, handled, threads)?;
            for (row, whole) in part.rows.iter().enumerate() {
                let whole = *whole as usize;
                all.status[whole] = found.status[row];
                all.template[whole] = found.template[row];
                all.matched[whole] = found.matched[row];
                all.first[whole] = found.first[row];
                let numbers = match is_derived(templates, found.template[row]) {
                    true => &part.rows,
                    false => &part.care.numbers,
                };
                all.event[whole] = at(numbers, found.event[row]);
            }
        }
        Ok(all)
    }

    /// What would hold, had each access been to another patient; see [`pretend`].
    pub fn pretend(
        &self,
        templates: &Templates,
        handled: &Handled,
        pretence: Pretence<'_>,
        threads: usize,
    ) -> Result<Vec<u32>, Unsound> {
        let Some(ranged) = self.ranged else {
            return pretend(&self.evidence, templates, handled, pretence, threads);
        };
        let mut all = vec![0; self.evidence.accesses.len()];
        for range in 0..ranged.ranges().parts() {
            let others = Some(pretence.patient);
            let part = Part::of(self.evidence.accesses, ranged, range, others)?;
            let of = |column: &[u32]| -> Vec<u32> {
                let rows = part.rows.iter();
                rows.map(|row| at(column, *row)).collect()
            };
            // Those that only really belong here are sources of others and asked for elsewhere.
            let is_here = |patient: &u32| ranged.ranges().has(range, *patient);
            let mut patient = of(pretence.patient);
            patient
                .iter_mut()
                .filter(|patient| !is_here(patient))
                .for_each(|patient| *patient = NONE);
            let part_of = Pretence {
                patient: &patient,
                matched: &of(pretence.matched),
            };
            let evidence = part.evidence(&self.evidence);
            let found = pretend(&evidence, templates, handled, part_of, threads)?;
            let asked = part.rows.iter().zip(&patient).zip(found);
            for ((row, _), bits) in asked.filter(|((_, patient), _)| **patient != NONE) {
                all[*row as usize] = bits;
            }
        }
        Ok(all)
    }
}

/// Nothing, for so many accesses.
fn blank(rows: usize) -> Explanations {
    Explanations {
        status: vec![Status::Unexplained; rows],
        template: vec![NO_TEMPLATE; rows],
        event: vec![NONE; rows],
        matched: vec![0; rows],
        first: vec![false; rows],
    }
}

/// The accesses to the patients of one range, with their rows among all, and the care of these patients.
struct Part {
    rows: Vec<u32>,
    accesses: Accesses,
    care: Numbered<Events>,
}

impl Part {
    /// With those that are pretended to be to patients of the range.
    fn of(
        all: &Accesses,
        ranged: &dyn Ranged,
        range: usize,
        pretended: Option<&[u32]>,
    ) -> Result<Self, Unsound> {
        let care = ranged.care(range);
        let mut part = Self {
            rows: Vec::new(),
            accesses: Accesses::default(),
            care: care.map_err(|error| Unsound::Unreadable(error.kind()))?,
        };
        if !all.is_even() {
            return Err(Unsound::Uneven("accesses"));
        }
        let has = |column: &[u32], row: u32| ranged.ranges().has(range, at(column, row));
        for row in 0..u32::try_from(all.len()).map_err(|_| Unsound::TooMany)? {
            if has(&all.patient, row) || pretended.is_some_and(|column| has(column, row)) {
                let place = row as usize;
                let (user, patient) = (all.user[place], all.patient[place]);
                let emergency = all.emergency[place];
                part.accesses
                    .push(all.time[place], user, patient, emergency);
                part.rows.push(row);
            }
        }
        Ok(part)
    }

    fn evidence<'a>(&'a self, all: &Evidence<'a>) -> Evidence<'a> {
        Evidence {
            accesses: &self.accesses,
            events: &self.care.rows,
            ..*all
        }
    }
}
