//! Streets, postal codes and the households in them.

use super::super::names;

/// Postal codes of one campus.
const CODES: usize = 10;
/// One street for about so many patients.
const STREET_PATIENTS: usize = 66;

/// People who live together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    /// The number of the street among all streets of all campuses.
    pub(crate) street: u32,
    pub(crate) house: u16,
    /// The name most of them bear.
    pub(crate) family: u16,
    /// The first of its patients; the others follow.
    pub(crate) first: u32,
    pub(crate) members: u16,
}

/// All households and how streets are numbered.
pub(crate) struct Homes {
    pub(crate) all: Vec<Home>,
    /// Streets of each campus.
    pub(crate) streets: u32,
}

impl Homes {
    /// Room for the streets of campuses of this many patients.
    pub(crate) fn new(patients: u32) -> Self {
        let streets = (patients as usize / STREET_PATIENTS).clamp(6, names::STREETS);
        Self {
            all: Vec::new(),
            streets: u32::try_from(streets).expect("a few hundred"),
        }
    }

    /// The street's name, without a house.
    pub(crate) fn street(&self, street: u32) -> String {
        names::street((street % self.streets) as usize)
    }

    /// Codes no region of the country uses.
    pub(crate) fn postal(&self, street: u32) -> String {
        let campus = (street / self.streets) as usize;
        let within = (street % self.streets) as usize % CODES;
        format!("{:05}", 100 + campus * CODES + within)
    }

    pub(crate) fn line(&self, street: u32, house: u16) -> String {
        format!("{house} {}", self.street(street))
    }
}
