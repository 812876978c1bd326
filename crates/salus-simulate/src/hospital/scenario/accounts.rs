//! Accounts that should rest, and one that takes records along.

use super::super::care::Care;
use super::super::clock::Local;
use super::super::departments::{Class, Role};
use super::super::duty::OnDuty;
use super::super::touch::Seat;
use super::plant::{Item, Opener, Planter, What};

impl Planter<'_> {
    /// An account whose owner should not be working is used over the remote-access gateway in the evening.
    pub(super) fn account(
        &mut self,
        item: &Item,
        care: &mut Care<'_>,
        is: impl Fn(&super::super::world::people::Person, i64) -> bool,
    ) -> bool {
        let day = care.day;
        let fits = |number: &u32| {
            let person = self.world.person(*number);
            let class = self.world.kind(person.department).class;
            is(person, day)
                && super::super::care::opens_records(class)
                && !self.placed.iter().any(|one| one.user == *number)
        };
        let owners: Vec<u32> = self.world.person_numbers().filter(fits).collect();
        if owners.is_empty() {
            return false;
        }
        let user = *self.random.pick(&owners);
        if item.what == What::Leaver {
            self.left_open.insert(user);
        }
        let campus = super::super::world::campus_of(self.world.person(user).department);
        let mut at = Local::at(day, self.random.between(18 * 3_600, 21 * 3_600));
        for _ in 0..item.patients {
            let patient = self.world.any_patient(campus, &mut self.random);
            self.add(
                item,
                care,
                &Opener {
                    user,
                    at,
                    seat: Seat::Outside,
                },
                patient,
            );
            at = at.plus(self.random.between(90, 900));
        }
        true
    }

    /// Record after record is taken along at the end of an office day.
    pub(super) fn export(&mut self, item: &Item, care: &mut Care<'_>, staff: &[OnDuty]) -> bool {
        let office = [
            Class::Billing,
            Class::Quality,
            Class::Research,
            Class::Records,
        ];
        let fitting: Vec<&OnDuty> = staff
            .iter()
            .filter(|one| {
                let class = self
                    .world
                    .kind(self.world.person(one.person).department)
                    .class;
                office.contains(&class) && one.role != Role::Physician && one.shift.until > 16 * 60
            })
            .collect();
        if fitting.is_empty() {
            return false;
        }
        let one = **self.random.pick(&fitting);
        let campus =
            super::super::world::campus_of(self.world.person(one.person).department) as usize;
        let last = self.world.bounds[campus + 1];
        let count = item.patients.min(last - self.world.bounds[campus]);
        let span = u64::from(last - self.world.bounds[campus] - count) + 1;
        let first = self.world.bounds[campus]
            + u32::try_from(self.random.below(span)).expect("below a count of patients");
        let mut at = Local::at(care.day, (i64::from(one.shift.until) + 12) * 60);
        for patient in first..first + count {
            self.add(
                item,
                care,
                &Opener {
                    user: one.person,
                    at,
                    seat: Seat::Own,
                },
                patient,
            );
            at = at.plus(self.random.between(2, 9));
        }
        true
    }
}
