//! Lane one: what flags are worth, by how much oftener they come among unexplained accesses than by chance.

use super::Settings;
use super::flags::{Flag, FlagSet, flags};
use super::pairs::{Open, Pairs};
use super::people::{People, Traits};
use super::threads::in_stretches;
use crate::columns::Patients;
use salus_stats::random::Random;
use std::collections::HashMap;

/// A flag counts at least so much: a policy names it, whatever chance says (methods A.6).
const FLOOR: f64 = 0.5;
/// Of two flags that chance cannot tell apart the rarer one says more: so much of -ln of its share is added.
const RARITY: f64 = 0.25;
const FLAGS: usize = Flag::ALL.len();

/// How often a flag came, how often it would by chance, and what it counts for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlagFigures {
    /// Which.
    pub flag: Flag,
    /// Unexplained pairs of user and patient in a day that have it.
    pub observed: u64,
    /// The same on average when patients are permuted within each day. What the patient alone decides does not change by
    /// that: for it, what would be if the unexplained pairs had it as often as all pairs of the day.
    pub expected: f64,
    /// max(0.5, ln((O + 0.5) / (E + 0.5))) - 0.25 ln((O + 1) / (N + 1)), of N unexplained pairs.
    pub weight: f64,
}

/// The figures of all flags.
#[derive(Debug)]
pub(super) struct Figures {
    figures: [FlagFigures; FLAGS],
}

impl Figures {
    pub(super) fn new(pairs: &Pairs, people: &People, settings: &Settings) -> Self {
        let mut by_day: Vec<&Open> = pairs.open.iter().collect();
        by_day.sort_unstable_by_key(|open| (open.day, open.user, open.patient));
        let days: Vec<&[&Open]> = by_day.chunk_by(|a, b| a.day == b.day).collect();
        let counted = in_stretches(&days, settings.threads, 1, |days| {
            let each = days.iter().map(|day| count(day, people, settings));
            each.collect()
        });
        let (mut observed, mut by_chance) = ([0_u64; FLAGS], [0_u64; FLAGS]);
        for (real, fake) in counted {
            add(&mut observed, &real);
            add(&mut by_chance, &fake);
        }
        let rounds = f64::from(settings.permutations.max(1));
        let of_patients = by_patient(&days, pairs, people);
        let figures = Flag::ALL.map(|flag| {
            let place = flag as usize;
            let expected = match flag {
                Flag::Vip => of_patients[0],
                Flag::Deceased => of_patients[1],
                _ => by_chance[place] as f64 / rounds,
            };
            figure(flag, (observed[place], pairs.open.len()), expected)
        });
        Self { figures }
    }

    /// Sum of the weights of the flags that are set.
    pub(super) fn score(&self, set: FlagSet) -> f64 {
        set.iter().map(|flag| self.of(flag).weight).sum()
    }

    pub(super) fn of(&self, flag: Flag) -> &FlagFigures {
        &self.figures[flag as usize]
    }

    pub(super) fn all(&self) -> Vec<FlagFigures> {
        self.figures.to_vec()
    }
}

fn figure(flag: Flag, (observed, all): (u64, usize), expected: f64) -> FlagFigures {
    let share = (observed as f64 + 1.0) / (all as f64 + 1.0);
    let ratio = (observed as f64 + 0.5) / (expected + 0.5);
    FlagFigures {
        flag,
        observed,
        expected,
        weight: libm::log(ratio).max(FLOOR) - RARITY * libm::log(share),
    }
}

/// How many unexplained pairs would be of patients known to the public, and of dead ones, if that had no part in it.
fn by_patient(days: &[&[&Open]], pairs: &Pairs, people: &People) -> [f64; 2] {
    let mut all: HashMap<i32, [f64; 3]> = HashMap::new();
    for (patient, day, _) in pairs.activity.iter() {
        let bits = people.patients[patient as usize].bits;
        let sums = all.entry(day).or_default();
        sums[0] += 1.0;
        sums[1] += f64::from(bits & Patients::VIP != 0);
        sums[2] += f64::from(bits & Patients::DECEASED != 0);
    }
    let mut expected = [0.0; 2];
    for day in days {
        let Some(sums) = day.first().and_then(|open| all.get(&open.day)) else {
            continue;
        };
        expected[0] += day.len() as f64 * sums[1] / sums[0];
        expected[1] += day.len() as f64 * sums[2] / sums[0];
    }
    expected
}

type Counts = ([u64; FLAGS], [u64; FLAGS]);

fn add(sum: &mut [u64; FLAGS], part: &[u64; FLAGS]) {
    for (sum, part) in sum.iter_mut().zip(part) {
        *sum += part;
    }
}

/// One day: the flags as they are, and summed over all permutations of its patients.
fn count(day: &[&Open], people: &People, settings: &Settings) -> Counts {
    let Some(first) = day.first() else {
        return ([0; FLAGS], [0; FLAGS]);
    };
    // Gathered, so that permuting stays within the cache.
    let users: Vec<Traits> = day
        .iter()
        .map(|open| people.users[open.user as usize])
        .collect();
    let mut patients: Vec<Traits> = day
        .iter()
        .map(|open| people.patients[open.patient as usize])
        .collect();
    let tally = |patients: &[Traits]| {
        let mut sets = [0_u64; FLAGS];
        for (user, patient) in users.iter().zip(patients) {
            for flag in flags(people, user, patient, first.day).places() {
                sets[flag] += 1;
            }
        }
        sets
    };
    let real = tally(&patients);
    let mut fake = [0_u64; FLAGS];
    let mut random = Random::stream(settings.seed, u64::from(first.day as u32));
    for _ in 0..settings.permutations {
        random.shuffle(&mut patients);
        add(&mut fake, &tally(&patients));
    }
    (real, fake)
}
