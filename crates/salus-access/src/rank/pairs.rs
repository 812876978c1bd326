//! All accesses as pairs of user and patient by local day: everyone's for the activity, the unexplained ones apart.

use super::Evidence;
use super::activity::{Activity, entry, parts};
use super::conduct::{Conduct, Deeds};
use super::days::Days;
use super::people::People;
use crate::columns::{NONE, is_moment};

/// Unexplained accesses of one user to one patient on one local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) user: u32,
    pub(super) patient: u32,
    pub(super) day: i32,
    /// How many.
    pub(super) accesses: u32,
    /// The first and the last of them.
    pub(super) time: i64,
    pub(super) last: i64,
    /// The row of the first.
    pub(super) row: u32,
    /// What was done beside looking, by any of them.
    pub(super) deeds: Deeds,
    /// Where the first came from.
    pub(super) workstation: u32,
}

impl Open {
    /// Whether another pair is of the same user and day.
    pub(super) fn is_of_the_day(&self, other: &Self) -> bool {
        (self.user, self.day) == (other.user, other.day)
    }
}

/// What the lanes work on.
#[derive(Debug)]
pub(super) struct Pairs {
    pub(super) activity: Activity,
    /// In the windows, sorted by user, patient and day. Nobody's access to their own record is among them: that is a
    /// hard rule.
    pub(super) open: Vec<Open>,
    /// User and how many different hours of the week were seen on which days: (user, day, hour), sorted, distinct.
    pub(super) hours: Vec<u64>,
    /// Where users were on which days of the windows: (user, workstation, day), sorted, distinct.
    pub(super) seats: Vec<(u32, u32, i32)>,
    pub(super) skipped: u64,
}

/// One access, in new codes.
#[derive(Debug, Clone, Copy)]
struct Access {
    entry: u64,
    time: i64,
    row: u32,
    is_open: bool,
}

impl Pairs {
    pub(super) fn new(evidence: &Evidence<'_>, people: &People, days: &Days) -> Self {
        let sorted = Sorted::new(evidence, people, days);
        let patients = people.patients.len();
        let mut pairs = Self {
            activity: Activity::new(Vec::new(), Vec::new(), Vec::new()),
            open: Vec::new(),
            hours: Vec::new(),
            seats: Vec::new(),
            skipped: sorted.skipped,
        };
        let mut start = Vec::with_capacity(patients + 1);
        let (mut entries, mut homes) = (Vec::new(), Vec::new());
        let mut accesses = Vec::new();
        start.push(0);
        for patient in 0..patients {
            accesses.clear();
            let rows = &sorted.rows[sorted.start[patient]..sorted.start[patient + 1]];
            accesses.extend(
                rows.iter()
                    .filter_map(|row| access(evidence, people, days, *row)),
            );
            accesses.sort_unstable_by_key(|access| (access.entry, access.time, access.row));
            pairs.take_hours(&accesses, days);
            pairs.take_seats(&accesses, (&evidence.conduct, days));
            for day in accesses.chunk_by(|a, b| a.entry == b.entry) {
                let (date, user) = parts(day[0].entry);
                entries.push(day[0].entry);
                homes.push(people.home(user, date));
                let conduct = &evidence.conduct;
                pairs.take_open(patient as u32, day, (people, days), conduct);
            }
            start.push(entries.len());
        }
        pairs.activity = Activity::new(start, entries, homes);
        pairs.hours.sort_unstable();
        pairs.hours.dedup();
        pairs.seats.sort_unstable();
        pairs.seats.dedup();
        pairs
            .open
            .sort_unstable_by_key(|open| (open.user, open.patient, open.day));
        pairs
    }

    /// The accesses of one user to one patient on one day.
    fn take_open(
        &mut self,
        patient: u32,
        day: &[Access],
        (people, days): (&People, &Days),
        conduct: &Conduct<'_>,
    ) {
        let (date, user) = parts(day[0].entry);
        let is_own = people.patients[patient as usize].staff == user;
        if is_own || !days.is_inside(date) {
            return;
        }
        let mut unexplained = day.iter().filter(|access| access.is_open);
        let Some(first) = unexplained.next() else {
            return;
        };
        let mut open = Open {
            user,
            patient,
            day: date,
            accesses: 1,
            time: first.time,
            last: first.time,
            row: first.row,
            deeds: conduct.deeds(first.row),
            workstation: conduct.workstation_of(first.row),
        };
        for access in unexplained {
            open.deeds.add(conduct.deeds(access.row));
            open.accesses = open.accesses.saturating_add(1);
            open.last = access.time;
        }
        self.open.push(open);
    }

    fn take_seats(&mut self, accesses: &[Access], (conduct, days): (&Conduct<'_>, &Days)) {
        // What one patient's day holds many times over shall not fill the memory.
        let mut seats = Vec::new();
        for access in accesses {
            let (day, user) = parts(access.entry);
            let workstation = conduct.workstation_of(access.row);
            if workstation != NONE && days.is_inside(day) {
                seats.push((user, workstation, day));
            }
        }
        seats.sort_unstable();
        seats.dedup();
        self.seats.append(&mut seats);
    }

    fn take_hours(&mut self, accesses: &[Access], days: &Days) {
        // What one patient's day holds many times over shall not fill the memory.
        let mut hours = Vec::new();
        for access in accesses {
            let (day, user) = parts(access.entry);
            if days.is_inside(day) {
                let hour = days.hour_of_week(access.time, day);
                hours.push(pack_hour(user, day, hour % 24));
            }
        }
        hours.sort_unstable();
        hours.dedup();
        self.hours.append(&mut hours);
    }
}

/// User, day (of this and the last century) and hour in one number that sorts as such.
fn pack_hour(user: u32, day: i32, hour: usize) -> u64 {
    let day = (i64::from(day) + (1 << 26)).clamp(0, (1 << 27) - 1) as u64;
    (u64::from(user) << 32) | (day << 5) | hour as u64
}

/// The user, day and hour of the day of a packed one.
pub(super) fn unpack_hour(packed: u64) -> (u32, i32, usize) {
    let day = ((packed >> 5) & ((1 << 27) - 1)) as i64 - (1 << 26);
    ((packed >> 32) as u32, day as i32, (packed & 31) as usize)
}

/// Rows by patient.
struct Sorted {
    start: Vec<usize>,
    rows: Vec<u32>,
    skipped: u64,
}

impl Sorted {
    fn new(evidence: &Evidence<'_>, people: &People, days: &Days) -> Self {
        let count = evidence.accesses.len().min(u32::MAX as usize);
        let patient_of = |row: usize| {
            let old = evidence.accesses.patient.get(row).copied();
            people.patient_codes.new_of(old.unwrap_or(NONE))
        };
        let mut start = vec![0_usize; people.patients.len() + 1];
        let mut skipped = (evidence.accesses.len() - count) as u64;
        let mut wanted = Vec::with_capacity(count);
        for row in 0..count {
            let is_known = patient_of(row) != NONE && user_of(evidence, people, row) != NONE;
            let is_timed = is_moment(evidence.accesses.time[row]);
            skipped += u64::from(!(is_known && is_timed));
            if is_known && days.day(evidence.accesses.time[row]).is_some() {
                start[patient_of(row) as usize + 1] += 1;
                wanted.push(row as u32);
            }
        }
        for patient in 0..people.patients.len() {
            start[patient + 1] += start[patient];
        }
        let mut next = start.clone();
        let mut rows = vec![0_u32; wanted.len()];
        for row in wanted {
            let place = &mut next[patient_of(row as usize) as usize];
            rows[*place] = row;
            *place += 1;
        }
        Self {
            start,
            rows,
            skipped,
        }
    }
}

fn user_of(evidence: &Evidence<'_>, people: &People, row: usize) -> u32 {
    let old = evidence.accesses.user.get(row).copied();
    people.user_codes.new_of(old.unwrap_or(NONE))
}

fn access(evidence: &Evidence<'_>, people: &People, days: &Days, row: u32) -> Option<Access> {
    let place = row as usize;
    let time = *evidence.accesses.time.get(place)?;
    Some(Access {
        entry: entry(days.day(time)?, user_of(evidence, people, place)),
        time,
        row,
        is_open: evidence.unexplained.get(place).copied().unwrap_or(false),
    })
}

#[cfg(test)]
mod tests {
    use super::{pack_hour, unpack_hour};

    #[test]
    fn hours_are_packed_and_found_again() {
        for case in [(0, 0, 0), (7, -40_000, 23), (u32::MAX, 50_000_000, 5)] {
            assert_eq!(unpack_hour(pack_hour(case.0, case.1, case.2)), case);
        }
        assert!(pack_hour(1, 5, 23) < pack_hour(1, 6, 0));
    }
}
