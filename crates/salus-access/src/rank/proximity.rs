//! How often two departments touch the same patient in the same week, beyond chance.

use super::activity::{Activity, Entries, member, parts};
use super::people::People;
use crate::columns::NONE;
use std::collections::HashMap;

/// Departments that are looked at in one patient's week; what more there are is left out, the first by key stay.
const MOST_TOGETHER: usize = 64;
/// Tables up to so many cells are held whole.
const MOST_CELLS: usize = 1 << 24;

/// Pointwise mutual information of departments over patient-weeks, with a way to leave one user out.
///
/// ln((O + 1/2) / (E + 1/2)), where O is the number of patient-weeks in which both departments touched the record and
/// E = n_1 n_2 / N what chance would give. A department is together with itself where two of its people were.
#[derive(Debug)]
pub(super) struct Proximity {
    /// Patient-weeks with anybody whose department is known.
    weeks: u32,
    /// Patient-weeks of each user in which nobody else was there.
    lone: Vec<u32>,
    /// Patient-weeks of each department.
    alone: Vec<u32>,
    /// Patient-weeks of two departments.
    together: Tally,
    /// Patient-weeks of each user in which nobody else of the department was there.
    only: Vec<u32>,
    /// Of those, the ones with each other department; for the own one, weeks with exactly one other person of it.
    only_with: Tally,
}

impl Proximity {
    pub(super) fn new(activity: &Activity, people: &People) -> Self {
        let (users, departments) = (people.users.len(), people.departments);
        let mut found = Self {
            weeks: 0,
            lone: vec![0; users],
            alone: vec![0; departments],
            together: Tally::new(departments, departments),
            only: vec![0; users],
            only_with: Tally::new(users, departments),
        };
        let mut here = Vec::new();
        for patient in 0..activity.patients() {
            let mut left = activity.of(patient);
            while let Some(first) = left.entries.first() {
                let is_same = |entry: &u64| week(*entry) == week(*first);
                let length = left.entries.partition_point(is_same);
                let (entries, homes) = (left.entries, left.homes);
                let this = Entries {
                    entries: &entries[..length],
                    homes: &homes[..length],
                };
                left = Entries {
                    entries: &entries[length..],
                    homes: &homes[length..],
                };
                here.clear();
                here.extend(this.members().map(member).filter(|one| one.0 != NONE));
                here.sort_unstable();
                here.dedup();
                found.add(&here);
            }
        }
        found
    }

    /// One patient's week: (department, user), sorted and distinct.
    fn add(&mut self, here: &[(u32, u32)]) {
        let Some((_, first)) = here.first() else {
            return;
        };
        self.weeks = self.weeks.saturating_add(1);
        if here.iter().all(|(_, user)| user == first) {
            self.lone[*first as usize] += 1;
        }
        let groups = here.chunk_by(|a, b| a.0 == b.0).take(MOST_TOGETHER);
        let groups: Vec<&[(u32, u32)]> = groups.collect();
        for (place, group) in groups.iter().enumerate() {
            let (department, user) = group[0];
            self.alone[department as usize] += 1;
            for other in &groups[place + 1..] {
                self.together.add(department, other[0].0);
            }
            match group {
                [_] => self.add_only(user, &groups, department),
                [(_, first), (_, second)] => {
                    self.together.add(department, department);
                    self.only_with.add(*first, department);
                    self.only_with.add(*second, department);
                }
                _ => self.together.add(department, department),
            }
        }
    }

    fn add_only(&mut self, user: u32, groups: &[&[(u32, u32)]], own: u32) {
        self.only[user as usize] += 1;
        for other in groups {
            if other[0].0 != own {
                self.only_with.add(user, other[0].0);
            }
        }
    }

    /// How close a user's department is to another (or to itself), as if the user had never touched any record.
    pub(super) fn without(&self, user: u32, own: u32, other: u32) -> f64 {
        if own == NONE || other == NONE {
            return 0.0;
        }
        let together = self.together.get(own.min(other), own.max(other));
        let together = f64::from(together.saturating_sub(self.only_with.get(user, other)));
        let mine = self.alone[own as usize].saturating_sub(self.only[user as usize]);
        let theirs = if own == other {
            mine
        } else {
            self.alone[other as usize]
        };
        let weeks = self.weeks.saturating_sub(self.lone[user as usize]).max(1);
        let expected = f64::from(mine) * f64::from(theirs) / f64::from(weeks);
        libm::log((together + 0.5) / (expected + 0.5))
    }
}

fn week(entry: u64) -> i32 {
    parts(entry).0.div_euclid(7)
}

/// Counts in two dimensions, whole or sparse by their size.
#[derive(Debug)]
enum Tally {
    Whole { columns: usize, cells: Vec<u32> },
    Sparse(HashMap<(u32, u32), u32>),
}

impl Tally {
    fn new(rows: usize, columns: usize) -> Self {
        match rows.checked_mul(columns) {
            Some(size) if size <= MOST_CELLS => Self::Whole {
                columns,
                cells: vec![0; size],
            },
            _ => Self::Sparse(HashMap::new()),
        }
    }

    fn add(&mut self, row: u32, column: u32) {
        match self {
            Self::Whole { columns, cells } => cells[row as usize * *columns + column as usize] += 1,
            Self::Sparse(cells) => *cells.entry((row, column)).or_default() += 1,
        }
    }

    fn get(&self, row: u32, column: u32) -> u32 {
        match self {
            Self::Whole { columns, cells } => cells[row as usize * *columns + column as usize],
            Self::Sparse(cells) => cells.get(&(row, column)).copied().unwrap_or(0),
        }
    }
}
