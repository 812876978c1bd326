//! A day in a ward: nurses and aides of each shift, rounds, whoever else is asked, transfer, surgery.

use super::super::clock::Local;
use super::super::departments::{self, Class, PROVIDERS, Role};
use super::super::fhir::{medicines, notes, orders, visits};
use super::super::files::bulk::Kind;
use super::super::illness::{self, Specialty};
use super::super::work::Work;
use super::super::world::{NONE, rota};
use super::ward::Stay;
use super::{Care, Case};

impl Care<'_> {
    /// What is done on the day of admission.
    pub(super) fn first_hours(&mut self, stay: &mut Stay) {
        let at = stay.from.plus(self.random.between(1_200, 5_400));
        if at.day() != self.day {
            return;
        }
        self.nurse(stay, at, 2);
        if let Some(attending) = stay.people.first().copied() {
            let seen = at.plus(self.random.between(600, 5_000));
            self.touch(Some(attending), stay.case, seen, Work::Round);
            self.note(stay.case, "History and physical", attending, seen);
            self.ward_medicine(stay.case, attending, seen.plus(300));
            if self.random.chance(70) {
                self.laboratory(stay.case, attending, seen.plus(360));
            }
        }
        if matches!(stay.specialty, Specialty::Surgery | Specialty::Bones)
            && stay.from.minute() < 13 * 60
        {
            self.surgery(stay.case, stay.people.first().copied(), at.plus(7_200));
        }
    }

    /// One whole day in the hospital.
    pub(super) fn day_of(&mut self, stay: &mut Stay) {
        self.treated.push(stay.case.patient);
        self.transfer(stay);
        let last = stay.until <= self.day;
        // The night that ends this morning, the day, and the night that begins.
        self.nurse(stay, self.at(3 * 3_600), 2);
        self.nurse(stay, self.at(10 * 3_600), 3);
        if !last {
            self.nurse(stay, self.at(21 * 3_600), 2);
        }
        let rounds = self.round(stay);
        self.others(stay, rounds);
        if self.day == stay.from.day() + 1
            && matches!(stay.specialty, Specialty::Surgery | Specialty::Bones)
            && self.random.chance(30)
        {
            self.surgery(stay.case, stay.people.first().copied(), self.at(11 * 3_600));
        }
    }

    /// Out of intensive care, now and then to another ward.
    fn transfer(&mut self, stay: &mut Stay) {
        let ward = self.here(departments::ward_of(stay.specialty));
        let critical = self.world.kind(stay.case.department).class == Class::Critical;
        let moves = critical && stay.case.department != ward && self.random.chance(45);
        if moves && stay.until > self.day {
            let at = self.sometime(9, 15);
            stay.stops.push((ward, at));
            stay.case.department = ward;
        }
    }

    /// The nurse and aide of the shift around this moment; a float nurse when the ward is short.
    fn nurse(&mut self, stay: &mut Stay, around: Local, times: u32) {
        let key = u64::from(stay.case.encounter);
        let minute = around.minute();
        let short = self.random.chance(9);
        let pool = self.only(Class::Float);
        let own = self
            .duty
            .assigned(stay.case.department, minute, Role::Nurse.bit(), key);
        let float = self
            .duty
            .assigned(pool, minute, Role::Nurse.bit(), key)
            .filter(|_| short);
        let Some(nurse) = float.or(own) else { return };
        for _ in 0..times {
            let at = around.plus(self.random.between(-7_000, 7_000));
            self.touch(
                Some(nurse).filter(|_| at.day() == self.day),
                stay.case,
                at,
                Work::Nurse,
            );
        }
        if !stay.team.contains(&nurse) && float.is_none() && self.random.chance(45) {
            stay.team.push(nurse);
        }
        if self.random.chance(82) {
            let which = self.medicine();
            let body = medicines::administration(
                self.world,
                stay.case.of(),
                which,
                (nurse, around.plus(900)),
            );
            self.put(Kind::MedicationAdministration, body);
        }
        let aide = self
            .duty
            .assigned(stay.case.department, minute, Role::Aide.bit(), key);
        if let Some(aide) = aide.filter(|_| self.random.chance(75)) {
            let at = around.plus(self.random.between(-5_000, 5_000));
            self.touch(
                Some(aide).filter(|_| at.day() == self.day),
                stay.case,
                at,
                Work::Assist,
            );
            let body = orders::vitals(
                self.world,
                stay.case.of(),
                Some(aide).filter(|_| self.random.chance(60)),
                stay.case.department,
                at,
            );
            self.put(Kind::Observation, body);
        }
    }

    /// Rounds of the physician, or of who covers, and the resident; gives back who was responsible and when.
    fn round(&mut self, stay: &mut Stay) -> Option<(u32, Local)> {
        let seen = self.sometime(7, 12);
        let usual = stay
            .people
            .first()
            .copied()
            .filter(|one| rota::shift(self.world.person(*one), self.day).is_some());
        let cover = || {
            let key = u64::from(stay.case.encounter) << 1;
            let first = stay
                .people
                .first()
                .map(|one| self.world.person(*one).department);
            let same = first.and_then(|own| self.duty.assigned(own, seen.minute(), PROVIDERS, key));
            let hospitalists = self.only(Class::Hospitalists);
            same.or_else(|| {
                self.duty
                    .assigned(hospitalists, seen.minute(), PROVIDERS, key)
            })
        };
        let physician = usual.or_else(cover)?;
        if !stay.people.contains(&physician) {
            stay.people.push(physician);
        }
        self.touch(Some(physician), stay.case, seen, Work::Round);
        self.note(stay.case, "Progress note", physician, seen);
        if let Some(learner) = self
            .resident(stay.case.department, seen.minute(), stay.case.patient)
            .filter(|_| self.random.chance(80))
        {
            let before = seen.plus(-self.random.between(900, 5_000));
            self.touch(Some(learner), stay.case, before, Work::Round);
            let written = seen.plus(4_000);
            if self.random.chance(70) {
                let of = (stay.case.patient, Some(stay.case.encounter));
                let body = notes::document(
                    self.world,
                    of,
                    "Resident progress note",
                    (learner, written),
                    Some(physician),
                );
                self.put(Kind::DocumentReference, body);
            }
            if !stay.people.contains(&learner) && self.random.chance(60) {
                stay.people.push(learner);
            }
        }
        Some((physician, seen))
    }

    /// Everybody else whom a day in the hospital brings: laboratory, therapy, specialists, case managers, desk.
    fn others(&mut self, stay: &mut Stay, rounds: Option<(u32, Local)>) {
        let case = stay.case;
        if let Some((physician, seen)) = rounds {
            for (chance, order) in [
                (70, Self::laboratory as fn(&mut Self, Case, u32, Local)),
                (13, Self::imaging),
                (50, Self::ward_medicine),
                (9, Self::consult),
            ] {
                if self.random.chance(chance) {
                    let at = seen.plus(self.random.between(120, 1_500));
                    order(self, case, physician, at);
                }
            }
            for (chance, name) in [
                (14, "Respiratory Therapy"),
                (22, "Rehabilitation Services"),
                (8, "Nutrition Services"),
            ] {
                if self.random.chance(chance) {
                    self.therapy(case, name, (physician, seen));
                }
            }
        }
        self.desk_and_manager(stay);
        // Somebody on call is asked at night.
        if self.random.chance(10) {
            let hospitalists = self.only(Class::Hospitalists);
            let at = self.sometime(0, 6);
            let user = self.pick(hospitalists, at, PROVIDERS);
            self.touch(user, case, at, Work::Round);
            if let Some(user) = user.filter(|_| self.random.chance(50)) {
                self.ward_medicine(case, user, at.plus(400));
            }
        }
    }

    fn desk_and_manager(&mut self, stay: &mut Stay) {
        let case = stay.case;
        if self.random.chance(30) {
            let at = self.sometime(9, 16);
            let clerk = self.duty.assigned(
                case.department,
                at.minute(),
                Role::Clerk.bit(),
                u64::from(case.department),
            );
            self.touch(clerk, case, at, Work::Register);
        }
        if stay.manager != NONE && self.random.chance(32) {
            let manager = self.world.person(stay.manager);
            let at = self.sometime(9, 15);
            if self
                .duty
                .is_here(manager.department, stay.manager, at.minute())
            {
                self.touch(Some(stay.manager), case, at, Work::Manage);
                if !stay.team.contains(&stay.manager) {
                    stay.team.push(stay.manager);
                }
            }
        }
    }

    fn therapy(&mut self, case: Case, name: &str, (asker, seen): (u32, Local)) {
        let department = self.here(departments::named(name));
        let order = orders::Order {
            what: name,
            category: "Therapy",
            requester: asker,
            to: department,
            at: seen.plus(600),
        };
        let body = orders::service_request(self.world, case.of(), &order);
        self.put(Kind::ServiceRequest, body);
        let at = self.sometime(12, 16);
        let Some(user) = self.pick(department, at, Role::Therapist.bit()) else {
            return;
        };
        self.touch(Some(user), case, at, Work::Treat);
        if self.random.chance(65) {
            let procedure = visits::Procedure {
                name,
                people: &[user],
                department: case.department,
                start: at,
                minutes: 30,
            };
            let body = visits::procedure(self.world, case.of(), &procedure);
            self.put(Kind::Procedure, body);
        }
    }

    /// An operation: who operates, who gives the anaesthetic, who assists and who watches over waking up.
    fn surgery(&mut self, case: Case, surgeon: Option<u32>, start: Local) {
        let theatre = self.only(Class::Surgery);
        let place = case.at(theatre);
        let mut people: Vec<u32> = surgeon.into_iter().collect();
        for (roles, wait, named) in [
            (Role::Physician.bit(), -1_800, true),
            (Role::Nurse.bit(), -3_000, true),
            (Role::Nurse.bit(), 1_200, true),
            (Role::Nurse.bit(), 6_000, false),
            (Role::Aide.bit(), 500, false),
        ] {
            let at = start.plus(wait);
            let user = self.pick(theatre, at, roles);
            self.touch(
                user.filter(|_| at.day() == self.day),
                place,
                at,
                Work::Operate,
            );
            if let Some(user) = user.filter(|user| named && !people.contains(user)) {
                people.push(user);
            }
        }
        self.touch(surgeon, place, start.plus(-600), Work::Operate);
        let procedure = visits::Procedure {
            name: "Operation",
            people: &people,
            department: theatre,
            start,
            minutes: 110,
        };
        let body = visits::procedure(self.world, case.of(), &procedure);
        self.put(Kind::Procedure, body);
        if let Some(surgeon) = surgeon {
            self.note(place, "Operative note", surgeon, start.plus(7_000));
        }
    }

    /// An operation after which the patient goes home.
    pub(super) fn day_surgery(&mut self, patient: u32, specialty: Specialty) {
        let theatre = self.only(Class::Surgery);
        let clinic = departments::clinic_of(specialty)
            .unwrap_or_else(|| departments::named("General Surgery Clinic"));
        let clinic = self.here(clinic);
        let start = self.sometime(8, 14);
        let Some(surgeon) = self.pick(clinic, start, Role::Physician.bit()) else {
            return;
        };
        let encounter = self.number(Kind::Encounter);
        let case = Case {
            patient,
            encounter,
            department: theatre,
        };
        self.treated.push(patient);
        let arrival = start.plus(-self.random.between(4_800, 7_200));
        let desk = self.only(Class::Registration);
        let registrar = self.pick(desk, arrival, Role::Registrar.bit());
        self.touch(registrar, case, arrival, Work::Register);
        self.ward_medicine(case, surgeon, arrival.plus(1_800));
        self.surgery(case, Some(surgeon), start);
        let diagnosis = illness::of_patient(specialty, patient, &mut self.random);
        let encounter = visits::Encounter {
            patient,
            setting: visits::Setting::Ambulatory,
            start: arrival,
            end: Some(start.plus(14_000)),
            stops: &[(theatre, arrival)],
            people: &[surgeon],
            diagnosis,
            appointment: None,
            died: false,
        };
        self.write_encounter(case.encounter, &encounter, start);
        self.revenue(case, false);
    }
}
