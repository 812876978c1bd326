//! Logs that never were: the same people at the same moments, each with the patient of another access.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::columns::Accesses;
use crate::explain::Days;

/// Patients permuted over the whole period.
pub(super) fn over_all(accesses: &Accesses, seed: u64) -> Vec<u32> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    permuted(accesses, |_, patients| shuffle(patients, &mut random))
}

/// Patients permuted within each local day.
pub(super) fn within_days(accesses: &Accesses, days: &Days, seed: u64) -> Vec<u32> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    // Another stream of the same seed: the two logs do not depend on one another.
    random.set_stream(1);
    permuted(accesses, |rows, patients| {
        let day = |row: &u32| days.day(accesses.time[*row as usize]);
        let mut start = 0;
        for one_day in rows.chunk_by(|row, next| day(row) == day(next)) {
            let until = start + one_day.len();
            shuffle(&mut patients[start..until], &mut random);
            start = until;
        }
    })
}

/// Brings rows into an order that depends on what they say alone, lets their patients be moved, and puts them back.
fn permuted(accesses: &Accesses, shuffle: impl FnOnce(&[u32], &mut [u32])) -> Vec<u32> {
    let count = u32::try_from(accesses.len()).unwrap_or(u32::MAX);
    let usable = (0..count).filter(|row| accesses.can_be_tried(*row as usize));
    let mut rows: Vec<u32> = usable.collect();
    rows.sort_unstable_by_key(|row| {
        let row = *row as usize;
        (
            accesses.time[row],
            accesses.user[row],
            accesses.patient[row],
        )
    });
    let real = rows.iter().map(|row| accesses.patient[*row as usize]);
    let mut patients: Vec<u32> = real.collect();
    shuffle(&rows, &mut patients);
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
