//! How complete the log is, before any percentage of it is believed: what is missing, silent, shared or mistimed.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::columns::{Accesses, Calendar, NO_TIME, NONE, at, code, is_moment};
use crate::explain::Days;

/// Two workstations within this time (microseconds) are two people, or one very quick one.
const SAME_MINUTE: i64 = 60 * 1_000_000;
/// An application must have been used on so many days before silence means something.
const LEAST_DAYS: usize = 10;
/// An application without a clock has at least so many accesses at midnight.
const LEAST_AT_MIDNIGHT: u64 = 20;

/// Where each access came from, row by row of the accesses; codes, or [`NONE`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The program that recorded it.
    pub application: Vec<u32>,
    /// The address or workstation.
    pub workstation: Vec<u32>,
}

/// The period that the log is said to cover, in moments of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    /// First moment inside.
    pub from: i64,
    /// First moment after it.
    pub until: i64,
}

/// What is missing, silent, shared or mistimed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// Accesses in all.
    pub accesses: u64,
    /// Without a user.
    pub without_user: u64,
    /// Without a patient.
    pub without_patient: u64,
    /// Without a time.
    pub without_time: u64,
    /// With a time before 1900 or after 2199.
    pub impossible_time: u64,
    /// Before the period begins.
    pub before: u64,
    /// At or after its end: in the future, when it ends now.
    pub after: u64,
    /// Each application, by code; [`NONE`] for accesses without.
    pub applications: Vec<Application>,
    /// Users who worked at two workstations within a minute, those with most such moments first.
    pub shared: Vec<Shared>,
}

/// What one application recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Application {
    /// Its code.
    pub application: u32,
    /// Accesses in all.
    pub accesses: u64,
    /// Without a user.
    pub without_user: u64,
    /// Without a patient.
    pub without_patient: u64,
    /// Accesses at exactly midnight: many mean that it records days, not times.
    pub at_midnight: u64,
    /// More than 5 % of its accesses, and more than chance, stand at midnight.
    pub is_without_clock: bool,
    /// Local days with an access, and how many.
    pub days: BTreeMap<i32, u64>,
    /// Stretches without an access that are longer than its rhythm, up to the end of the period: first and last day.
    pub silences: Vec<(i32, i32)>,
}

/// A user who may be several people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// Who.
    pub user: u32,
    /// How often the workstation changed within a minute.
    pub changes: u64,
    /// On how many local days.
    pub days: u32,
    /// Accesses with a known workstation.
    pub accesses: u64,
}

/// Measures how complete the log is. A column of `origin` that is too short has no value where it ends.
#[must_use]
pub fn completeness(
    accesses: &Accesses,
    origin: &Origin,
    covered: Covered,
    calendar: &dyn Calendar,
) -> Completeness {
    let days = Days::new(&accesses.time, 0, 0, calendar);
    let mut found = Completeness {
        accesses: accesses.len() as u64,
        shared: shared(accesses, origin, &days),
        ..Completeness::default()
    };
    let mut applications: BTreeMap<u32, Application> = BTreeMap::new();
    for (row, time) in accesses.time.iter().enumerate() {
        let no_user = at(&accesses.user, code(row)) == NONE;
        let no_patient = at(&accesses.patient, code(row)) == NONE;
        found.without_user += u64::from(no_user);
        found.without_patient += u64::from(no_patient);
        let one = applications
            .entry(at(&origin.application, code(row)))
            .or_default();
        one.accesses += 1;
        one.without_user += u64::from(no_user);
        one.without_patient += u64::from(no_patient);
        if *time == NO_TIME {
            found.without_time += 1;
        } else if !is_moment(*time) {
            found.impossible_time += 1;
        } else if *time < covered.from {
            found.before += 1;
        } else if *time >= covered.until {
            found.after += 1;
        } else if let Some(day) = days.day(*time) {
            one.at_midnight += u64::from(days.midnight(day) == *time);
            *one.days.entry(day).or_default() += 1;
        }
    }
    let last = calendar.day(covered.until.saturating_sub(1));
    found.applications = applications
        .into_iter()
        .map(|(application, mut one)| {
            one.application = application;
            one.is_without_clock =
                one.at_midnight >= LEAST_AT_MIDNIGHT && one.at_midnight * 20 > one.accesses;
            one.silences = silences(&one.days, last);
            one
        })
        .collect();
    found
}

/// Stretches without an access that are more than twice as long as nine of ten others, and more than a day longer.
fn silences(days: &BTreeMap<i32, u64>, last: i32) -> Vec<(i32, i32)> {
    if days.len() < LEAST_DAYS {
        return Vec::new();
    }
    let used: Vec<i32> = days.keys().copied().collect();
    let mut steps: Vec<i32> = used.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.sort_unstable();
    let usual = steps[(steps.len() - 1) * 9 / 10];
    let longest = usual.saturating_mul(2).saturating_add(1);
    let after = used.last().map(|day| (*day, last.saturating_add(1)));
    let gaps = used.windows(2).map(|pair| (pair[0], pair[1])).chain(after);
    gaps.filter(|(from, until)| until.saturating_sub(*from) > longest)
        .map(|(from, until)| (from + 1, until - 1))
        .collect()
}

fn shared(accesses: &Accesses, origin: &Origin, days: &Days) -> Vec<Shared> {
    let known = |row: &u32| {
        at(&accesses.user, *row) != NONE
            && at(&origin.workstation, *row) != NONE
            && is_moment(accesses.time[*row as usize])
    };
    let mut rows: Vec<u32> = (0..code(accesses.len())).filter(known).collect();
    let told = |row: &u32| {
        let row = *row as usize;
        (
            accesses.user[row],
            accesses.time[row],
            origin.workstation[row],
        )
    };
    rows.sort_unstable_by_key(told);
    let mut found: Vec<Shared> = Vec::new();
    for of_user in rows.chunk_by(|row, next| told(row).0 == told(next).0) {
        let changed = of_user.windows(2).filter_map(|pair| {
            let (_, before, from) = told(&pair[0]);
            let (_, after, to) = told(&pair[1]);
            (from != to && after - before <= SAME_MINUTE).then(|| days.day(after))
        });
        let mut on: Vec<Option<i32>> = changed.collect();
        let changes = on.len() as u64;
        on.dedup();
        if changes > 0 {
            found.push(Shared {
                user: told(&of_user[0]).0,
                changes,
                days: code(on.len()),
                accesses: of_user.len() as u64,
            });
        }
    }
    found.sort_by_key(|one| (std::cmp::Reverse(one.changes), one.user));
    found
}
