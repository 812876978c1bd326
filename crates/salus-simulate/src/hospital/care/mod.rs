//! The work of each day: every step of care writes its records and opens the charts it needs.

pub(crate) mod agenda;
mod clinic;
mod emergency;
mod office;
mod orders;
mod revenue;
mod unrecorded;
mod ward;
mod ward_day;

use std::collections::BTreeMap;

use serde_json::Value;

use super::clock::{self, Local};
use super::departments::{self, Class};
use super::duty::Duty;
use super::fhir::medicines::MEDICINES;
use super::fhir::visits;
use super::files::bulk::{Bulk, Kind};
use super::illness::{SPECIALTIES, Specialty};
use super::plan::HISTORY;
use super::touch::{Cause, Touch};
use super::work::Work;
use super::world::{self, World};
use crate::random::Random;
use agenda::{Agenda, Due};
pub(crate) use unrecorded::opens_records;
use ward::Stay;

/// A department that opened a patient's record, and on which day of the run.
#[derive(Clone, Copy, Default)]
struct Seen {
    department: u16,
    day: u16,
}

/// Departments remembered for each patient.
const REMEMBERED: usize = 8;
/// Days after which a department is no longer thought to have a reason.
const RECENT: u16 = 30;

/// What the work is done on: a patient, the encounter, the department where it happens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) patient: u32,
    pub(crate) encounter: u32,
    pub(crate) department: u16,
}

impl Case {
    /// Work on a patient who is not there.
    fn without_visit(patient: u32, department: u16) -> Self {
        Self {
            patient,
            encounter: 0,
            department,
        }
    }

    /// The same in another department.
    fn at(self, department: u16) -> Self {
        Self { department, ..self }
    }

    /// Patient and encounter, as resources refer to them.
    fn of(self) -> (u32, u32) {
        (self.patient, self.encounter)
    }
}

/// Care as it goes on from day to day.
pub(crate) struct Care<'w> {
    pub(crate) world: &'w World,
    pub(crate) bulk: Bulk,
    pub(crate) duty: Duty,
    pub(crate) day: i64,
    campus: u32,
    random: Random,
    agenda: Agenda,
    stays: Vec<Stay>,
    seen: Vec<[Seen; REMEMBERED]>,
    /// Patients under treatment today, each once; sorted when the day's work is done.
    pub(crate) treated: Vec<u32>,
    /// What was done in records today, in no order.
    pub(crate) touches: Vec<Touch>,
    /// Who died, and when.
    pub(crate) deaths: BTreeMap<u32, Local>,
    numbers: BTreeMap<Kind, u32>,
}

impl<'w> Care<'w> {
    pub(crate) fn new(world: &'w World, bulk: Bulk) -> Self {
        let day = world.plan.first_day() - HISTORY;
        Self {
            world,
            bulk,
            duty: Duty::new(world, day),
            day,
            campus: 0,
            random: Random::new(world.plan.seed, "care"),
            agenda: Agenda::new(day),
            stays: Vec::new(),
            seen: vec![[Seen::default(); REMEMBERED]; world.patients.len()],
            treated: Vec::new(),
            touches: Vec::new(),
            deaths: BTreeMap::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// Does one day's work; days follow one another.
    pub(crate) fn work(&mut self, day: i64) {
        self.day = day;
        self.duty = Duty::new(self.world, day);
        self.touches.clear();
        self.treated.clear();
        for campus in 0..self.world.campuses() {
            self.campus = campus;
            self.random = self.world.random("bookings", day, campus);
            self.make_bookings();
        }
        self.random = self.world.random("agenda", day, 0);
        self.meet_all();
        for campus in 0..self.world.campuses() {
            self.campus = campus;
            self.random = self.world.random("wards", day, campus);
            self.wards();
            self.random = self.world.random("emergency", day, campus);
            self.emergency();
            self.random = self.world.random("office", day, campus);
            self.office();
        }
        self.random = self.world.random("late agenda", day, 0);
        self.meet_all();
        let pairs = self.pairs();
        for campus in 0..self.world.campuses() {
            self.campus = campus;
            self.random = self.world.random("unrecorded", day, campus);
            self.unrecorded(&pairs);
        }
        self.treated.sort_unstable();
        self.treated.dedup();
    }

    /// Writes what has begun and not ended: stays, and appointments that are still to come.
    pub(crate) fn leave_open(&mut self) {
        self.leave_stays_open();
        for due in self.agenda.rest() {
            if let Due::Visit(booking) = due {
                self.write_booked(&booking);
            }
        }
    }

    /// Does what has come up, and what comes up while that is done.
    fn meet_all(&mut self) {
        loop {
            let list = self.agenda.take(self.day);
            if list.is_empty() {
                return;
            }
            for due in list {
                self.campus = self.campus_of(due.patient());
                self.meet(due);
            }
        }
    }

    fn meet(&mut self, due: Due) {
        match due {
            Due::Visit(booking) => self.visit(&booking),
            Due::Prepare(booking) => self.prepare(&booking),
            Due::Review {
                case,
                provider,
                second,
            } => self.review(case, provider, second),
            Due::Call {
                patient,
                department,
            } => self.call(patient, department),
            Due::Sign { case, author } => self.sign(case, author),
            Due::Refer {
                patient,
                department,
            } => self.triage(patient, department),
            Due::Code { case, inpatient } => self.code(case, inpatient),
            Due::Bill { case } => self.bill(case),
            Due::Improve { case } => self.improve(case),
            Due::Touch(touch) => {
                self.mark(touch.patient, self.world.person(touch.user).department);
                self.touches.push(touch);
            }
        }
    }

    /// A second of today.
    fn at(&self, second: i64) -> Local {
        Local::at(self.day, second)
    }

    /// Some time of today between two hours.
    fn sometime(&mut self, from: i64, until: i64) -> Local {
        let second = self.random.between(from * 3_600, until * 3_600 - 1);
        self.at(second)
    }

    /// A day on which offices and clinics are open, between so many days from today, or in the week after.
    fn working_day(&mut self, soonest: i64, latest: i64) -> i64 {
        let day = self.day + self.random.between(soonest, latest);
        let drawn = self.random.between(0, 4);
        clock::working_day(day, drawn)
    }

    fn campus_of(&self, patient: u32) -> u32 {
        let after = self.world.bounds.partition_point(|first| *first <= patient);
        u32::try_from(after.saturating_sub(1)).expect("at most forty campuses")
    }

    /// The campus' department with this place in the list of all.
    fn here(&self, place: u16) -> u16 {
        world::department(self.campus, place)
    }

    /// The campus' only department of this class.
    fn only(&self, class: Class) -> u16 {
        self.here(departments::only(class))
    }

    /// Somebody at work in a department at that time of day whose role is in the set.
    fn pick(&mut self, department: u16, at: Local, roles: u32) -> Option<u32> {
        self.duty
            .pick(department, at.minute(), roles, &mut self.random)
    }

    /// A new number for a kind of resource.
    fn number(&mut self, kind: Kind) -> u32 {
        let number = self.numbers.entry(kind).or_insert(0);
        *number += 1;
        *number
    }

    /// Writes a resource under a number of its own; gives back its id.
    fn put(&mut self, kind: Kind, body: Value) -> String {
        let number = self.number(kind);
        let prefix = match kind {
            Kind::CareTeam => "team",
            Kind::Claim => "clm",
            Kind::Communication => "msg",
            Kind::Condition => "con",
            Kind::DiagnosticReport => "rep",
            Kind::DocumentReference => "doc",
            Kind::EpisodeOfCare => "epi",
            Kind::ImagingStudy => "img",
            Kind::Immunization => "imm",
            Kind::MedicationAdministration => "adm",
            Kind::MedicationDispense => "dis",
            Kind::MedicationRequest => "med",
            Kind::Observation => "obs",
            Kind::Procedure => "pro",
            Kind::ServiceRequest => "ord",
            Kind::Task => "tsk",
            _ => "res",
        };
        let id = format!("{prefix}-{number}");
        self.bulk.put(kind, &id, body);
        id
    }

    /// Somebody works in a record: now, or when that moment comes. Nobody, if nobody is at work.
    fn touch(&mut self, user: Option<u32>, case: Case, at: Local, work: Work) {
        let Some(user) = user else { return };
        self.touch_with(user, case, at, (work, false));
    }

    fn touch_with(&mut self, user: u32, case: Case, at: Local, (work, emergency): (Work, bool)) {
        let at = at.max(Local::at(self.day, 0));
        let person = self.world.person(user);
        // Nobody works on their own record; a colleague whom no record names does.
        if person.patient == case.patient {
            return;
        }
        let place = if person.remote {
            person.department
        } else {
            case.department
        };
        let touch = Touch {
            at,
            user,
            patient: case.patient,
            encounter: case.encounter,
            place,
            work,
            cause: Cause::Care,
            seat: person.seat(),
            emergency,
        };
        if at.day() == self.day {
            self.mark(case.patient, person.department);
            self.touches.push(touch);
        } else {
            self.agenda.add(at.day(), Due::Touch(touch));
        }
    }

    fn run_day(&self) -> u16 {
        let since = self.day - self.world.plan.first_day() + HISTORY + 1;
        u16::try_from(since).expect("a run of some months")
    }

    /// Remembers that a department had to do with a patient today.
    fn mark(&mut self, patient: u32, department: u16) {
        let day = self.run_day();
        let seen = &mut self.seen[patient as usize];
        let place = seen
            .iter()
            .position(|one| one.department == department && one.day > 0);
        let oldest = (0..REMEMBERED)
            .min_by_key(|place| seen[*place].day)
            .unwrap_or(0);
        seen[place.unwrap_or(oldest)] = Seen { department, day };
    }

    /// Whether a department had to do with a patient in the last thirty days, as far as is remembered.
    pub(crate) fn knows(&self, department: u16, patient: u32) -> bool {
        let since = self.run_day().saturating_sub(RECENT);
        let seen = &self.seen[patient as usize];
        seen.iter()
            .any(|one| one.day > 0 && one.day >= since && one.department == department)
    }

    /// Alive, and so able to be treated.
    fn is_alive(&self, patient: u32) -> bool {
        self.world.patient(patient).died == 0 && !self.deaths.contains_key(&patient)
    }

    /// What brings somebody: the lasting illness so many times in a hundred, else one of the others.
    fn trouble(&mut self, patient: u32, percent: u64, others: &[Specialty]) -> Specialty {
        let one = self.world.patient(patient);
        let own = SPECIALTIES
            .iter()
            .find(|specialty| one.lasting & specialty.bit() != 0);
        match own {
            _ if one.age(self.day) < 17 => Specialty::Children,
            Some(own) if self.random.chance(percent) => *own,
            _ => *self.random.pick(others),
        }
    }

    /// Which medicine.
    fn medicine(&mut self) -> usize {
        self.random.index(MEDICINES.len())
    }

    /// Writes a visit or stay, and what the one responsible found.
    fn write_encounter(&mut self, number: u32, one: &visits::Encounter<'_>, found: Local) {
        let body = visits::encounter_body(self.world, one);
        self.bulk
            .put(Kind::Encounter, &visits::encounter_id(number), body);
        if let Some(who) = one.people.first() {
            let of = (one.patient, number);
            let body = visits::condition(self.world, of, one.diagnosis, *who, found);
            self.put(Kind::Condition, body);
        }
    }

    /// How many things happen today that happen `per_thousand` thousandths of times a day for 1,000 patients.
    fn count(&mut self, per_thousand: u64) -> u64 {
        let usual = self.world.population(self.campus) * per_thousand / 1_000;
        let today = u64::try_from(self.random.between(85, 115)).expect("positive");
        self.random.about(usual * today / 100)
    }
}
