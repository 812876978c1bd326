//! The people who are treated: names, ages, households, work, lasting conditions.

use super::super::clock;
use super::super::departments::{self, PROVIDERS};
use super::super::illness;
use super::super::names::{self, Ranked};
use super::super::plan::Plan;
use super::homes::{Home, Homes};
use super::{NONE, World, department};
use crate::random::Random;

/// No employer.
pub(crate) const NO_WORK: u16 = u16::MAX;
/// The hospital itself.
pub(crate) const OWN_WORK: u16 = u16::MAX - 1;

/// One patient, small: a system has a million of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patient {
    pub(crate) given: u16,
    pub(crate) family: u16,
    pub(crate) employer: u16,
    /// The clinic of first contact.
    pub(crate) clinic: u16,
    /// Day of birth, counted from 1 January 1970.
    pub(crate) born: i32,
    /// Day of death, or 0.
    pub(crate) died: i32,
    pub(crate) home: u32,
    /// Lasting conditions, a set of specialties.
    pub(crate) lasting: u32,
    /// The physician or nurse practitioner of first contact, or nobody.
    pub(crate) primary: u32,
    /// The member of staff this patient is, or nobody.
    pub(crate) staff: u32,
    flags: u8,
}

const FEMALE: u8 = 1;
const VIP: u8 = 2;
const RESTRICTED: u8 = 4;

impl Patient {
    pub(crate) fn is_female(&self) -> bool {
        self.flags & FEMALE != 0
    }

    /// Known to everybody in the region.
    pub(crate) fn is_vip(&self) -> bool {
        self.flags & VIP != 0
    }

    /// The record is locked: opening it asks for a reason.
    pub(crate) fn is_restricted(&self) -> bool {
        self.flags & RESTRICTED != 0
    }

    pub(crate) fn age(&self, day: i64) -> i64 {
        (day - i64::from(self.born)) * 100 / 36_525
    }

    pub(crate) fn name(&self) -> (String, &'static str) {
        (
            names::family(self.family),
            names::given(self.given, self.is_female()),
        )
    }
}

/// The number every source knows a patient by.
pub(crate) fn id(number: u32) -> String {
    format!("{}", 1_000_001 + number)
}

/// Households and patients, campus by campus, and where each campus begins.
pub(crate) fn all(plan: &Plan) -> (Homes, Vec<Patient>, Vec<u32>) {
    let campuses = plan.campuses();
    let mut homes = Homes::new(plan.patients / campuses);
    let mut patients = Vec::with_capacity(plan.patients as usize);
    let mut bounds = vec![0];
    let mut maker = Maker {
        today: plan.first_day(),
        families: Ranked::new(names::FAMILIES, 60),
        employers: Ranked::new(names::EMPLOYERS, 12),
        random: Random::new(plan.seed, "patients"),
    };
    for campus in 0..campuses {
        let last = u64::from(plan.patients) * u64::from(campus + 1) / u64::from(campuses);
        let last = u32::try_from(last).expect("a count of patients");
        let mut left = last as usize - patients.len();
        while left > 0 {
            let home = maker.home(&homes, campus, patients.len(), left);
            left -= usize::from(home.members);
            let number = u32::try_from(homes.all.len()).expect("fewer homes than patients");
            for place in 0..home.members {
                let one = maker.member(&home, number, place);
                patients.push(one);
            }
            homes.all.push(home);
        }
        bounds.push(last);
    }
    (homes, patients, bounds)
}

struct Maker {
    today: i64,
    families: Ranked,
    employers: Ranked,
    random: Random,
}

impl Maker {
    fn home(&mut self, homes: &Homes, campus: u32, first: usize, left: usize) -> Home {
        let members = (1 + self.random.weighted(&[28, 34, 16, 14, 8])).min(left);
        let within = u32::try_from(self.random.below(u64::from(homes.streets))).expect("a street");
        Home {
            street: campus * homes.streets + within,
            house: u16::try_from(self.random.between(1, 980)).expect("a house"),
            family: self.families.draw(&mut self.random),
            first: u32::try_from(first).expect("a count of patients"),
            members: u16::try_from(members).expect("a few"),
        }
    }

    /// The first two of a household are grown up; further ones are children.
    fn member(&mut self, home: &Home, number: u32, place: u16) -> Patient {
        let grown = place < 2;
        let age = match (grown, home.members) {
            (true, 1 | 2) => self.random.between(20, 92).max(self.random.between(20, 80)),
            (true, _) => self.random.between(24, 55),
            (false, _) => self.random.between(0, 19),
        };
        let born = self.today - age * 36_525 / 100 - self.random.between(0, 364);
        let female = self.random.chance(52);
        let own_name = place == 1 && self.random.chance(28);
        let works = grown && age < 67 && self.random.chance(58);
        let mut flags = if female { FEMALE } else { 0 };
        if grown && self.random.below(1_000) < 4 {
            flags |= VIP | RESTRICTED;
        }
        if self.random.below(1_000) < 12 {
            flags |= RESTRICTED;
        }
        let gone = age > 50 && self.random.below(1_000) < 14;
        Patient {
            given: u16::try_from(self.random.index(names::GIVEN)).expect("a short list"),
            family: if own_name {
                self.families.draw(&mut self.random)
            } else {
                home.family
            },
            employer: if works {
                self.employers.draw(&mut self.random)
            } else {
                NO_WORK
            },
            clinic: 0,
            born: i32::try_from(born).expect("a day of the last centuries"),
            died: if gone { self.death() } else { 0 },
            home: number,
            lasting: illness::lasting(age, female, &mut self.random),
            primary: NONE,
            staff: NONE,
            flags,
        }
    }

    /// Some day of the year before the history of care begins.
    fn death(&mut self) -> i32 {
        i32::try_from(self.today - self.random.between(60, 400)).expect("a day of this century")
    }
}

/// The clinics of first contact of a campus, each with who sees patients there.
pub(crate) fn clinics(world: &World, campus: u32) -> [(u16, Vec<u32>); 3] {
    [
        "Family Medicine Clinic",
        "Internal Medicine Clinic",
        "Pediatrics Clinic",
    ]
    .map(|name| {
        let number = department(campus, departments::named(name));
        let team = world.team(number).iter().copied();
        let lasting = team.filter(|one| {
            let person = world.person(*one);
            person.role.bit() & PROVIDERS != 0 && person.end.is_none()
        });
        (number, lasting.collect())
    })
}

/// Which of the three is a patient's.
pub(crate) fn clinic_for(age: i64, random: &mut Random) -> usize {
    match age {
        ..17 => 2,
        _ => usize::from(random.chance(46)),
    }
}

/// `1971-04-30`
pub(crate) fn birth_date(patient: &Patient) -> String {
    clock::date(i64::from(patient.born)).to_string()
}
