//! After care: coding, bills, quality review; days and weeks later, by people who never met the patient.

use super::super::departments::{ANYBODY, Class};
use super::super::fhir::{notes, visits};
use super::super::files::bulk::Kind;
use super::super::work::Work;
use super::super::world::NONE;
use super::agenda::Due;
use super::{Care, Case};

impl Care<'_> {
    /// Plans what follows a visit or a stay.
    pub(super) fn revenue(&mut self, case: Case, inpatient: bool) {
        if self.random.chance(if inpatient { 100 } else { 36 }) {
            let day = self.working_day(1, 9);
            self.agenda.add(day, Due::Code { case, inpatient });
        }
        let day = self.working_day(6, 42);
        self.agenda.add(day, Due::Bill { case });
        if self.random.chance(if inpatient { 16 } else { 2 }) {
            let day = self.working_day(4, 50);
            self.agenda.add(day, Due::Improve { case });
        }
    }

    /// Diagnoses and procedures become codes; difficult ones are looked at twice.
    pub(super) fn code(&mut self, case: Case, inpatient: bool) {
        let listed = self.random.chance(80);
        let user = self.desk_work(case, Class::Coding, Work::Code, listed.then_some("Coding"));
        if let Some(user) = user.filter(|_| inpatient && self.random.chance(40)) {
            let at = self.sometime(13, 15);
            let desk = self.world.person(user).department;
            if self.duty.is_here(desk, user, at.minute()) {
                self.touch(Some(user), case.at(desk), at, Work::Code);
            }
        }
    }

    /// Most bills go out without anybody looking; the others are worked on.
    pub(super) fn bill(&mut self, case: Case) {
        let mut enterer = NONE;
        if self.random.chance(46) {
            let listed = self.random.chance(35);
            let user = self.desk_work(
                case,
                Class::Billing,
                Work::Bill,
                listed.then_some("Claim edit"),
            );
            enterer = user.filter(|_| self.random.chance(55)).unwrap_or(NONE);
        }
        let at = self.sometime(10, 16);
        let body = visits::claim(self.world, case.of(), enterer, case.department, at);
        self.put(Kind::Claim, body);
    }

    pub(super) fn improve(&mut self, case: Case) {
        let listed = self.random.chance(78);
        self.desk_work(
            case,
            Class::Quality,
            Work::Improve,
            listed.then_some("Quality review"),
        );
    }

    /// Somebody at a desk takes the case, with or without an entry on the list of work.
    fn desk_work(
        &mut self,
        case: Case,
        class: Class,
        work: Work,
        list: Option<&str>,
    ) -> Option<u32> {
        let desk = self.only(class);
        let at = self.sometime(8, 15);
        let user = self.pick(desk, at, ANYBODY)?;
        self.touch(Some(user), case.at(desk), at, work);
        if let Some(name) = list {
            let since = at.plus(-self.random.between(600, 170_000));
            let body = notes::task(self.world, name, case.patient, user, since);
            self.put(Kind::Task, body);
        }
        Some(user)
    }
}
