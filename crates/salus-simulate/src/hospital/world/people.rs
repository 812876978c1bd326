//! The people who work there, some of whom are patients or live with patients.

use std::collections::BTreeMap;

use super::super::departments::{Class, DEPARTMENTS, Department, Hours, Role};
use super::super::names::{self, Ranked};
use super::super::plan::Plan;
use super::super::touch::Seat;
use super::homes::Homes;
use super::patients::{OWN_WORK, Patient};
use super::{NONE, department};
use crate::random::Random;

/// Somebody on the roster.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) given: u16,
    pub(crate) family: u16,
    pub(crate) female: bool,
    /// Day of birth, counted from 1 January 1970.
    pub(crate) born: i32,
    pub(crate) street: u32,
    pub(crate) house: u16,
    /// The patient this person is, or nobody.
    pub(crate) patient: u32,
    /// The account's name.
    pub(crate) user: String,
    pub(crate) department: u16,
    pub(crate) role: Role,
    pub(crate) employment: &'static str,
    pub(crate) hours: Hours,
    /// Where in its pattern of shifts this person's begins.
    pub(crate) phase: u16,
    /// Works from home over the remote-access gateway.
    pub(crate) remote: bool,
    pub(crate) start: i64,
    /// The last day.
    pub(crate) end: Option<i64>,
    /// First and last day of a long leave.
    pub(crate) leave: Option<(i64, i64)>,
}

impl Person {
    pub(crate) fn name(&self) -> (String, &'static str) {
        (
            names::family(self.family),
            names::given(self.given, self.female),
        )
    }

    /// As tables and logs write it.
    pub(crate) fn full_name(&self) -> String {
        let (family, given) = self.name();
        format!("{given} {family}")
    }

    /// Where this person usually sits.
    pub(crate) fn seat(&self) -> Seat {
        if self.remote { Seat::Home } else { Seat::Own }
    }

    /// On the roster and not on leave.
    pub(crate) fn is_employed(&self, day: i64) -> bool {
        let here = self.start <= day && self.end.is_none_or(|end| day <= end);
        here && !self
            .leave
            .is_some_and(|(from, until)| (from..=until).contains(&day))
    }
}

/// The number of the roster.
pub(crate) fn employee(number: u32) -> String {
    format!("E{:05}", 10_001 + number)
}

/// The record system's number.
pub(crate) fn practitioner(number: u32) -> String {
    format!("prac-{}", 20_001 + number)
}

/// Everybody, and the people of each department.
pub(crate) fn all(
    plan: &Plan,
    homes: &Homes,
    patients: &mut [Patient],
    bounds: &[u32],
) -> (Vec<Person>, Vec<Vec<u32>>) {
    let mut maker = Maker {
        plan,
        homes,
        families: Ranked::new(names::FAMILIES, 60),
        random: Random::new(plan.seed, "staff"),
        users: BTreeMap::new(),
    };
    let campuses = plan.campuses();
    let (mut people, mut teams) = (Vec::new(), Vec::new());
    for campus in 0..campuses {
        let until = u64::from(plan.staff) * u64::from(campus + 1) / u64::from(campuses);
        let count = until as usize - people.len();
        let own = bounds[campus as usize] as usize..bounds[campus as usize + 1] as usize;
        for (place, size) in (0..).zip(sizes(count)) {
            let number = department(campus, place);
            let kind = &DEPARTMENTS[usize::from(place)];
            let mut team = Vec::with_capacity(size);
            for seat in 0..size {
                let who = maker.identity(patients, own.clone(), campus);
                let person = maker.employ(who, (number, kind), seat * 100 / size + 50 / size);
                let one = u32::try_from(people.len()).expect("a count of people");
                if person.patient != NONE {
                    patients[person.patient as usize].staff = one;
                    patients[person.patient as usize].employer = OWN_WORK;
                }
                team.push(one);
                people.push(person);
            }
            teams.push(team);
        }
    }
    (people, teams)
}

/// How many people each department has; nobody is left without one.
fn sizes(count: usize) -> Vec<usize> {
    let total: usize = DEPARTMENTS.iter().map(|one| one.share as usize).sum();
    let spare = count.saturating_sub(DEPARTMENTS.len());
    let (mut sum, mut given) = (0, 0);
    let one_each = DEPARTMENTS.iter().map(|one| {
        sum += one.share as usize;
        let until = spare * sum / total;
        let size = 1 + until - given;
        given = until;
        size
    });
    one_each.collect()
}

/// Who somebody is outside work.
struct Identity {
    given: u16,
    family: u16,
    female: bool,
    born: i32,
    street: u32,
    house: u16,
    patient: u32,
}

struct Maker<'a> {
    plan: &'a Plan,
    homes: &'a Homes,
    families: Ranked,
    random: Random,
    users: BTreeMap<String, u32>,
}

impl Maker<'_> {
    /// A third are patients themselves, a quarter live with patients, the others do neither.
    fn identity(
        &mut self,
        patients: &[Patient],
        own: std::ops::Range<usize>,
        campus: u32,
    ) -> Identity {
        let drawn = self.random.below(100);
        for _ in 0..40 {
            let number = own.start + self.random.index(own.len());
            let one = &patients[number];
            let age = one.age(self.plan.first_day());
            let fits =
                (22..66).contains(&age) && one.staff == NONE && one.died == 0 && !one.is_vip();
            if fits && drawn < 34 {
                return self.as_patient(one, number);
            }
            if fits && (34..58).contains(&drawn) {
                return self.beside(one);
            }
        }
        let within =
            u32::try_from(self.random.below(u64::from(self.homes.streets))).expect("a street");
        Identity {
            given: self.given(),
            family: self.families.draw(&mut self.random),
            female: self.random.chance(70),
            born: self.born(),
            street: campus * self.homes.streets + within,
            house: u16::try_from(self.random.between(1_000, 1_980)).expect("a house"),
            patient: NONE,
        }
    }

    fn as_patient(&self, one: &Patient, number: usize) -> Identity {
        let home = &self.homes.all[one.home as usize];
        Identity {
            given: one.given,
            family: one.family,
            female: one.is_female(),
            born: one.born,
            street: home.street,
            house: home.house,
            patient: u32::try_from(number).expect("a count of patients"),
        }
    }

    fn beside(&mut self, one: &Patient) -> Identity {
        let home = &self.homes.all[one.home as usize];
        let shares = self.random.chance(75);
        Identity {
            given: self.given(),
            family: if shares {
                home.family
            } else {
                self.families.draw(&mut self.random)
            },
            female: self.random.chance(70),
            born: self.born(),
            street: home.street,
            house: home.house,
            patient: NONE,
        }
    }

    fn given(&mut self) -> u16 {
        u16::try_from(self.random.index(names::GIVEN)).expect("a short list")
    }

    fn born(&mut self) -> i32 {
        let days = self.random.between(23 * 365, 65 * 365);
        i32::try_from(self.plan.first_day() - days).expect("a day of the last century")
    }

    /// Gives somebody a place; `percent` is how far down the department's list of roles it stands.
    fn employ(&mut self, who: Identity, place: (u16, &Department), percent: usize) -> Person {
        let (department, kind) = place;
        let mut sum = 0;
        let found = kind.roles.iter().find(|(_, share, _)| {
            sum += *share as usize;
            percent < sum
        });
        let (role, _, hours) = *found.unwrap_or(&kind.roles[0]);
        let first = self.plan.first_day();
        let days = i64::from(self.plan.days);
        let joined = self.random.below(100) < 3;
        let left = !joined && self.random.below(100) < 3;
        let away = !joined && !left && self.random.below(1_000) < 25;
        let remote = match role {
            Role::Coder => self.random.chance(80),
            Role::Biller => self.random.chance(55),
            _ => false,
        };
        let start = if joined {
            first + self.random.between(0, days - 1)
        } else {
            first - self.random.between(60, 7_000)
        };
        Person {
            given: who.given,
            family: who.family,
            female: who.female,
            born: who.born,
            street: who.street,
            house: who.house,
            patient: who.patient,
            user: self.user(&who),
            department,
            role,
            employment: self.employment(role, kind.class),
            hours,
            phase: u16::try_from(self.random.below(8_400)).expect("small"),
            remote,
            start,
            end: left.then(|| first + self.random.between(0, (days - 4).max(0))),
            leave: away.then(|| {
                let from = first + self.random.between(-20, days - 3);
                (from, from + self.random.between(14, 80))
            }),
        }
    }

    fn employment(&mut self, role: Role, class: Class) -> &'static str {
        match (role, class) {
            (Role::Physician | Role::Radiologist, _) => "Physician",
            (Role::Resident, _) => "Resident",
            (Role::Nurse | Role::Analyst | Role::Therapist | Role::Support, _)
                if self.random.chance(7) =>
            {
                "Contractor"
            }
            (_, Class::Coding | Class::Billing) if self.random.chance(12) => "Contractor",
            _ => "Employee",
        }
    }

    /// First letter and family name, and a number where that is taken.
    fn user(&mut self, who: &Identity) -> String {
        let given = names::given(who.given, who.female);
        let family = names::family(who.family);
        let base = format!("{}{family}", &given[..1]).to_lowercase();
        let taken = self.users.entry(base.clone()).or_insert(0);
        *taken += 1;
        match *taken {
            1 => base,
            number => format!("{base}{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_department_has_people_and_nobody_is_left_over() {
        for count in [50, 51, 140, 1_400, 9_999] {
            let sizes = sizes(count);
            assert_eq!(
                sizes.iter().sum::<usize>(),
                count.max(DEPARTMENTS.len()),
                "{count}"
            );
            assert!(sizes.iter().all(|size| *size > 0), "{count}");
        }
    }
}
