//! Who touched each patient's record, day by day.

/// Entries looked at around one access. A record that more people open at once is judged by the days closest to it.
const MOST_AROUND: usize = 4_096;

/// Distinct (patient, day, user), by new codes, sorted.
#[derive(Debug)]
pub(super) struct Activity {
    start: Vec<usize>,
    /// Day and user, packed so that they sort as such.
    entries: Vec<u64>,
    /// The department of each entry's user on its day.
    homes: Vec<u32>,
}

/// Entries of one patient with the departments of their users.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entries<'a> {
    pub(super) entries: &'a [u64],
    pub(super) homes: &'a [u32],
}

impl Entries<'_> {
    /// Department and user of each, in one number that sorts as such.
    pub(super) fn members(&self) -> impl Iterator<Item = u64> + '_ {
        let both = self.homes.iter().zip(self.entries);
        both.map(|(home, entry)| (u64::from(*home) << 32) | u64::from(parts(*entry).1))
    }
}

/// The department and the user of a member.
pub(super) fn member(packed: u64) -> (u32, u32) {
    ((packed >> 32) as u32, packed as u32)
}

/// The packed form of a day and a user.
pub(super) fn entry(day: i32, user: u32) -> u64 {
    (u64::from(day as u32 ^ 0x8000_0000) << 32) | u64::from(user)
}

/// The day and the user of an entry.
pub(super) fn parts(entry: u64) -> (i32, u32) {
    (((entry >> 32) as u32 ^ 0x8000_0000) as i32, entry as u32)
}

impl Activity {
    /// `entries` sorted within each patient; `start` has one more than there are patients.
    pub(super) fn new(start: Vec<usize>, entries: Vec<u64>, homes: Vec<u32>) -> Self {
        Self {
            start,
            entries,
            homes,
        }
    }

    /// All entries of a patient, by day, then user.
    pub(super) fn of(&self, patient: u32) -> Entries<'_> {
        let bounds = (
            self.start.get(patient as usize),
            self.start.get((patient as usize).saturating_add(1)),
        );
        let range = match bounds {
            (Some(from), Some(until)) => *from..*until,
            _ => 0..0,
        };
        Entries {
            entries: &self.entries[range.clone()],
            homes: &self.homes[range],
        }
    }

    pub(super) fn patients(&self) -> u32 {
        self.start.len().saturating_sub(1) as u32
    }

    /// All entries with their patients, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, i32, u32)> + '_ {
        (0..self.patients()).flat_map(|patient| {
            let entries = self.of(patient).entries.iter();
            entries.map(move |entry| {
                let (day, user) = parts(*entry);
                (patient, day, user)
            })
        })
    }

    /// The entries of a patient from `before` days before a day until `after` days after it.
    pub(super) fn around(&self, patient: u32, day: i32, before: i32, after: i32) -> Entries<'_> {
        let all = self.of(patient);
        let (mut before, mut after) = (before, after);
        loop {
            let from = entry(day.saturating_sub(before), 0);
            let until = entry(day.saturating_add(after), u32::MAX);
            let low = all.entries.partition_point(|entry| *entry < from);
            let high = all.entries.partition_point(|entry| *entry <= until);
            let is_last = before <= 0 && after <= 0;
            let mut range = low..high.max(low);
            if is_last {
                range.end = range.end.min(low + MOST_AROUND);
            }
            if range.len() <= MOST_AROUND {
                return Entries {
                    entries: &all.entries[range.clone()],
                    homes: &all.homes[range],
                };
            }
            (before, after) = (before / 2, after / 2);
        }
    }

    /// Whether the user touched the record in the `back` days before a day.
    pub(super) fn was_there(&self, patient: u32, user: u32, day: i32, back: i32) -> bool {
        let entries = self.around(patient, day.saturating_sub(1), back.saturating_sub(1), 0);
        let mut found = entries.entries.iter();
        found.any(|entry| parts(*entry).1 == user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_before_and_after() {
        let entries: Vec<u64> = [(-3, 5), (0, 1), (0, 7), (4, 5), (9, 2)]
            .iter()
            .map(|(day, user)| entry(*day, *user))
            .collect();
        assert!(entries.is_sorted());
        let activity = Activity::new(vec![0, 0, 5], entries, vec![7, 8, 9, 7, 8]);
        let around = |day, before, after| {
            let found = activity.around(1, day, before, after);
            found
                .entries
                .iter()
                .map(|entry| parts(*entry))
                .collect::<Vec<_>>()
        };
        assert_eq!(around(0, 3, 3), [(-3, 5), (0, 1), (0, 7)]);
        assert_eq!(around(0, 2, 4), [(0, 1), (0, 7), (4, 5)]);
        assert_eq!(around(20, 7, 7), []);
        assert!(activity.of(0).entries.is_empty() && activity.of(9).entries.is_empty());
        assert!(activity.was_there(1, 5, 4, 30));
        assert!(!activity.was_there(1, 5, -3, 30));
        assert!(!activity.was_there(1, 2, 9, 30));
        assert!(!activity.was_there(1, 5, 9, 4) && activity.was_there(1, 5, 9, 5));
        assert_eq!(activity.iter().count(), 5);
        let members: Vec<_> = activity.around(1, 0, 0, 0).members().map(member).collect();
        assert_eq!(members, [(8, 1), (9, 7)]);
    }

    #[test]
    fn a_crowd_is_looked_at_in_part() {
        let mut entries: Vec<u64> = (0..3_000).map(|user| entry(0, user)).collect();
        entries.extend((0..3_000).map(|user| entry(5, user)));
        let activity = Activity::new(vec![0, 6_000], entries, vec![0; 6_000]);
        assert_eq!(activity.around(0, 0, 7, 7).entries.len(), 3_000);
        let crowd: Vec<u64> = (0..9_000).map(|user| entry(0, user)).collect();
        let activity = Activity::new(vec![0, 9_000], crowd, vec![0; 9_000]);
        assert_eq!(activity.around(0, 0, 7, 7).entries.len(), MOST_AROUND);
    }
}
