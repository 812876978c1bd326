//! Who and what there is before the first day: departments, people who work there, patients and their homes.

pub(crate) mod homes;
pub(crate) mod patients;
pub(crate) mod people;
pub(crate) mod rota;

use std::ops::Range;

use super::departments::{DEPARTMENTS, Department};
use super::names;
use super::plan::Plan;
use crate::random::Random;
use homes::{Home, Homes};
use patients::Patient;
use people::Person;

/// No person, patient or household.
pub(crate) const NONE: u32 = u32::MAX;

pub(crate) const NAME: &str = "Ridgeline Health";
pub(crate) const DOMAIN: &str = "ridgeline-health.example";
/// The address the organisation's traffic has on the internet.
pub(crate) const OUTSIDE_ADDRESS: &str = "203.0.113.80";

/// Everything that stays as it is while days go by.
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) homes: Homes,
    /// Grouped by campus, then by household.
    pub(crate) patients: Vec<Patient>,
    /// Where each campus' patients begin in the list; one more than there are campuses.
    pub(crate) bounds: Vec<u32>,
    pub(crate) people: Vec<Person>,
    /// Each department's people; departments of all campuses one after another.
    pub(crate) teams: Vec<Vec<u32>>,
}

impl World {
    pub(crate) fn new(plan: &Plan) -> Self {
        let (homes, mut patients, bounds) = patients::all(plan);
        let (people, teams) = people::all(plan, &homes, &mut patients, &bounds);
        let mut world = Self {
            plan: plan.clone(),
            homes,
            patients,
            bounds,
            people,
            teams,
        };
        world.register();
        world
    }

    /// The stream of random numbers for one part on one day at one campus.
    pub(crate) fn random(&self, label: &str, day: i64, campus: u32) -> Random {
        let number = (u64::from(campus) << 32) ^ day.unsigned_abs();
        Random::numbered(self.plan.seed, label, number)
    }

    pub(crate) fn campuses(&self) -> u32 {
        self.plan.campuses()
    }

    /// The numbers of all patients.
    pub(crate) fn patient_numbers(&self) -> Range<u32> {
        0..u32::try_from(self.patients.len()).expect("at most a million")
    }

    /// The numbers of everybody who works there.
    pub(crate) fn person_numbers(&self) -> Range<u32> {
        0..u32::try_from(self.people.len()).expect("at most a million")
    }

    pub(crate) fn patient(&self, number: u32) -> &Patient {
        &self.patients[number as usize]
    }

    pub(crate) fn person(&self, number: u32) -> &Person {
        &self.people[number as usize]
    }

    pub(crate) fn home(&self, patient: &Patient) -> &Home {
        &self.homes.all[patient.home as usize]
    }

    /// How many patients a campus has.
    pub(crate) fn population(&self, campus: u32) -> u64 {
        let campus = campus as usize;
        u64::from(self.bounds[campus + 1] - self.bounds[campus])
    }

    /// Somebody of this campus.
    pub(crate) fn any_patient(&self, campus: u32, random: &mut Random) -> u32 {
        let first = self.bounds[campus as usize];
        let drawn = random.below(self.population(campus).max(1));
        first + u32::try_from(drawn).expect("below a count of patients")
    }

    /// What is true of a department on every campus.
    pub(crate) fn kind(&self, department: u16) -> &'static Department {
        &DEPARTMENTS[usize::from(department) % DEPARTMENTS.len()]
    }

    pub(crate) fn team(&self, department: u16) -> &[u32] {
        &self.teams[usize::from(department)]
    }

    /// The name every source knows a department by.
    pub(crate) fn title(&self, department: u16) -> String {
        let kind = self.kind(department).name;
        if self.campuses() == 1 {
            return kind.to_owned();
        }
        format!("{} {kind}", campus(campus_of(department)))
    }

    /// Gives every patient a clinic of first contact and, mostly, somebody in it.
    fn register(&mut self) {
        let mut random = Random::new(self.plan.seed, "primary care");
        for campus in 0..self.campuses() {
            let clinics = patients::clinics(self, campus);
            let (first, last) = (
                self.bounds[campus as usize],
                self.bounds[campus as usize + 1],
            );
            for number in first..last {
                let age = self.patients[number as usize].age(self.plan.first_day());
                let clinic = &clinics[patients::clinic_for(age, &mut random)];
                let one = &mut self.patients[number as usize];
                one.clinic = clinic.0;
                if !clinic.1.is_empty() && random.chance(90) {
                    one.primary = *random.pick(&clinic.1);
                }
            }
        }
    }
}

/// The number of a campus' department, from its place in [`DEPARTMENTS`].
pub(crate) fn department(campus: u32, place: u16) -> u16 {
    let before = campus as usize * DEPARTMENTS.len();
    u16::try_from(before).expect("at most forty campuses") + place
}

pub(crate) fn campus_of(department: u16) -> u32 {
    u32::from(department) / u32::try_from(DEPARTMENTS.len()).expect("a short list")
}

pub(crate) fn campus(number: u32) -> String {
    let street = names::street(number as usize * 13 + 5);
    let head = street.split(' ').next().unwrap_or_default();
    format!("{head} Campus {}", number + 1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_system_has_every_department_on_each_campus() {
        let plan = Plan {
            patients: 60_000,
            staff: 900,
            ..Plan::hospital()
        };
        let world = World::new(&plan);
        assert_eq!(world.campuses(), 3);
        assert_eq!(world.bounds, [0, 20_000, 40_000, 60_000]);
        let count = u16::try_from(world.teams.len()).expect("three hospitals");
        let titles: BTreeSet<String> = (0..count).map(|number| world.title(number)).collect();
        assert_eq!(titles.len(), 3 * DEPARTMENTS.len());
        for (number, person) in (0..).zip(&world.people) {
            assert!(world.team(person.department).contains(&number));
        }
        for (number, one) in (0..).zip(&world.patients) {
            let home = world.home(one);
            assert!((home.first..home.first + u32::from(home.members)).contains(&number));
            assert_eq!(campus_of(one.clinic), home.street / world.homes.streets);
            assert!(one.primary == NONE || world.person(one.primary).department == one.clinic);
        }
        let users: BTreeSet<&str> = world
            .people
            .iter()
            .map(|person| person.user.as_str())
            .collect();
        assert_eq!(users.len(), 900);
    }
}
