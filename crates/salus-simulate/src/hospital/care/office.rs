//! Work without a visit: messages, refills, calls, lasting illnesses, copies of records, studies.

use super::super::clock::{self, Local};
use super::super::departments::{ANYBODY, Class, PROVIDERS, ROOMING, Role};
use super::super::fhir::{medicines, notes};
use super::super::files::bulk::Kind;
use super::super::plan::HISTORY;
use super::super::work::Work;
use super::super::world::NONE;
use super::{Care, Case};
use crate::random::spread;

/// On a working day, in thousandths per 1,000 patients.
const MESSAGES: u64 = 5_600;
const REFILLS: u64 = 2_600;
const KEEPING: u64 = 1_800;
const COPIES: u64 = 500;
const SCREENING: u64 = 300;

impl Care<'_> {
    /// A working day's desk work of one campus.
    pub(super) fn office(&mut self) {
        if !clock::is_weekday(self.day) {
            return;
        }
        for _ in 0..self.count(MESSAGES) {
            self.message();
        }
        for _ in 0..self.count(REFILLS) {
            self.refill();
        }
        for _ in 0..self.count(KEEPING) {
            self.keep();
        }
        for (per_thousand, class, work, name, listed) in [
            (
                COPIES,
                Class::Records,
                Work::Release,
                "Release of information",
                88,
            ),
            (
                SCREENING,
                Class::Research,
                Work::Screen,
                "Study screening",
                75,
            ),
        ] {
            for _ in 0..self.count(per_thousand) {
                self.listed_work((class, work), name, listed);
            }
        }
    }

    /// Somebody who was seen lately or has a lasting illness.
    fn known_patient(&mut self) -> u32 {
        for _ in 0..60 {
            let number = self.world.any_patient(self.campus, &mut self.random);
            let lately = self.seen[number as usize].iter().any(|one| one.day > 0);
            if self.is_alive(number) && (lately || self.world.patient(number).lasting != 0) {
                return number;
            }
        }
        self.world.any_patient(self.campus, &mut self.random)
    }

    fn clinic_case(&self, patient: u32) -> Case {
        Case::without_visit(patient, self.world.patient(patient).clinic)
    }

    /// The patient writes to the clinic; a nurse answers or the physician does.
    fn message(&mut self) {
        let patient = self.known_patient();
        let case = self.clinic_case(patient);
        let at = self.sometime(8, 16);
        let nurse = self.pick(case.department, at, ROOMING);
        self.touch(nurse, case, at, Work::Message);
        let provider = self.own_provider(patient, at);
        let mut to: Vec<u32> = provider.into_iter().collect();
        to.extend(nurse.filter(|_| self.random.chance(60)));
        if to.is_empty() {
            return;
        }
        let body = notes::message(
            self.world,
            patient,
            &to,
            at.plus(-self.random.between(600, 40_000)),
        );
        self.put(Kind::Communication, body);
        if self.random.chance(58) {
            let later = at.plus(self.random.between(900, 7_000));
            let provider = provider.filter(|_| later.day() == self.day);
            self.touch(provider, case, later, Work::Message);
        }
    }

    /// The patient's physician if at work at that time, else another of the clinic.
    fn own_provider(&mut self, patient: u32, at: Local) -> Option<u32> {
        let one = self.world.patient(patient);
        if one.primary != NONE && self.duty.is_here(one.clinic, one.primary, at.minute()) {
            return Some(one.primary);
        }
        self.pick(one.clinic, at, PROVIDERS)
    }

    fn refill(&mut self) {
        let patient = self.known_patient();
        let case = self.clinic_case(patient);
        let at = self.sometime(8, 15);
        let nurse = self.pick(case.department, at, ROOMING);
        self.touch(nurse, case, at, Work::Message);
        let later = at.plus(self.random.between(600, 9_000));
        if let Some(provider) = self.own_provider(patient, later) {
            self.touch(Some(provider), case, later, Work::Message);
            let which = self.medicine();
            let body = medicines::request(
                self.world,
                (patient, None),
                which,
                (provider, later.plus(60)),
                None,
            );
            self.put(Kind::MedicationRequest, body);
        }
    }

    /// The nurse who looks after somebody's lasting illness goes through the record.
    fn keep(&mut self) {
        let patient = self.known_patient();
        let Some(keeper) = keeper(self, patient) else {
            return;
        };
        let person = self.world.person(keeper);
        let at = self.sometime(8, 16);
        if self.duty.is_here(person.department, keeper, at.minute()) {
            let case = self.clinic_case(patient);
            self.touch(Some(keeper), case, at, Work::Manage);
        }
    }

    /// Work that mostly stands on a list.
    fn listed_work(&mut self, (class, work): (Class, Work), name: &str, listed: u64) {
        let patient = self.known_patient();
        let desk = self.only(class);
        let at = self.sometime(8, 16);
        let Some(user) = self.pick(desk, at, ANYBODY) else {
            return;
        };
        let case = Case::without_visit(patient, desk);
        self.touch(Some(user), case, at, work);
        if self.random.chance(listed) {
            let body = notes::task(
                self.world,
                name,
                patient,
                user,
                at.plus(-self.random.between(600, 200_000)),
            );
            self.put(Kind::Task, body);
        }
    }

    /// A nurse calls the patient; most calls are written down.
    pub(super) fn call(&mut self, patient: u32, clinic: u16) {
        let at = self.sometime(8, 16);
        let nurse = self.pick(clinic, at, ROOMING);
        let Some(nurse) = nurse else { return };
        let case = Case::without_visit(patient, clinic);
        self.touch(Some(nurse), case, at, Work::Message);
        if self.random.chance(72) {
            let body = notes::document(
                self.world,
                (patient, None),
                "Telephone note",
                (nurse, at.plus(500)),
                None,
            );
            self.put(Kind::DocumentReference, body);
        }
    }

    /// What has lasted since before the first day: who looks after whose illness.
    pub(crate) fn write_episodes(&mut self) {
        for patient in self.world.patient_numbers() {
            self.campus = self.campus_of(patient);
            if let Some(keeper) = keeper(self, patient) {
                let age = i64::try_from(spread(u64::from(patient)) % 900).unwrap_or(0);
                let from = Local::at(self.world.plan.first_day() - HISTORY - 30 - age, 9 * 3_600);
                let body = notes::episode(self.world, patient, keeper, from);
                self.put(Kind::EpisodeOfCare, body);
            }
        }
    }

    /// The roles of everybody: the department, and for residents each turn.
    pub(crate) fn write_roles(&mut self) {
        for number in self.world.person_numbers() {
            let person = self.world.person(number);
            let campus = super::super::world::campus_of(person.department);
            let mut bodies = vec![super::super::fhir::people::role(self.world, number)];
            if person.role == Role::Resident {
                let turns = super::super::fhir::people::turns(self.world, number, |turn| {
                    super::ward::service_of(turn, campus)
                });
                bodies.extend(turns);
            }
            for (place, body) in bodies.into_iter().enumerate() {
                let id = format!("role-{}-{}", 20_001 + number, place + 1);
                self.bulk.put(Kind::PractitionerRole, &id, body);
            }
        }
    }
}

/// The nurse of the clinic who looks after a patient with two lasting illnesses or more, for one in three of these.
fn keeper(care: &Care<'_>, patient: u32) -> Option<u32> {
    let one = care.world.patient(patient);
    let drawn = spread(u64::from(patient) ^ 0x00e9_150d);
    if one.lasting.count_ones() < 2 || !drawn.is_multiple_of(3) || one.died != 0 {
        return None;
    }
    let team = care.world.team(one.clinic).iter().copied();
    let lasting = team.filter(|number| {
        let person = care.world.person(*number);
        person.role == Role::Nurse && person.end.is_none() && person.leave.is_none()
    });
    let nurses: Vec<u32> = lasting
        .filter(|number| care.world.person(*number).start < care.world.plan.first_day() - HISTORY)
        .collect();
    let place = usize::try_from(drawn >> 8)
        .unwrap_or(0)
        .checked_rem(nurses.len())?;
    Some(nurses[place])
}
