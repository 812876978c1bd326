//! Rows by the code they belong to: memberships by user, contacts by patient.

use crate::columns::{Contact, MOST_CODES, Membership, NONE};

/// What belongs to a code: the user of a membership, the patient of a contact.
pub trait Belongs {
    /// The code.
    fn owner(&self) -> u32;
}

impl Belongs for Membership {
    fn owner(&self) -> u32 {
        self.user
    }
}

impl Belongs for Contact {
    fn owner(&self) -> u32 {
        self.patient
    }
}

/// Rows by the code they belong to, each group sorted.
#[derive(Debug, Clone)]
pub struct Grouped<T> {
    /// Where the rows of a code begin; one more than there are codes.
    start: Vec<u32>,
    rows: Vec<T>,
}

impl<T> Default for Grouped<T> {
    fn default() -> Self {
        Self {
            start: vec![0],
            rows: Vec::new(),
        }
    }
}

impl<T: Belongs + Ord> Grouped<T> {
    /// Groups rows given in any order. Rows that belong to nobody ([`NONE`]) are left out, and repeated ones.
    #[must_use]
    pub fn new(mut rows: Vec<T>) -> Self {
        rows.retain(|row| row.owner() < MOST_CODES);
        rows.sort_unstable_by(|a, b| a.owner().cmp(&b.owner()).then_with(|| a.cmp(b)));
        rows.dedup();
        let codes = rows.last().map_or(0, |row| row.owner() as usize + 1);
        let mut start = vec![0_u32; codes + 1];
        for row in &rows {
            start[row.owner() as usize + 1] += 1;
        }
        for code in 0..codes {
            start[code + 1] += start[code];
        }
        Self { start, rows }
    }
}

impl<T> Grouped<T> {
    /// The rows of a code, sorted.
    #[must_use]
    pub fn of(&self, code: u32) -> &[T] {
        let bounds = (
            self.start.get(code as usize),
            self.start.get((code as usize).saturating_add(1)),
        );
        match bounds {
            (Some(from), Some(until)) => &self.rows[*from as usize..*until as usize],
            _ => &[],
        }
    }
}

impl Grouped<Membership> {
    /// The departments a user belongs to on a local day, ascending; one may come twice.
    pub fn on(&self, user: u32, day: i32) -> impl Iterator<Item = u32> + '_ {
        let rows = self.of(user).iter();
        let valid = rows.filter(move |row| row.from <= day && day <= row.until);
        valid
            .map(|row| row.department)
            .filter(|department| *department != NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(user: u32, department: u32, from: i32, until: i32) -> Membership {
        Membership {
            user,
            department,
            from,
            until,
        }
    }

    #[test]
    fn memberships_are_found_by_user_and_day() {
        let all = Grouped::new(vec![
            member(2, 7, 10, 20),
            member(0, 3, i32::MIN, i32::MAX),
            member(2, 5, 15, 30),
            member(2, 7, 10, 20),
            member(NONE, 9, 0, 1),
        ]);
        let nobody: [u32; 0] = [];
        let on = |user, day| all.on(user, day).collect::<Vec<_>>();
        assert_eq!(on(0, -5), [3]);
        assert_eq!(on(1, 15), nobody);
        assert_eq!(on(2, 9), nobody);
        assert_eq!(on(2, 10), [7]);
        assert_eq!(on(2, 20), [5, 7]);
        assert_eq!(on(2, 30), [5]);
        assert_eq!(on(2, 31), nobody);
        assert_eq!(on(3, 15), nobody);
        assert_eq!(on(NONE, 15), nobody);
    }
}
