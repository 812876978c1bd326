//! The wards: admission, days of care by those at work, transfers, surgery, discharge.

use super::super::clock::{self, Local};
use super::super::departments::{self, ANYBODY, Class, PROVIDERS, Role};
use super::super::fhir::{notes, visits};
use super::super::files::bulk::Kind;
use super::super::illness::{self, Diagnosis, Specialty};
use super::super::work::Work;
use super::super::world::NONE;
use super::agenda::Due;
use super::{Care, Case};

/// Planned admissions on a working day, in thousandths per 1,000 patients.
const PLANNED: u64 = 880;

/// What brings those without a lasting illness.
const ELECTIVE: [Specialty; 4] = [
    Specialty::Surgery,
    Specialty::Bones,
    Specialty::Surgery,
    Specialty::Gut,
];
/// Operations after which the patient goes home, in thousandths per 1,000 patients.
const DAY_SURGERY: u64 = 650;

/// Somebody who comes to stay.
pub(super) struct Admission {
    pub(super) patient: u32,
    pub(super) specialty: Specialty,
    pub(super) at: Local,
    pub(super) diagnosis: Diagnosis,
}

/// Somebody who lies in the hospital.
pub(super) struct Stay {
    pub(super) case: Case,
    pub(super) campus: u32,
    pub(super) specialty: Specialty,
    pub(super) from: Local,
    /// The day of discharge.
    pub(super) until: i64,
    pub(super) stops: Vec<visits::Stop>,
    /// Responsible physician first.
    pub(super) people: Vec<u32>,
    pub(super) team: Vec<u32>,
    pub(super) diagnosis: Diagnosis,
    pub(super) manager: u32,
}

/// Departments whose patients residents see, by place in the list of all; each is one turn.
pub(crate) fn services() -> [u16; 9] {
    [
        "4 West Medicine",
        "4 East Medicine",
        "3 West Cardiology",
        "5 West Surgery",
        "2 West Maternity",
        "2 East Pediatrics",
        "Intensive Care",
        "Emergency Department",
        "Internal Medicine Clinic",
    ]
    .map(departments::named)
}

impl Care<'_> {
    pub(super) fn is_inpatient(&self, patient: u32) -> bool {
        self.stays.iter().any(|stay| stay.case.patient == patient)
    }

    /// A day in the wards of a campus: planned admissions, then everybody who lies there.
    pub(super) fn wards(&mut self) {
        if clock::is_weekday(self.day) {
            for _ in 0..self.count(PLANNED) {
                let patient = self.world.any_patient(self.campus, &mut self.random);
                if !self.is_alive(patient) || self.is_inpatient(patient) {
                    continue;
                }
                let at = self.sometime(7, 13);
                let specialty = self.trouble(patient, 60, &ELECTIVE);
                let diagnosis = illness::of_patient(specialty, patient, &mut self.random);
                self.admit(&Admission {
                    patient,
                    specialty,
                    at,
                    diagnosis,
                });
            }
            for _ in 0..self.count(DAY_SURGERY) {
                let patient = self.world.any_patient(self.campus, &mut self.random);
                if self.is_alive(patient) && !self.is_inpatient(patient) {
                    let specialty = *self.random.pick(&[
                        Specialty::Surgery,
                        Specialty::Bones,
                        Specialty::Eyes,
                        Specialty::Gut,
                        Specialty::Bladder,
                    ]);
                    self.day_surgery(patient, specialty);
                }
            }
        }
        let campus = self.campus;
        let mut stays = std::mem::take(&mut self.stays);
        for stay in stays.iter_mut().filter(|stay| stay.campus == campus) {
            if stay.from.day() < self.day {
                self.day_of(stay);
            }
        }
        // New ones came while the others were looked after.
        stays.append(&mut self.stays);
        let (over, staying): (Vec<Stay>, Vec<Stay>) = stays
            .into_iter()
            .partition(|stay| stay.campus == campus && stay.until <= self.day);
        self.stays = staying;
        for stay in &over {
            self.discharge(stay);
        }
    }

    pub(super) fn admit(&mut self, one: &Admission) {
        let serious = self.random.chance(13);
        let ward = self.here(departments::ward_of(one.specialty));
        let department = if serious {
            self.only(Class::Critical)
        } else {
            ward
        };
        let encounter = self.number(Kind::Encounter);
        let case = Case {
            patient: one.patient,
            encounter,
            department,
        };
        let attending = self.attending(one, department);
        let days = 1 + i64::try_from(
            self.random
                .weighted(&[18, 22, 18, 12, 9, 6, 4, 3, 2, 2, 1, 1, 1, 1]),
        )
        .unwrap_or(0);
        let desk = self.only(Class::Registration);
        let registrar = self.pick(desk, one.at, Role::Registrar.bit());
        self.touch(
            registrar.filter(|_| one.at.day() == self.day),
            case,
            one.at,
            Work::Register,
        );
        let manager = self.only(Class::CaseManagement);
        let manager = self
            .duty
            .assigned(manager, 11 * 60, ANYBODY, u64::from(encounter));
        let mut stay = Stay {
            case,
            campus: self.campus,
            specialty: one.specialty,
            from: one.at,
            until: one.at.day() + days + i64::from(serious) * 2,
            stops: vec![(department, one.at)],
            people: attending.into_iter().collect(),
            team: Vec::new(),
            diagnosis: one.diagnosis,
            manager: manager.unwrap_or(NONE),
        };
        if one.at.day() == self.day {
            self.treated.push(one.patient);
            self.first_hours(&mut stay);
        }
        self.stays.push(stay);
    }

    /// A hospitalist, or a specialist of the illness.
    fn attending(&mut self, one: &Admission, department: u16) -> Option<u32> {
        let key = u64::from(one.patient) << 8;
        let minute = one.at.minute();
        let hospitalists = self.only(Class::Hospitalists);
        let clinic = departments::clinic_of(one.specialty).map(|place| self.here(place));
        let critical = self.world.kind(department).class == Class::Critical;
        let own = match clinic {
            _ if critical => Some(department),
            Some(clinic) if self.random.chance(55) => Some(clinic),
            _ => None,
        };
        let first = own.and_then(|own| self.duty.assigned(own, minute, PROVIDERS, key));
        first.or_else(|| self.duty.assigned(hospitalists, minute, PROVIDERS, key))
    }

    /// Home, with a summary; or death.
    fn discharge(&mut self, stay: &Stay) {
        let at = self.sometime(10, 17);
        let serious =
            stay.stops.len() > 1 || self.world.kind(stay.case.department).class == Class::Critical;
        let died = self.random.below(1_000) < if serious { 60 } else { 8 };
        if died {
            self.deaths.insert(stay.case.patient, at);
        }
        if let Some(author) = stay.people.last().copied() {
            self.note(stay.case, "Discharge summary", author, at.plus(-1_500));
        }
        self.write_stay(stay, Some(at), died);
        self.revenue(stay.case, true);
        let primary = self.world.patient(stay.case.patient).primary;
        if primary != NONE && !died && self.random.chance(45) {
            if let Some(author) = stay.people.first().copied() {
                let body = notes::notice(self.world, stay.case.patient, author, &[primary], at);
                self.put(Kind::Communication, body);
            }
            let case = stay.case.at(self.world.person(primary).department);
            let second = self.random.between(8 * 3_600, 15 * 3_600);
            self.agenda.add(
                self.day + 1,
                Due::Review {
                    case,
                    provider: primary,
                    second,
                },
            );
        }
        if !died && self.random.chance(35) {
            let clinic = self.world.patient(stay.case.patient).clinic;
            let day = self.working_day(1, 3);
            self.agenda.add(
                day,
                Due::Call {
                    patient: stay.case.patient,
                    department: clinic,
                },
            );
        }
    }

    fn write_stay(&mut self, stay: &Stay, end: Option<Local>, died: bool) {
        let encounter = visits::Encounter {
            patient: stay.case.patient,
            setting: visits::Setting::Inpatient,
            start: stay.from,
            end,
            stops: &stay.stops,
            people: &stay.people,
            diagnosis: stay.diagnosis,
            appointment: None,
            died,
        };
        self.write_encounter(stay.case.encounter, &encounter, stay.from);
        let mut members = stay.people.clone();
        members.extend(&stay.team);
        if !members.is_empty() {
            let body = notes::care_team(self.world, stay.case.of(), &members, stay.from, end);
            self.put(Kind::CareTeam, body);
        }
    }

    pub(super) fn leave_stays_open(&mut self) {
        for stay in std::mem::take(&mut self.stays) {
            self.write_stay(&stay, None, false);
        }
    }
}

/// What a turn of this number sees; the campus of the resident decides which department it is.
pub(crate) fn service_of(turn: u64, campus: u32) -> u16 {
    let services = services();
    let place = usize::try_from(turn % services.len() as u64).unwrap_or(0);
    super::super::world::department(campus, services[place])
}
