//! A small invented hospital: care, staff with homes and names, legitimate accesses some of which have no record,
//! and snoops of known kinds.

use super::super::{Conduct, Evidence, Keys, Span};
use crate::columns::{
    Accesses, Calendar, Contact, Event, Events, Grouped, Membership, NONE, Patients, Staff,
};
use salus_stats::random::Random;
use std::collections::HashSet;

pub(super) const HOUR: i64 = 3_600 * 1_000_000;
pub(super) const DAY: i64 = 24 * HOUR;

const WARDS: u32 = 12;
/// Laboratory, pharmacy, imaging; registration; billing; quality.
const SERVICES: [u32; 3] = [12, 13, 14];
const REGISTRATION: u32 = 15;
const BILLING: u32 = 16;
const QUALITY: u32 = 17;
const DEPARTMENTS: u32 = 18;
const STAFF: u32 = 18 * 20;
const PATIENTS: u32 = 5_000;
const HOUSEHOLDS: u64 = 2_200;

/// Days of 24 hours, all of them.
pub(super) struct Plain;

impl Calendar for Plain {
    fn day(&self, micros: i64) -> i32 {
        micros.div_euclid(DAY) as i32
    }

    fn midnight(&self, day: i32) -> i64 {
        i64::from(day) * DAY
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    CoWorker,
    Surname,
    Household,
    Neighbour,
    Stranger,
}

pub(super) const KINDS: [Kind; 5] = [
    Kind::CoWorker,
    Kind::Surname,
    Kind::Household,
    Kind::Neighbour,
    Kind::Stranger,
];

/// What is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) seed: u64,
    /// Share of the legitimate accesses that left no record.
    pub(super) missing: f64,
    /// Snoops look at patients who are being treated on that day.
    pub(super) hard: bool,
    /// Snoops of each kind.
    pub(super) snoops: u32,
}

pub(super) struct Hospital {
    pub(super) accesses: Accesses,
    pub(super) unexplained: Vec<bool>,
    pub(super) events: Events,
    pub(super) staff: Staff,
    pub(super) patients: Patients,
    pub(super) users: Vec<u64>,
    pub(super) people: Vec<u64>,
    pub(super) departments: Vec<u64>,
    pub(super) truth: Vec<(u32, u32, Kind)>,
    /// Who is treated where on which day.
    care: HashSet<(u32, u32, i32)>,
}

pub(super) const REFERENCE: Span = Span { first: 0, last: 27 };
pub(super) const AUDIT: Span = Span {
    first: 28,
    last: 48,
};

impl Hospital {
    pub(super) fn new(plan: Plan) -> Self {
        let mut random = Random::new(plan.seed);
        let (staff, patients) = people(&mut random);
        let keys = |n: u32, salt: u64| (0..n).map(|code| key(code, salt)).collect();
        let mut hospital = Self {
            accesses: Accesses::default(),
            unexplained: Vec::new(),
            events: Events::default(),
            staff,
            patients,
            users: keys(STAFF, 1),
            people: keys(PATIENTS, 2),
            departments: keys(DEPARTMENTS, 3),
            truth: Vec::new(),
            care: HashSet::new(),
        };
        for day in REFERENCE.first..=AUDIT.last {
            for _ in 0..45 {
                let patient = random.below(u64::from(PATIENTS)) as u32;
                hospital.episode(patient, day, plan, &mut random);
            }
        }
        for kind in KINDS {
            for _ in 0..plan.snoops {
                hospital.snoop(kind, plan, &mut random);
            }
        }
        hospital
    }

    /// Rows without departments and households: nothing but the accesses.
    pub(super) fn evidence<'a>(
        &'a self,
        still_unexplained: &'a dyn Fn(&Accesses) -> Vec<bool>,
    ) -> Evidence<'a> {
        Evidence {
            accesses: &self.accesses,
            unexplained: &self.unexplained,
            events: &self.events,
            staff: &self.staff,
            patients: &self.patients,
            calendar: &Plain,
            keys: Keys {
                users: &self.users,
                patients: &self.people,
                departments: &self.departments,
            },
            reference: REFERENCE,
            audit: AUDIT,
            conduct: Conduct::default(),
            still_unexplained,
        }
    }

    /// What the templates would say of invented accesses: those of departments that treat the patient are explained.
    pub(super) fn still_unexplained(&self, fakes: &Accesses) -> Vec<bool> {
        let rows = fakes.time.iter().zip(&fakes.user).zip(&fakes.patient);
        rows.map(|((time, user), patient)| {
            let department = self.staff.departments.of(*user)[0].department;
            let day = Plain.day(*time);
            !self.care.contains(&(*patient, department, day))
        })
        .collect()
    }

    /// Some days in a ward, with all who open the record for it.
    fn episode(&mut self, patient: u32, from: i32, plan: Plan, random: &mut Random) {
        let ward = random.below(u64::from(WARDS)) as u32;
        let consult = (ward + 1 + random.below(3) as u32) % WARDS;
        let days = 1 + random.below(5) as i32;
        self.visit(patient, REGISTRATION, from, (plan, random));
        for day in from..from + days {
            for _ in 0..3 + random.below(3) {
                self.visit(patient, ward, day, (plan, random));
            }
            if random.unit() < 0.4 {
                self.visit(patient, consult, day, (plan, random));
            }
            for service in SERVICES {
                if random.unit() < 0.6 {
                    self.visit(patient, service, day, (plan, random));
                }
            }
            if random.unit() < 0.15 {
                self.visit(patient, QUALITY, day, (plan, random));
            }
        }
        let billed = from + days + 1 + random.below(6) as i32;
        self.visit(patient, BILLING, billed, (plan, random));
    }

    /// One legitimate access by somebody of a department.
    fn visit(
        &mut self,
        patient: u32,
        department: u32,
        day: i32,
        (plan, random): (Plan, &mut Random),
    ) {
        let user = department * 20 + random.below(20) as u32;
        let is_missing = random.unit() < plan.missing;
        let hour = 7 * HOUR + (random.unit() * 11.0 * HOUR as f64) as i64;
        if day > AUDIT.last || patient == user {
            return;
        }
        for near in day - 1..=day + 3 {
            self.care.insert((patient, department, near));
        }
        self.accesses
            .push(i64::from(day) * DAY + hour, user, patient, false);
        self.unexplained.push(is_missing);
    }

    fn snoop(&mut self, kind: Kind, plan: Plan, random: &mut Random) {
        for _ in 0..100_000 {
            let user = random.below(u64::from(STAFF)) as u32;
            let patient = match kind {
                Kind::CoWorker => user / 20 * 20 + random.below(20) as u32,
                _ => random.below(u64::from(PATIENTS)) as u32,
            };
            if patient == user || !self.is_kind(kind, user, patient) {
                continue;
            }
            let day = AUDIT.first + random.below(u64::from(AUDIT.days())) as i32;
            if plan.hard {
                self.episode(patient, day, plan, random);
            }
            let hour = 7 * HOUR + (random.unit() * 13.0 * HOUR as f64) as i64;
            self.accesses
                .push(i64::from(day) * DAY + hour, user, patient, false);
            self.unexplained.push(true);
            self.truth.push((user, patient, kind));
            return;
        }
    }

    /// The relation and no closer one.
    fn is_kind(&self, kind: Kind, user: u32, patient: u32) -> bool {
        let same = |mine: &[u32], theirs: &[u32]| mine[user as usize] == theirs[patient as usize];
        let household = same(&self.staff.household, &self.patients.household);
        let surname = same(&self.staff.surname, &self.patients.surname);
        let street = same(&self.staff.street, &self.patients.street);
        match kind {
            Kind::CoWorker => true,
            Kind::Household => household,
            Kind::Surname => surname && !household,
            Kind::Neighbour => street && !household,
            Kind::Stranger => patient >= STAFF && !household && !surname && !street,
        }
    }
}

/// Staff are patients too: user n is patient n.
fn people(random: &mut Random) -> (Staff, Patients) {
    let (mut staff, mut patients) = (Staff::default(), Patients::default());
    let surnames: Vec<u32> = (0..HOUSEHOLDS)
        .map(|_| (random.unit() * random.unit() * 1_500.0) as u32)
        .collect();
    for patient in 0..PATIENTS {
        let household = random.below(HOUSEHOLDS);
        let other = random.unit() < 0.2;
        let of = if other {
            random.below(HOUSEHOLDS)
        } else {
            household
        };
        let street = household as u32 / 8;
        patients.surname.push(surnames[of as usize]);
        patients.household.push(household as u32);
        patients.street.push(street);
        patients.postal.push(street % 40);
        patients.employer.push(NONE);
        let vip = if random.unit() < 0.02 {
            Patients::VIP
        } else {
            0
        };
        let dead = if random.unit() < 0.04 {
            Patients::DECEASED
        } else {
            0
        };
        patients.flags.push(vip | dead);
        let is_marked = patient < STAFF && random.unit() < 0.7;
        patients
            .practitioner
            .push(if is_marked { patient } else { NONE });
    }
    let cut = |column: &[u32]| column[..STAFF as usize].to_vec();
    staff.surname = cut(&patients.surname);
    staff.household = cut(&patients.household);
    staff.street = cut(&patients.street);
    staff.postal = cut(&patients.postal);
    staff.patient = (0..STAFF).collect();
    let member = |user| Membership {
        user,
        department: user / 20,
        from: i32::MIN,
        until: i32::MAX,
    };
    staff.departments = Grouped::new((0..STAFF).map(member).collect());
    patients.contacts = Grouped::new(vec![Contact {
        patient: 4_000,
        surname: NONE,
        household: NONE,
        phone: NONE,
        user: 5,
    }]);
    (staff, patients)
}

fn key(code: u32, salt: u64) -> u64 {
    salus_stats::hash::numbers(salt, &[u64::from(code)])
}

/// The same rows with all codes given out anew and the rows in another order: nothing that a reader could tell apart.
pub(super) fn in_other_words(hospital: &Hospital, seed: u64) -> (Hospital, [Vec<u32>; 2]) {
    let mut random = Random::new(seed);
    let mut renamed = |n: u32| {
        let mut codes: Vec<u32> = (0..n).collect();
        random.shuffle(&mut codes);
        codes
    };
    let (users, patients, departments) = (renamed(STAFF), renamed(PATIENTS), renamed(DEPARTMENTS));
    let mut rows: Vec<usize> = (0..hospital.accesses.len()).collect();
    random.shuffle(&mut rows);
    let mut other = Hospital {
        accesses: Accesses::default(),
        unexplained: Vec::new(),
        events: Events::default(),
        staff: Staff::default(),
        patients: Patients::default(),
        users: moved(&hospital.users, &users),
        people: moved(&hospital.people, &patients),
        departments: moved(&hospital.departments, &departments),
        truth: Vec::new(),
        care: HashSet::new(),
    };
    for row in rows {
        let old = &hospital.accesses;
        let (user, patient) = (old.user[row] as usize, old.patient[row] as usize);
        other.accesses.push(
            old.time[row],
            users[user],
            patients[patient],
            old.emergency[row],
        );
        other.unexplained.push(hospital.unexplained[row]);
    }
    let inverse = |code: u32, codes: &[u32]| codes.get(code as usize).copied().unwrap_or(NONE);
    let staff = &hospital.staff;
    let into = &mut other.staff;
    into.surname = moved(&staff.surname, &users);
    into.household = moved(&staff.household, &users);
    into.street = moved(&staff.street, &users);
    into.postal = moved(&staff.postal, &users);
    into.patient = moved(&staff.patient, &users);
    into.patient
        .iter_mut()
        .for_each(|code| *code = inverse(*code, &patients));
    let member = |user: u32| Membership {
        user: users[user as usize],
        department: departments[user as usize / 20],
        from: i32::MIN,
        until: i32::MAX,
    };
    into.departments = Grouped::new((0..STAFF).map(member).collect());
    let into = &mut other.patients;
    into.surname = moved(&hospital.patients.surname, &patients);
    into.household = moved(&hospital.patients.household, &patients);
    into.street = moved(&hospital.patients.street, &patients);
    into.postal = moved(&hospital.patients.postal, &patients);
    into.flags = moved(&hospital.patients.flags, &patients);
    into.practitioner = moved(&hospital.patients.practitioner, &patients);
    into.practitioner
        .iter_mut()
        .for_each(|code| *code = inverse(*code, &users));
    into.contacts = Grouped::new(vec![Contact {
        patient: patients[4_000],
        surname: NONE,
        household: NONE,
        phone: NONE,
        user: users[5],
    }]);
    for (patient, department, day) in &hospital.care {
        let care = (
            patients[*patient as usize],
            departments[*department as usize],
            *day,
        );
        other.care.insert(care);
    }
    (other, [users, patients])
}

fn moved<T: Copy>(column: &[T], to: &[u32]) -> Vec<T> {
    let mut other = column.to_vec();
    for (value, place) in column.iter().zip(to) {
        other[*place as usize] = *value;
    }
    other
}

/// An order by a user, for the rules about notes.
pub(super) fn order(user: u32, patient: u32, time: i64) -> Event {
    Event {
        begin: time,
        end: time,
        patient,
        actor: NONE,
        department: NONE,
        author: user,
        code: NONE,
        templates: 0b100,
    }
}
