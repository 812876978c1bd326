//! What is ordered: laboratory work, pictures, medicines, consults and referrals.

use super::super::clock::{DAY, Local};
use super::super::departments::{self, Class, Role};
use super::super::fhir::{medicines, notes, orders};
use super::super::files::bulk::Kind;
use super::super::illness::{SPECIALTIES, Specialty};
use super::super::work::Work;
use super::super::world::rota;
use super::agenda::Due;
use super::{Care, Case};

impl Care<'_> {
    /// Blood is taken, measured, and the result comes back to who asked.
    pub(super) fn laboratory(&mut self, case: Case, provider: u32, at: Local) {
        let laboratory = self.only(Class::Laboratory);
        let panel = self.random.index(orders::PANELS.len());
        let (code, name, ..) = orders::PANELS[panel];
        let order = orders::Order {
            what: name,
            category: "Laboratory",
            requester: provider,
            to: laboratory,
            at,
        };
        let body = orders::service_request(self.world, case.of(), &order);
        let order = self.put(Kind::ServiceRequest, body);
        let begun = at.plus(self.random.between(1_200, 5_400));
        let bench = case.at(laboratory);
        if begun.day() == self.day {
            let user = self.pick(laboratory, begun, Role::Scientist.bit());
            self.touch(user, bench, begun, Work::Analyse);
            // One in six values is checked in the main record too.
            if self.random.chance(16) {
                self.touch(user, bench, begun.plus(400), Work::Review);
            }
        }
        let ready = begun.plus(self.random.between(1_500, 14_000));
        let body = orders::value(self.world, case.of(), panel, begun, laboratory);
        let value = self.put(Kind::Observation, body);
        let report = orders::Report {
            code: (code, name),
            ready,
            from: laboratory,
            reader: None,
            order: &order,
            value: Some(&value),
        };
        let body = orders::diagnostic_report(self.world, case.of(), &report);
        self.put(Kind::DiagnosticReport, body);
        self.result_for(case, provider, ready);
    }

    /// Pictures are taken and read; both programs and people are involved.
    pub(super) fn imaging(&mut self, case: Case, provider: u32, at: Local) {
        let imaging = self.only(Class::Imaging);
        let which = self.random.index(orders::PICTURES.len());
        let (modality, what) = orders::PICTURES[which];
        let order = orders::Order {
            what,
            category: "Imaging",
            requester: provider,
            to: imaging,
            at,
        };
        let body = orders::service_request(self.world, case.of(), &order);
        let order = self.put(Kind::ServiceRequest, body);
        let taken = at.plus(self.random.between(900, 7_200));
        let read = taken.plus(self.random.between(900, 10_800));
        let reader = self.pictures(case, taken, read);
        let uid = orders::study_uid(case.patient, case.encounter);
        let study = orders::Study {
            uid: &uid,
            modality,
            what,
            referrer: provider,
            reader,
            started: taken,
        };
        let body = orders::imaging_study(self.world, case.of(), &study);
        self.put(Kind::ImagingStudy, body);
        let report = orders::Report {
            code: ("", what),
            ready: read,
            from: imaging,
            reader,
            order: &order,
            value: None,
        };
        let body = orders::diagnostic_report(self.world, case.of(), &report);
        self.put(Kind::DiagnosticReport, body);
        self.result_for(case, provider, read);
    }

    /// Takes and reads pictures today; gives back who read them.
    fn pictures(&mut self, case: Case, taken: Local, read: Local) -> Option<u32> {
        let imaging = self.only(Class::Imaging);
        let room = case.at(imaging);
        if taken.day() == self.day {
            let user = self.pick(imaging, taken, Role::Technologist.bit());
            self.touch(user, room, taken, Work::TakeImages);
        }
        let reader = self.pick(imaging, read, Role::Radiologist.bit());
        let reader = reader.filter(|_| read.day() == self.day);
        if let Some(reader) = reader {
            self.touch(Some(reader), room, read, Work::ReadImages);
            if self.random.chance(45) {
                self.touch(Some(reader), room, read.plus(120), Work::Consult);
            }
        }
        reader
    }

    /// Most results are looked at: at once in the hospital, within two days in a clinic.
    fn result_for(&mut self, case: Case, provider: u32, ready: Local) {
        if !self.random.chance(70) {
            return;
        }
        let seen = ready.plus(self.random.between(600, 7_200));
        let here = seen.day() == self.day && {
            let department = self.world.person(provider).department;
            self.duty.is_here(department, provider, seen.minute())
        };
        if here {
            self.touch(Some(provider), case, seen, Work::Review);
        } else {
            let second = self.random.between(7 * 3_600, 16 * 3_600);
            self.agenda.add(
                self.day + 1,
                Due::Review {
                    case,
                    provider,
                    second,
                },
            );
        }
    }

    /// Who asked looks at the result when next at work; after a week somebody else has.
    pub(super) fn review(&mut self, case: Case, provider: u32, second: i64) {
        let person = self.world.person(provider);
        match rota::shift(person, self.day) {
            Some(shift) => {
                let minute = i64::from(shift.from) + 15 + second / 60 % 300;
                let at = Local::at(self.day, minute.min(1_439) * 60 + second % 60);
                self.touch(Some(provider), case, at, Work::Review);
            }
            None if person.is_employed(self.day) && self.random.chance(80) => {
                self.agenda.add(
                    self.day + 1,
                    Due::Review {
                        case,
                        provider,
                        second,
                    },
                );
            }
            None => {}
        }
    }

    /// A medicine for outside the hospital; some are fetched at the hospital's own pharmacy.
    pub(super) fn prescribe(&mut self, case: Case, provider: u32, at: Local) {
        let own = self.random.chance(28);
        let pharmacy = self.only(Class::Pharmacy);
        let which = self.medicine();
        let body = medicines::request(
            self.world,
            (case.patient, Some(case.encounter)),
            which,
            (provider, at),
            own.then_some(pharmacy),
        );
        self.put(Kind::MedicationRequest, body);
        if !own {
            return;
        }
        let counter = case.at(pharmacy);
        let fetched = at.plus(self.random.between(1_800, 9_000));
        if fetched.day() != self.day {
            return;
        }
        if let Some(user) = self.pick(pharmacy, fetched, Role::Pharmacist.bit()) {
            self.touch(Some(user), counter, fetched, Work::Dispense);
            let body = medicines::dispense(
                self.world,
                case.patient,
                which,
                (user, fetched.plus(300)),
                pharmacy,
            );
            self.put(Kind::MedicationDispense, body);
        }
    }

    /// A medicine in the hospital: the pharmacist looks before it is given.
    pub(super) fn ward_medicine(&mut self, case: Case, provider: u32, at: Local) {
        let pharmacy = self.only(Class::Pharmacy);
        let which = self.medicine();
        let body = medicines::request(
            self.world,
            (case.patient, Some(case.encounter)),
            which,
            (provider, at),
            Some(pharmacy),
        );
        self.put(Kind::MedicationRequest, body);
        let looked = at.plus(self.random.between(300, 2_400));
        if looked.day() == self.day {
            let user = self.pick(pharmacy, looked, Role::Pharmacist.bit());
            let counter = case.at(pharmacy);
            self.touch(user, counter, looked, Work::Verify);
        }
    }

    /// A clinic of the patient's illness is asked to see the patient.
    pub(super) fn refer(&mut self, case: Case, provider: u32, at: Local) {
        let lasting = self.world.patient(case.patient).lasting;
        let fitting: Vec<Specialty> = SPECIALTIES
            .into_iter()
            .filter(|one| lasting & one.bit() != 0)
            .collect();
        let specialty = if fitting.is_empty() {
            *self.random.pick(&SPECIALTIES)
        } else {
            *self.random.pick(&fitting)
        };
        let Some(place) = departments::clinic_of(specialty) else {
            return;
        };
        let department = self.here(place);
        let order = orders::Order {
            what: "Referral to specialist",
            category: "Referral",
            requester: provider,
            to: department,
            at,
        };
        let body = orders::service_request(self.world, case.of(), &order);
        self.put(Kind::ServiceRequest, body);
        let day = self.working_day(1, 4);
        self.agenda.add(
            day,
            Due::Refer {
                patient: case.patient,
                department,
            },
        );
    }

    /// A nurse of the clinic reads the referral and an appointment is made.
    pub(super) fn triage(&mut self, patient: u32, department: u16) {
        let at = self.sometime(8, 16);
        let roles = Role::Nurse.bit() | Role::Clerk.bit();
        let user = self.pick(department, at, roles);
        self.touch(
            user,
            Case::without_visit(patient, department),
            at,
            Work::Prepare,
        );
        let lead = self.random.between(2, 18);
        self.book(patient, department, lead);
    }

    /// A specialist is asked to see a patient who lies in the hospital.
    pub(super) fn consult(&mut self, case: Case, asker: u32, at: Local) {
        let specialty = *self.random.pick(&SPECIALTIES);
        let Some(place) = departments::clinic_of(specialty) else {
            return;
        };
        let clinic = self.here(place);
        let order = orders::Order {
            what: "Inpatient consultation",
            category: "Consult",
            requester: asker,
            to: clinic,
            at,
        };
        let body = orders::service_request(self.world, case.of(), &order);
        self.put(Kind::ServiceRequest, body);
        for later in [
            at.plus(self.random.between(3_600, 18_000)),
            at.plus(DAY - self.random.between(0, 7_200)),
        ] {
            // Tomorrow's look is taken by whoever of the same people is at work then.
            let user = self.duty.assigned(
                clinic,
                later.minute(),
                departments::PROVIDERS,
                u64::from(case.encounter),
            );
            let Some(user) = user else { continue };
            let here = later.day() == self.day
                || rota::shift(self.world.person(user), later.day()).is_some();
            if !here {
                continue;
            }
            self.touch(Some(user), case, later, Work::Consult);
            if self.random.chance(75) {
                let written = later.plus(1_500);
                let body = notes::document(
                    self.world,
                    (case.patient, Some(case.encounter)),
                    "Consultation note",
                    (user, written),
                    None,
                );
                self.put(Kind::DocumentReference, body);
            }
        }
    }
}
