//! Logs that never were: the same people at the same moments, each with the patient of another access.

use salus_stats::random::Random;

use crate::columns::{Accesses, Calendar};
use crate::explain::Days;

/// The stream of the seed that the period is permuted by; the next one is for days. Those below 2^32 are the ranking's.
const PERIOD: u64 = 1 << 32;

/// Among which accesses patients change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// All of the period: a stranger's record.
    Period,
    /// Those of the same local day: another patient under treatment.
    Day,
}

/// The patients of the accesses, permuted; accesses without user, patient or time keep theirs.
///
/// The same seed gives the same log, whatever the order of rows.
#[must_use]
pub fn permuted(
    accesses: &Accesses,
    calendar: &dyn Calendar,
    within: Within,
    seed: u64,
) -> Vec<u32> {
    let count = u32::try_from(accesses.len()).unwrap_or(u32::MAX);
    let usable = (0..count).filter(|row| accesses.can_be_tried(*row as usize));
    let mut rows: Vec<u32> = usable.collect();
    let told = |row: &u32| {
        let row = *row as usize;
        (
            accesses.time[row],
            accesses.user[row],
            accesses.patient[row],
        )
    };
    rows.sort_unstable_by_key(told);
    let mut patients: Vec<u32> = rows.iter().map(|row| told(row).2).collect();
    match within {
        Within::Period => Random::stream(seed, PERIOD).shuffle(&mut patients),
        Within::Day => {
            let mut random = Random::stream(seed, PERIOD + 1);
            let days = Days::new(&accesses.time, 0, 0, calendar);
            let day = |row: &u32| days.day(told(row).0);
            let mut rest = patients.as_mut_slice();
            for one_day in rows.chunk_by(|row, next| day(row) == day(next)) {
                let (today, later) = rest.split_at_mut(one_day.len());
                random.shuffle(today);
                rest = later;
            }
        }
    }
    let mut column = accesses.patient.clone();
    for (row, patient) in rows.iter().zip(patients) {
        column[*row as usize] = patient;
    }
    column
}
