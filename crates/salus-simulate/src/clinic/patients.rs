//! The invented patients: names, addresses, and the few that matter to the planted stories.

use super::people::{FAMILY, GIVEN};
use crate::random::Random;

/// How many people the clinic treats.
pub(crate) const COUNT: usize = 350;

/// One patient.
pub(crate) struct Patient {
    pub(crate) id: String,
    pub(crate) given: String,
    pub(crate) family: String,
    pub(crate) gender: &'static str,
    pub(crate) born: String,
    pub(crate) street: String,
}

/// Where the front-desk worker who snoops lives; two patients live next door.
pub(crate) const SNOOPER_STREET: &str = "Juniper Bend";
/// The patients the snooper opens: two neighbours and a co-worker.
pub(crate) const SNOOPED: [usize; 3] = [41, 42, 43];

const STREETS: [&str; 10] = [
    "Alder Lane",
    "Quarry Road",
    "Mill Street",
    "Orchard Way",
    "Cedar Court",
    "Prairie Avenue",
    "Station Road",
    "Lakeview Drive",
    "Chapel Hill",
    "Foundry Row",
];

pub(crate) fn all(random: &mut Random) -> Vec<Patient> {
    (0..COUNT).map(|number| one(number, random)).collect()
}

fn one(number: usize, random: &mut Random) -> Patient {
    let year = random.between(1936, 2024);
    let month = random.between(1, 12);
    let day = random.between(1, 28);
    let mut patient = Patient {
        id: format!("pat-{:04}", 1_000 + number),
        given: (*random.pick(&GIVEN)).to_owned(),
        family: (*random.pick(&FAMILY)).to_owned(),
        gender: if random.chance(52) { "female" } else { "male" },
        born: format!("{year}-{month:02}-{day:02}"),
        street: format!("{} {}", random.between(1, 240), random.pick(&STREETS)),
    };
    match SNOOPED.iter().position(|snooped| *snooped == number) {
        Some(2) => {
            "Joel".clone_into(&mut patient.given);
            "Whitaker".clone_into(&mut patient.family);
            "1991-07-19".clone_into(&mut patient.born);
            patient.gender = "male";
        }
        Some(neighbour) => patient.street = format!("{} {SNOOPER_STREET}", 12 + neighbour * 4),
        None => {}
    }
    patient
}
