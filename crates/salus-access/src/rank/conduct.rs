//! What was done beside looking: records taken along, found by searching, opened in a row, from a new place.

use super::behaviour::{Histories, Part};
use super::days::Days;
use super::pairs::{Open, Pairs};
use super::people::People;
use crate::columns::{NONE, at};

/// What the log says beside who, whose and when. A column that is empty says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conduct<'a> {
    /// By row: the record was printed, exported or copied.
    pub taken: &'a [bool],
    /// By row: the patient was in a list or the result of a search.
    pub listed: &'a [bool],
    /// By row: the workstation or address; [`NONE`](crate::NONE) where it is not said.
    pub workstation: &'a [u32],
    /// By patient code: the record's own number, where numbers are given one after another; else [`u64::MAX`].
    pub numbers: &'a [u64],
}

/// What one look, or one of several, did besides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Deeds {
    pub(super) taken: bool,
    pub(super) listed: bool,
}

impl Deeds {
    pub(super) fn add(&mut self, other: Self) {
        self.taken |= other.taken;
        self.listed |= other.listed;
    }
}

impl Conduct<'_> {
    pub(super) fn deeds(&self, row: u32) -> Deeds {
        let is = |column: &[bool]| column.get(row as usize).copied().unwrap_or(false);
        Deeds {
            taken: is(self.taken),
            listed: is(self.listed),
        }
    }

    pub(super) fn workstation_of(&self, row: u32) -> u32 {
        at(self.workstation, row)
    }

    fn number_of(&self, patient: u32) -> Option<u64> {
        let number = self.numbers.get(patient as usize).copied()?;
        (number != u64::MAX).then_some(number)
    }
}

/// How unusual that was, for one unexplained pair.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Oddities {
    /// Patients of the day taken along; met in lists; looked at from workstations at which the user was new that day.
    pub(super) taken: Part,
    pub(super) listed: Part,
    pub(super) places: Part,
    /// Records opened one after another whose numbers follow one another.
    pub(super) row: Part,
}

/// Records in a row from which on they are remarkable.
const ROW: usize = 4;

/// What the oddities are judged by.
pub(super) struct Known<'k> {
    pub(super) conduct: &'k Conduct<'k>,
    pub(super) people: &'k People,
    pub(super) pairs: &'k Pairs,
    /// Sorts the unexplained pairs by user, day and time.
    pub(super) order: &'k [usize],
    /// The peers of each user.
    pub(super) groups: &'k [u32],
    pub(super) days: &'k Days,
}

impl Known<'_> {
    /// The oddities of each pair, in the order of [`Pairs::open`].
    pub(super) fn oddities(&self) -> Vec<Oddities> {
        let mut odd = vec![Oddities::default(); self.pairs.open.len()];
        self.count(&|pair| pair.deeds.taken, &mut |at, part| {
            odd[at].taken = part
        });
        self.count(&|pair| pair.deeds.listed, &mut |at, part| {
            odd[at].listed = part
        });
        self.count(&|pair| self.is_new(pair), &mut |at, part| {
            odd[at].places = part
        });
        for day in self.user_days() {
            self.rows(day, &mut odd);
        }
        odd
    }

    fn user_days(&self) -> impl Iterator<Item = &[usize]> {
        let open = &self.pairs.open;
        self.order
            .chunk_by(|a, b| open[*a].is_of_the_day(&open[*b]))
    }

    /// Judges how many pairs of each user's day are so, and gives it to those.
    fn count(&self, is: &dyn Fn(&Open) -> bool, put: &mut dyn FnMut(usize, Part)) {
        let open = &self.pairs.open;
        let found: Vec<bool> = open.iter().map(is).collect();
        if !found.contains(&true) {
            return;
        }
        let mut history = Histories::of_days(self.pairs, self.groups, self.days);
        let counts = |day: &[usize]| {
            let first = &open[day[0]];
            let count = day.iter().filter(|at| found[**at]).count() as f64;
            let is_known = !self.days.is_audited(first.day);
            (
                first.user,
                self.groups[first.user as usize],
                count,
                is_known,
            )
        };
        for day in self.user_days() {
            let (user, group, count, is_known) = counts(day);
            if is_known {
                history.raise(user, group, count);
            }
        }
        for day in self.user_days() {
            let (user, group, count, is_known) = counts(day);
            if count > 0.0 {
                let judged = history.judge(user, group, count, is_known);
                day.iter()
                    .filter(|at| found[**at])
                    .for_each(|at| put(*at, judged));
            }
        }
    }

    /// Whether the user of a pair had not been at its workstation before that day. Nobody is new without a past.
    fn is_new(&self, pair: &Open) -> bool {
        let seats = &self.pairs.seats;
        let from = seats.partition_point(|seat| *seat < (pair.user, pair.workstation, i32::MIN));
        let is_first = seats.get(from).is_some_and(|seat| {
            (seat.0, seat.1) == (pair.user, pair.workstation) && seat.2 >= pair.day
        });
        let own = seats.partition_point(|seat| seat.0 < pair.user);
        let mut own = seats[own..].iter().take_while(|seat| seat.0 == pair.user);
        pair.workstation != NONE && is_first && own.any(|seat| seat.2 < pair.day)
    }

    /// Marks runs of records with numbers that follow one another, up or down.
    fn rows(&self, day: &[usize], odd: &mut [Oddities]) {
        let open = &self.pairs.open;
        let number = |at: usize| {
            let patient = self.people.patient_codes.old_of(open[at].patient);
            self.conduct.number_of(patient)
        };
        let step = |a: usize, b: usize| {
            let (a, b) = (number(a)?, number(b)?);
            (a.abs_diff(b) == 1).then_some(a < b)
        };
        let mut from = 0;
        while from < day.len() {
            let way = day.get(from + 1).and_then(|next| step(day[from], *next));
            let mut to = from + 1;
            while way.is_some() && to < day.len() && step(day[to - 1], day[to]) == way {
                to += 1;
            }
            let length = to - from;
            if length >= ROW {
                // Each step has two chances among all patients.
                let rare = libm::log(self.people.patients.len().max(2) as f64 / 2.0);
                let part = (length as f64, 1.0, (length - 1) as f64 * rare);
                day[from..to].iter().for_each(|at| odd[*at].row = part);
            }
            // The last of a run may begin one that goes the other way.
            from = if length > 1 && to < day.len() {
                to - 1
            } else {
                to
            };
        }
    }
}
