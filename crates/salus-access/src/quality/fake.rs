//! Logs that never were: the same people at the same moments, each with the patient of another access.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::columns::{Accesses, Calendar};
use crate::explain::Days;

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
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    match within {
        Within::Period => shuffle(&mut patients, &mut random),
        Within::Day => {
            // Another stream of the same seed: the two logs do not depend on one another.
            random.set_stream(1);
            let days = Days::new(&accesses.time, 0, 0, calendar);
            let day = |row: &u32| days.day(told(row).0);
            let mut rest = patients.as_mut_slice();
            for one_day in rows.chunk_by(|row, next| day(row) == day(next)) {
                let (today, later) = rest.split_at_mut(one_day.len());
                shuffle(today, &mut random);
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

/// Fisher and Yates' shuffle.
fn shuffle(patients: &mut [u32], random: &mut ChaCha8Rng) {
    for at in (1..patients.len()).rev() {
        // The high half of a product is a number below `at + 1`, as evenly as 64 bits can be.
        let wide = u128::from(random.next_u64()) * (at as u128 + 1);
        let other = usize::try_from(wide >> 64).unwrap_or(at);
        patients.swap(at, other);
    }
}
