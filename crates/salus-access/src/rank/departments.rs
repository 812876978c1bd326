//! Who belongs where on which day, cut into stretches in which nothing changes.

use super::order::Order;
use crate::columns::{Membership, NONE};
use crate::grouped::Grouped;

/// Departments that a user may belong to at one time; of more, those since the latest days count.
const MOST_AT_ONCE: usize = 16;

/// For each user (by new code) the stretches of days with the same departments, so that a rota with a row for every day
/// costs no more to look at than one row.
#[derive(Debug)]
pub(super) struct Departments {
    /// Where the stretches of a user begin; one more than there are users.
    start: Vec<u32>,
    stretches: Vec<Stretch>,
    departments: Vec<u32>,
}

/// From a day until the next stretch of the user.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: i32,
    home: u32,
    /// Sorted departments, as a range of all of them.
    departments: (u32, u32),
}

impl Departments {
    pub(super) fn new(rows: &Grouped<Membership>, users: &Order, codes: &Order) -> Self {
        let mut all = Self {
            start: vec![0],
            stretches: Vec::new(),
            departments: Vec::new(),
        };
        let mut own: Vec<Membership> = Vec::new();
        for old in users.olds() {
            own.clear();
            own.extend(rows.of(old).iter().filter_map(|row| {
                let department = codes.new_of(row.department);
                let is_sound = department != NONE && row.from <= row.until;
                is_sound.then_some(Membership { department, ..*row })
            }));
            all.add(&mut own);
            all.start.push(all.stretches.len() as u32);
        }
        all
    }

    /// The departments of a user on a day, sorted.
    pub(super) fn on(&self, user: u32, day: i32) -> &[u32] {
        self.stretch(user, day).map_or(&[], |stretch| {
            let (from, until) = stretch.departments;
            &self.departments[from as usize..until as usize]
        })
    }

    /// The department that a user belongs to since the latest day (of several the first by key), or [`NONE`].
    pub(super) fn home(&self, user: u32, day: i32) -> u32 {
        self.stretch(user, day).map_or(NONE, |stretch| stretch.home)
    }

    fn stretch(&self, user: u32, day: i32) -> Option<&Stretch> {
        let from = *self.start.get(user as usize)? as usize;
        let until = *self.start.get(user as usize + 1)? as usize;
        let own = &self.stretches[from..until];
        let after = own.partition_point(|stretch| stretch.from <= day);
        own.get(after.checked_sub(1)?)
    }

    /// The rows of one user.
    fn add(&mut self, rows: &mut [Membership]) {
        rows.sort_unstable_by_key(|row| (row.from, row.department, row.until));
        let ends = rows.iter().filter_map(|row| row.until.checked_add(1));
        let mut changes: Vec<i32> = rows.iter().map(|row| row.from).chain(ends).collect();
        changes.sort_unstable();
        changes.dedup();
        let mut next = 0;
        let mut here: Vec<Membership> = Vec::new();
        for day in changes {
            here.retain(|row| row.until >= day);
            while let Some(row) = rows.get(next).filter(|row| row.from <= day) {
                next += 1;
                // A longer row of the same department takes the place of one that has it already.
                here.retain(|known| known.department != row.department || known.until > row.until);
                here.push(*row);
                if here.len() > MOST_AT_ONCE {
                    here.remove(0);
                }
            }
            self.close(day, &here);
        }
    }

    fn close(&mut self, from: i32, here: &[Membership]) {
        let mut own: Vec<u32> = here.iter().map(|row| row.department).collect();
        own.sort_unstable();
        own.dedup();
        let begin = self.departments.len();
        self.departments.append(&mut own);
        let latest = here
            .iter()
            .max_by_key(|row| (row.from, std::cmp::Reverse(row.department)));
        self.stretches.push(Stretch {
            from,
            home: latest.map_or(NONE, |row| row.department),
            departments: (begin as u32, self.departments.len() as u32),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_for_every_day_and_too_many_at_once() {
        let row = |department, from, until| Membership {
            user: 0,
            department,
            from,
            until,
        };
        let daily = (0..5_000).map(|day| row(3, day, day)).collect();
        let users = Order::new(&[1]);
        let codes: Vec<u64> = (0..100).collect();
        let all = Departments::new(&Grouped::new(daily), &users, &Order::new(&codes));
        assert_eq!((all.on(0, 4_999), all.home(0, 0)), (&[3][..], 3));
        assert!(all.on(0, 5_000).is_empty() && all.on(0, -1).is_empty() && all.on(1, 0).is_empty());
        let crowd = (0..100).map(|department| row(department, 0, 9)).collect();
        let all = Departments::new(&Grouped::new(crowd), &users, &Order::new(&codes));
        assert_eq!(all.on(0, 5).len(), MOST_AT_ONCE);
    }

    proptest! {
        #[test]
        fn same_as_looking_at_all_rows(rows in prop::collection::vec((0_u32..3, 0_u32..5, -3_i32..12, -3_i32..12), 0..25), day in -5_i32..15) {
            let rows: Vec<Membership> = rows
                .iter()
                .map(|(user, department, from, until)| Membership {
                    user: *user,
                    department: *department,
                    from: if *from == -3 { i32::MIN } else { *from },
                    until: if *until == 11 { i32::MAX } else { *until },
                })
                .collect();
            let grouped = Grouped::new(rows);
            let (users, codes) = (Order::new(&[2, 1, 0]), Order::new(&[4, 3, 2, 1, 0]));
            let all = Departments::new(&grouped, &users, &codes);
            for user in 0..3 {
                let old = users.old_of(user);
                let mut expected: Vec<u32> = grouped.on(old, day).map(|old| codes.new_of(old)).collect();
                expected.sort_unstable();
                expected.dedup();
                prop_assert_eq!(all.on(user, day), &expected[..]);
                let home = all.home(user, day);
                prop_assert_eq!(home == NONE, expected.is_empty());
                prop_assert!(home == NONE || expected.contains(&home));
            }
        }
    }
}
