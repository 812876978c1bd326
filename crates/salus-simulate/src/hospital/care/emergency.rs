//! The emergency department: arrival, triage, treatment, home or to a ward.

use super::super::clock::Local;
use super::super::departments::{Class, PROVIDERS, Role};
use super::super::fhir::{orders, visits};
use super::super::files::bulk::Kind;
use super::super::illness::{self, SPECIALTIES, Specialty};
use super::super::work::Work;
use super::ward::Admission;
use super::{Care, Case};

/// Visits a day, in thousandths per 1,000 patients.
const VISITS: u64 = 3_300;
/// How many come in each hour, midnight first.
const HOURS: [u32; 24] = [
    3, 2, 2, 2, 2, 2, 3, 4, 6, 8, 9, 10, 9, 9, 8, 8, 8, 9, 9, 9, 8, 7, 6, 4,
];

/// Somebody in the emergency department, and who looks after them.
struct Bay {
    case: Case,
    arrival: Local,
    physician: u32,
    specialty: Specialty,
}

impl Care<'_> {
    pub(super) fn emergency(&mut self) {
        for _ in 0..self.count(VISITS) {
            let patient = self.world.any_patient(self.campus, &mut self.random);
            if !self.is_alive(patient) || self.is_inpatient(patient) {
                continue;
            }
            let hour = i64::try_from(self.random.weighted(&HOURS)).unwrap_or(0);
            let arrival = self.sometime(hour, hour + 1);
            let Some(bay) = self.arrive(patient, arrival) else {
                continue;
            };
            self.treated.push(patient);
            self.treat(&bay);
        }
    }

    /// Registration, triage, a room and a physician.
    fn arrive(&mut self, patient: u32, arrival: Local) -> Option<Bay> {
        let department = self.only(Class::Emergency);
        let seen = arrival.plus(self.random.between(900, 4_500));
        let physician = self.pick(department, seen, PROVIDERS)?;
        let encounter = self.number(Kind::Encounter);
        let case = Case {
            patient,
            encounter,
            department,
        };
        let desk = self.only(Class::Registration);
        let at = arrival.plus(self.random.between(60, 600));
        let registrar = self.pick(desk, at, Role::Registrar.bit());
        let registrar = registrar.or_else(|| self.pick(department, at, Role::Clerk.bit()));
        self.touch(registrar, case, at, Work::Register);
        let triage = arrival.plus(self.random.between(300, 1_200));
        let nurse = self.pick(department, triage, Role::Nurse.bit());
        self.touch(nurse, case, triage, Work::Nurse);
        let body = orders::vitals(
            self.world,
            case.of(),
            nurse.filter(|_| self.random.chance(80)),
            department,
            triage,
        );
        self.put(Kind::Observation, body);
        Some(Bay {
            case,
            arrival,
            physician,
            specialty: self.trouble(patient, 50, &SPECIALTIES[..6]),
        })
    }

    fn treat(&mut self, bay: &Bay) {
        let case = bay.case;
        let seen = bay.arrival.plus(self.random.between(1_200, 5_400));
        // A locked record opens for who says why; the note that follows bears it out.
        let locked = self.world.patient(case.patient).is_restricted();
        self.touch_with(bay.physician, case, seen, (Work::See, locked));
        self.touch_with(bay.physician, case, seen.plus(3_600), (Work::Round, false));
        let body = super::super::fhir::notes::document(
            self.world,
            (case.patient, Some(case.encounter)),
            "Emergency department note",
            (bay.physician, seen.plus(5_000)),
            None,
        );
        self.put(Kind::DocumentReference, body);
        let mut people = vec![bay.physician];
        if self.random.chance(25)
            && let Some(learner) = self.resident(case.department, seen.minute(), case.patient)
        {
            self.touch(Some(learner), case, seen.plus(-500), Work::See);
            people.push(learner);
        }
        self.nurse_in_bay(case, seen);
        if self.random.chance(58) {
            self.laboratory(case, bay.physician, seen.plus(300));
        }
        if self.random.chance(42) {
            self.imaging(case, bay.physician, seen.plus(420));
        }
        if self.random.chance(40) {
            self.ward_medicine(case, bay.physician, seen.plus(500));
        }
        self.leave(bay, &people, seen);
    }

    fn nurse_in_bay(&mut self, case: Case, seen: Local) {
        for (chance, role, work, wait) in [
            (95, Role::Nurse, Work::Nurse, 600),
            (45, Role::Nurse, Work::Nurse, 5_400),
            (45, Role::Aide, Work::Assist, 1_800),
            (25, Role::Clerk, Work::Register, 4_000),
        ] {
            if !self.random.chance(chance) {
                continue;
            }
            let at = seen.plus(wait + self.random.between(-300, 900));
            let user = self.duty.assigned(
                case.department,
                at.minute(),
                role.bit(),
                u64::from(case.patient),
            );
            let user = user.filter(|_| at.day() == self.day);
            self.touch(user, case, at, work);
            if let Some(user) = user.filter(|_| work == Work::Nurse && self.random.chance(60)) {
                let which = self.medicine();
                let body = super::super::fhir::medicines::administration(
                    self.world,
                    case.of(),
                    which,
                    (user, at.plus(200)),
                );
                self.put(Kind::MedicationAdministration, body);
            }
        }
    }

    /// Home, or to a ward.
    fn leave(&mut self, bay: &Bay, people: &[u32], seen: Local) {
        let end = seen.plus(self.random.between(4_000, 16_000));
        let admitted = self.random.chance(30);
        let diagnosis = illness::of_patient(bay.specialty, bay.case.patient, &mut self.random);
        let encounter = visits::Encounter {
            patient: bay.case.patient,
            setting: visits::Setting::Emergency,
            start: bay.arrival,
            end: Some(end),
            stops: &[(bay.case.department, bay.arrival)],
            people,
            diagnosis,
            appointment: None,
            died: false,
        };
        self.write_encounter(bay.case.encounter, &encounter, end);
        self.revenue(bay.case, false);
        if admitted {
            self.admit(&Admission {
                patient: bay.case.patient,
                specialty: bay.specialty,
                at: end,
                diagnosis,
            });
        } else {
            if self.random.chance(45) {
                self.prescribe(bay.case, bay.physician, end.plus(-600));
            }
            if self.random.chance(12) {
                let clinic = self.world.patient(bay.case.patient).clinic;
                let day = self.working_day(1, 1);
                self.agenda.add(
                    day,
                    super::agenda::Due::Call {
                        patient: bay.case.patient,
                        department: clinic,
                    },
                );
            }
        }
    }
}
