//! Legitimate work that nobody writes down: questions in passing, calls, the desk, the wrong patient opened.

use super::super::departments::{Class, Role};
use super::super::duty::OnDuty;
use super::super::touch::{Cause, Touch, Unrecorded};
use super::super::work::Work;
use super::super::world::campus_of;
use super::Care;

/// How often each kind is met.
const KINDS: [(Unrecorded, u32); 4] = [
    (Unrecorded::Asked, 58),
    (Unrecorded::Called, 22),
    (Unrecorded::Enquiry, 14),
    (Unrecorded::Mistaken, 6),
];
/// Tries to find somebody a department has no record with.
const TRIES: usize = 60;

impl Care<'_> {
    /// Adds unrecorded work until it is the plan's share of all legitimate (user, patient) pairs of
    /// the day; `pairs` are the recorded ones of all campuses.
    pub(super) fn unrecorded(&mut self, pairs: &[(u32, u32)]) {
        let world = self.world;
        let campus = self.campus;
        let here = |pair: &&(u32, u32)| campus_of(world.person(pair.0).department) == campus;
        let count = pairs.iter().filter(here).count() as u64;
        let missing = u64::from(world.plan.missing);
        let wanted = self.random.about(count * 1_000 * missing / (100 - missing));
        let staff = self.staff_today();
        let treated: Vec<u32> = self
            .treated
            .iter()
            .copied()
            .filter(|patient| self.campus_of(*patient) == campus)
            .collect();
        if staff.is_empty() || treated.is_empty() {
            return;
        }
        let weights = KINDS.map(|kind| kind.1);
        for _ in 0..wanted {
            for _ in 0..TRIES {
                let kind = match world.plan.missing_in_care {
                    true => Unrecorded::Asked,
                    false => KINDS[self.random.weighted(&weights)].0,
                };
                let one = *self.random.pick(&staff);
                if self.try_unrecorded(kind, &one, &treated, pairs) {
                    break;
                }
            }
        }
    }

    /// Who opens records at all and is at work today at this campus.
    fn staff_today(&self) -> Vec<OnDuty> {
        let world = self.world;
        let all = self.duty.all().filter(|one| {
            let department = world.person(one.person).department;
            campus_of(department) == self.campus && opens_records(world.kind(department).class)
        });
        all.copied().collect()
    }

    fn try_unrecorded(
        &mut self,
        kind: Unrecorded,
        one: &OnDuty,
        treated: &[u32],
        pairs: &[(u32, u32)],
    ) -> bool {
        let Some(patient) = self.whom(kind, one, treated) else {
            return false;
        };
        let person = self.world.person(one.person);
        let primary = self.world.patient(patient).primary == one.person;
        if primary || person.patient == patient || self.knows(person.department, patient) {
            return false;
        }
        if pairs.binary_search(&(one.person, patient)).is_ok() {
            return false;
        }
        let class = self.world.kind(person.department).class;
        let touch = Touch {
            at: one.moment(self.day, &mut self.random),
            user: one.person,
            patient,
            encounter: 0,
            place: person.department,
            work: Work::usual(one.role, class),
            cause: Cause::Unrecorded(kind),
            seat: person.seat(),
            emergency: false,
        };
        self.touches.push(touch);
        true
    }

    /// Whose record such work opens, if it is this person's work at all.
    fn whom(&mut self, kind: Unrecorded, one: &OnDuty, treated: &[u32]) -> Option<u32> {
        let department = self.world.person(one.person).department;
        let class = self.world.kind(department).class;
        match kind {
            Unrecorded::Asked => {
                let asked = !matches!(
                    one.role,
                    Role::Clerk | Role::Registrar | Role::Scheduler | Role::Biller | Role::Coder
                );
                asked.then(|| *self.random.pick(treated))
            }
            Unrecorded::Called => {
                let clinic = matches!(class, Class::Primary | Class::Clinic);
                clinic.then(|| self.of_clinic(department)).flatten()
            }
            Unrecorded::Enquiry => {
                let desk = matches!(
                    one.role,
                    Role::Clerk
                        | Role::Registrar
                        | Role::Scheduler
                        | Role::RecordsClerk
                        | Role::Biller
                );
                desk.then(|| self.world.any_patient(self.campus, &mut self.random))
            }
            Unrecorded::Mistaken => {
                let meant = *self.random.pick(treated);
                self.of_that_name(meant)
            }
        }
    }

    /// A patient whom this clinic looks after, though not lately.
    fn of_clinic(&mut self, department: u16) -> Option<u32> {
        let specialty = self.world.kind(department).specialty;
        (0..TRIES).find_map(|_| {
            let number = self.world.any_patient(self.campus, &mut self.random);
            let one = self.world.patient(number);
            let own = specialty.map_or(one.clinic == department, |specialty| {
                one.lasting & specialty.bit() != 0
            });
            (own && self.is_alive(number)).then_some(number)
        })
    }

    /// Another patient of the same family name.
    fn of_that_name(&mut self, meant: u32) -> Option<u32> {
        let family = self.world.patient(meant).family;
        (0..600).find_map(|_| {
            let number = self.world.any_patient(self.campus, &mut self.random);
            let other = number != meant && self.world.patient(number).family == family;
            (other && self.world.patient(number).home != self.world.patient(meant).home)
                .then_some(number)
        })
    }

    /// What was done in records today by whom: sorted pairs, each once.
    pub(crate) fn pairs(&self) -> Vec<(u32, u32)> {
        let mut pairs: Vec<(u32, u32)> = self
            .touches
            .iter()
            .map(|touch| (touch.user, touch.patient))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// Whether a department's people have a reason to open records at all.
pub(crate) fn opens_records(class: Class) -> bool {
    !matches!(class, Class::Technology | Class::Support)
}
