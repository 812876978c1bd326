//! Clinics: appointments made, prepared, kept and missed, and what follows from them.

use super::super::clock::{self, Local};
use super::super::departments::{Class, DEPARTMENTS, PROVIDERS, ROOMING, Role};
use super::super::fhir::visits::{self, Booking, VISIT};
use super::super::fhir::{medicines, notes};
use super::super::files::bulk::Kind;
use super::super::illness::{self, Diagnosis, Specialty};
use super::super::work::Work;
use super::super::world::{NONE, rota};
use super::agenda::Due;
use super::{Care, Case};
use crate::random::spread;

impl Care<'_> {
    /// The clinics' desks make appointments, on working days.
    pub(super) fn make_bookings(&mut self) {
        if !clock::is_weekday(self.day) {
            return;
        }
        for (place, kind) in (0u16..).zip(DEPARTMENTS) {
            if kind.visits == 0 {
                continue;
            }
            let department = self.here(place);
            for _ in 0..self.count(kind.visits) {
                let Some(patient) = self.candidate(department) else {
                    continue;
                };
                let lead = match self.random.below(100) {
                    0..14 => 0,
                    14..30 => self.random.between(1, 3),
                    _ => self.random.between(3, 23),
                };
                self.book(patient, department, lead);
            }
        }
    }

    /// Somebody whom this clinic would see.
    fn candidate(&mut self, department: u16) -> Option<u32> {
        let kind = self.world.kind(department);
        for _ in 0..400 {
            let number = self.world.any_patient(self.campus, &mut self.random);
            let one = self.world.patient(number);
            let fits = match kind.specialty {
                None => one.clinic == department && (one.lasting != 0 || self.random.chance(45)),
                Some(specialty) => one.lasting & specialty.bit() != 0,
            };
            // Now and then somebody without the lasting condition is sent.
            if (fits || self.random.below(1_000) < 3) && self.is_alive(number) {
                return Some(number);
            }
        }
        None
    }

    /// Makes an appointment about so many days ahead, with somebody who works then.
    pub(super) fn book(&mut self, patient: u32, department: u16, lead: i64) {
        let day = self.working_day(lead, lead);
        let Some((provider, shift)) = self.provider_on(patient, department, day) else {
            return;
        };
        let from = i64::from(shift.from.max(8 * 60));
        let slots = (i64::from(shift.until) - 90 - from) / 10;
        let mut minute = from + 10 * self.random.between(0, slots.max(1));
        if (720..780).contains(&minute) {
            minute += 60;
        }
        if day == self.day {
            minute = minute.max(9 * 60);
        }
        let made = self.sometime(8, 16);
        let booking = Booking {
            number: self.number(Kind::Appointment),
            patient,
            provider,
            department,
            start: Local::at(day, minute * 60),
            created: made.min(Local::at(day, minute * 60 - 1_800)),
        };
        self.schedule(&booking);
        let early = self.random.between(1, 3);
        if day - self.day > early && self.random.chance(60) {
            self.agenda.add(day - early, Due::Prepare(booking));
        }
        self.agenda.add(day, Due::Visit(booking));
    }

    /// The patient's own provider if at work that day, else another of the clinic.
    fn provider_on(&self, patient: u32, department: u16, day: i64) -> Option<(u32, rota::Shift)> {
        let sees = |number: u32| {
            let person = self.world.person(number);
            let fits = person.department == department && person.role.bit() & PROVIDERS != 0;
            fits.then(|| rota::shift(person, day))
                .flatten()
                .map(|shift| (number, shift))
        };
        let primary = self.world.patient(patient).primary;
        if primary != NONE
            && let Some(found) = sees(primary)
        {
            return Some(found);
        }
        let team = self.world.team(department);
        let first =
            usize::try_from(spread(u64::from(patient)) % team.len().max(1) as u64).unwrap_or(0);
        (0..team.len()).find_map(|step| sees(team[(first + step) % team.len()]))
    }

    /// A third are made on the telephone, which opens the record; most of those stand on a list of work.
    fn schedule(&mut self, booking: &Booking) {
        if !self.random.chance(33) {
            return;
        }
        let at = booking.created;
        let center = self.only(Class::Scheduling);
        let user = self.pick(center, at, Role::Scheduler.bit());
        let Some(user) = user else { return };
        let case = Case::without_visit(booking.patient, center);
        self.touch(Some(user), case, at, Work::Schedule);
        if self.random.chance(72) {
            let body = notes::task(
                self.world,
                "Schedule appointment",
                booking.patient,
                user,
                at,
            );
            self.put(Kind::Task, body);
        }
    }

    /// Somebody of the clinic looks through the record some days before.
    pub(super) fn prepare(&mut self, booking: &Booking) {
        let second = self.random.between(8 * 3_600, 16 * 3_600);
        let at = self.at(second);
        let roles = ROOMING | if self.random.chance(15) { PROVIDERS } else { 0 };
        let user = self.pick(booking.department, at, roles);
        let case = Case::without_visit(booking.patient, booking.department);
        self.touch(user, case, at, Work::Prepare);
    }

    /// The appointment's day has come.
    pub(super) fn visit(&mut self, booking: &Booking) {
        let fate = self.random.below(100);
        let works = rota::shift(self.world.person(booking.provider), self.day).is_some();
        let status = match fate {
            _ if !works || !self.is_alive(booking.patient) => "cancelled",
            0..6 => "cancelled",
            6..11 => "noshow",
            _ => "fulfilled",
        };
        self.write_appointment(booking, status);
        let case = Case::without_visit(booking.patient, booking.department);
        if status != "fulfilled" {
            if self.random.chance(45) {
                let at = booking.start.plus(self.random.between(300, 3_000));
                let user = self.pick(booking.department, at, Role::Clerk.bit());
                self.touch(user, case, at, Work::Schedule);
            }
            return;
        }
        let encounter = self.number(Kind::Encounter);
        self.treated.push(booking.patient);
        self.see(booking, Case { encounter, ..case });
    }

    fn write_appointment(&mut self, booking: &Booking, status: &str) {
        let body = visits::appointment(self.world, booking, status);
        self.bulk.put(
            Kind::Appointment,
            &visits::appointment_id(booking.number),
            body,
        );
    }

    /// An appointment that lies beyond the last day.
    pub(super) fn write_booked(&mut self, booking: &Booking) {
        self.write_appointment(booking, "booked");
    }

    /// Desk, room, provider, and what they order and write.
    fn see(&mut self, booking: &Booking, case: Case) {
        let start = booking.start;
        self.check_in(case, start);
        let roomed = start.plus(self.random.between(-420, 240));
        let nurse = self.pick(case.department, roomed, ROOMING);
        self.touch(nurse, case, roomed, Work::Room);
        let signed = nurse.filter(|_| self.random.chance(55));
        let body = super::super::fhir::orders::vitals(
            self.world,
            case.of(),
            signed,
            case.department,
            roomed,
        );
        self.put(Kind::Observation, body);
        let seen = start.plus(self.random.between(300, 900));
        self.touch(Some(booking.provider), case, seen, Work::See);
        let mut people = vec![booking.provider];
        if self.random.chance(10)
            && let Some(learner) = self.resident(case.department, seen.minute(), case.patient)
        {
            self.touch(Some(learner), case, seen.plus(-600), Work::See);
            people.push(learner);
        }
        let diagnosis = self.diagnosis(case);
        let encounter = visits::Encounter {
            patient: case.patient,
            setting: visits::Setting::Ambulatory,
            start,
            end: Some(start.plus(VISIT * 60 + 900)),
            stops: &[(case.department, start)],
            people: &people,
            diagnosis,
            appointment: Some(booking.number),
            died: false,
        };
        self.write_encounter(case.encounter, &encounter, seen);
        self.note(case, "Progress note", booking.provider, seen);
        self.visit_orders(case, booking.provider, seen);
        self.after_visit(case);
    }

    /// The clinic's own clerk, or the registration desk.
    fn check_in(&mut self, case: Case, start: Local) {
        let at = start.plus(-self.random.between(240, 1_500));
        let (desk, role) = if self.random.chance(60) {
            (case.department, Role::Clerk)
        } else {
            (self.only(Class::Registration), Role::Registrar)
        };
        let user = self.pick(desk, at, role.bit());
        self.touch(user, case, at, Work::Register);
    }

    /// A resident whose turn is on this department's service.
    pub(super) fn resident(&self, department: u16, minute: i32, patient: u32) -> Option<u32> {
        let place = usize::from(department) % DEPARTMENTS.len();
        let services = super::ward::services();
        let service = services.iter().position(|one| usize::from(*one) == place)?;
        let found = self.duty.resident(
            service as u64,
            services.len() as u64,
            minute,
            u64::from(patient),
        )?;
        let person = self.world.person(found);
        (super::super::world::campus_of(person.department) == self.campus).then_some(found)
    }

    /// A note, by now or a day late.
    pub(super) fn note(&mut self, case: Case, title: &str, author: u32, at: Local) {
        if self.random.chance(14) {
            self.agenda.add(self.day + 1, Due::Sign { case, author });
            return;
        }
        let written = at.plus(self.random.between(600, 5_400));
        let body = notes::document(
            self.world,
            (case.patient, Some(case.encounter)),
            title,
            (author, written),
            None,
        );
        self.put(Kind::DocumentReference, body);
    }

    /// The note that was left open is written, if its author is at work.
    pub(super) fn sign(&mut self, case: Case, author: u32) {
        let Some(shift) = rota::shift(self.world.person(author), self.day) else {
            if self.world.person(author).is_employed(self.day) {
                self.agenda.add(self.day + 1, Due::Sign { case, author });
            }
            return;
        };
        let minute = i64::from(shift.from) + self.random.between(10, 240);
        let at = self.at(minute * 60);
        let body = notes::document(
            self.world,
            (case.patient, Some(case.encounter)),
            "Progress note",
            (author, at.plus(420)),
            None,
        );
        self.put(Kind::DocumentReference, body);
        self.touch(Some(author), case, at, Work::See);
    }

    fn diagnosis(&mut self, case: Case) -> Diagnosis {
        let kind = self.world.kind(case.department);
        let child = self.world.patient(case.patient).age(self.day) < 17;
        let specialty = kind.specialty.unwrap_or(if child {
            Specialty::Children
        } else {
            Specialty::Medicine
        });
        // A family doctor also looks after what specialists look after.
        let lasting = self.world.patient(case.patient).lasting;
        let own = illness::SPECIALTIES
            .iter()
            .find(|one| lasting & one.bit() != 0);
        match own {
            Some(own) if kind.specialty.is_none() && self.random.chance(35) => {
                illness::of_patient(*own, case.patient, &mut self.random)
            }
            _ => illness::of_patient(specialty, case.patient, &mut self.random),
        }
    }

    fn visit_orders(&mut self, case: Case, provider: u32, seen: Local) {
        let at = seen.plus(420);
        if self.random.chance(36) {
            self.laboratory(case, provider, at);
        }
        if self.random.chance(13) {
            self.imaging(case, provider, at);
        }
        if self.random.chance(45) {
            self.prescribe(case, provider, at);
        }
        let kind = self.world.kind(case.department);
        if kind.class == Class::Primary && self.random.chance(9) {
            self.refer(case, provider, at);
        }
        if kind.class == Class::Primary && self.random.chance(12) {
            let given = seen.plus(900);
            let nurse = self.pick(case.department, given, ROOMING);
            if let Some(nurse) = nurse {
                let which = self.random.index(3);
                let body = medicines::immunization(
                    self.world,
                    case.of(),
                    which,
                    (nurse, given),
                    case.department,
                );
                self.put(Kind::Immunization, body);
                self.touch(Some(nurse), case, given, Work::Room);
            }
        }
        if kind.class == Class::Clinic && self.random.chance(10) {
            let procedure = visits::Procedure {
                name: "Procedure in the clinic",
                people: &[provider],
                department: case.department,
                start: seen.plus(600),
                minutes: 20,
            };
            let body = visits::procedure(self.world, case.of(), &procedure);
            self.put(Kind::Procedure, body);
        }
    }

    fn after_visit(&mut self, case: Case) {
        if self.random.chance(12) {
            let day = self.working_day(1, 7);
            self.agenda.add(
                day,
                Due::Call {
                    patient: case.patient,
                    department: case.department,
                },
            );
        }
        if self.random.chance(20) {
            let lead = self.random.between(10, 24);
            self.book(case.patient, case.department, lead);
        }
        self.revenue(case, false);
    }
}
