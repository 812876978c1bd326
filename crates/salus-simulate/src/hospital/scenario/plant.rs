//! Planting: which account opens whose record on which day, and what is known about it.

use std::collections::BTreeSet;

use super::super::care::Care;
use super::super::clock::{self, Local};
use super::super::duty::OnDuty;
use super::super::touch::{Cause, Seat, Touch};
use super::super::work::Work;
use super::super::world::{NONE, World};
use super::relation::{Relations, kind_of};
use super::{Kind, Scenario};
use crate::random::Random;

/// What a planted access is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Snooping(Kind),
    Emergency,
    Leaver,
    OnLeave,
    Export,
}

impl What {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Snooping(kind) => kind.title(),
            Self::Emergency => "emergency_misuse",
            Self::Leaver => "leaver",
            Self::OnLeave => "on_leave",
            Self::Export => "export",
        }
    }
}

/// To be placed on a day, or on a later one of the same set.
pub(super) struct Item {
    pub(super) what: What,
    pub(super) hard: bool,
    pub(super) day: i64,
    pub(super) until: i64,
    /// How many patients.
    pub(super) patients: u32,
}

/// One planted (user, patient) access, with the log's ids of its events.
pub(crate) struct Planted {
    pub(crate) what: What,
    pub(crate) hard: bool,
    pub(crate) test: bool,
    pub(crate) day: i64,
    pub(crate) user: u32,
    pub(crate) patient: u32,
    pub(crate) events: Vec<String>,
}

/// Somebody who opens a record, when, and from where.
pub(super) struct Opener {
    pub(super) user: u32,
    pub(super) at: Local,
    pub(super) seat: Seat,
}

/// Places a scenario's accesses while days go by.
pub(crate) struct Planter<'w> {
    pub(super) world: &'w World,
    relations: Relations,
    waiting: Vec<Item>,
    pub(super) random: Random,
    used: BTreeSet<(u32, u32)>,
    first_test: i64,
    pub(crate) placed: Vec<Planted>,
    /// Accounts used after the end.
    pub(crate) left_open: BTreeSet<u32>,
}

/// Draws before a day is given up.
const TRIES: usize = 3_000;

impl<'w> Planter<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        let scenario = &world.plan.scenario;
        let (first_tune, first_test) = sets(world);
        let mut planter = Self {
            world,
            relations: Relations::new(world),
            waiting: Vec::new(),
            random: Random::new(world.plan.seed, "scenario"),
            used: BTreeSet::new(),
            first_test,
            placed: Vec::new(),
            left_open: BTreeSet::new(),
        };
        for one in &scenario.snooping {
            planter.spread(What::Snooping(one.kind), (one.easy, false), first_tune);
            planter.spread(What::Snooping(one.kind), (one.hard, true), first_tune);
        }
        planter.spread(
            What::Emergency,
            (scenario.emergency_misuse, false),
            first_tune,
        );
        // Without days to test on, these fall on the last one to tune on.
        let last = world.plan.end_day() - 1;
        for (what, accounts) in [
            (What::Leaver, scenario.leavers),
            (What::OnLeave, scenario.on_leave),
            (What::Export, scenario.exports),
        ] {
            for _ in 0..accounts.accounts {
                let day = planter.day_between(first_test.min(last), last);
                planter.waiting.push(Item {
                    what,
                    hard: false,
                    day,
                    until: last,
                    patients: accounts.patients,
                });
            }
        }
        planter
    }

    /// How many could not be placed so far.
    pub(crate) fn unplaced(&self) -> usize {
        self.waiting.len()
    }

    /// Spreads accesses over the days to tune on and those to test on.
    fn spread(&mut self, what: What, (count, hard): (u32, bool), first_tune: i64) {
        let end = self.world.plan.end_day();
        let days = u32::try_from(end - first_tune).unwrap_or(1).max(1);
        let tuning = u32::try_from(self.first_test - first_tune).unwrap_or(0);
        let to_tune = (count * tuning + days / 2) / days;
        for place in 0..count {
            let (from, until) = if place < to_tune {
                (first_tune, self.first_test - 1)
            } else {
                (self.first_test, end - 1)
            };
            let mut day = self.day_between(from, until);
            // Few are known to everybody, and fewer are treated on one day: begin early enough to meet one.
            if hard && what == What::Snooping(Kind::Vip) {
                day = day.min(self.day_between(from, until));
            }
            self.waiting.push(Item {
                what,
                hard,
                day,
                until,
                patients: 1,
            });
        }
    }

    /// A day, at weekends half as often as there are fewer at work; the last days are left for what finds no pair at once.
    fn day_between(&mut self, from: i64, until: i64) -> i64 {
        let slack = ((until - from) / 8).max(i64::from(until - from >= 4));
        let until = until - slack;
        let day = self.random.between(from, until);
        if clock::is_weekday(day) || self.random.chance(40) {
            day
        } else {
            self.random.between(from, until)
        }
    }

    /// Places what is due today. All of the day's care is done by now.
    pub(crate) fn plant(&mut self, care: &mut Care<'_>) {
        let day = care.day;
        let pairs = care.pairs();
        let staff: Vec<OnDuty> = {
            let all = care.duty.all().filter(|one| {
                let class = self
                    .world
                    .kind(self.world.person(one.person).department)
                    .class;
                super::super::care::opens_records(class) && !self.world.person(one.person).remote
            });
            all.copied().collect()
        };
        let waiting = std::mem::take(&mut self.waiting);
        for item in waiting {
            let due = (item.day..=item.until).contains(&day);
            if !(due && self.place(&item, care, (&staff, &pairs))) {
                self.waiting.push(item);
            }
        }
    }

    fn place(
        &mut self,
        item: &Item,
        care: &mut Care<'_>,
        (staff, pairs): (&[OnDuty], &[(u32, u32)]),
    ) -> bool {
        match item.what {
            What::Snooping(_) | What::Emergency => {
                let kind = match item.what {
                    What::Snooping(kind) => kind,
                    _ => Kind::Random,
                };
                let Some((one, patient)) = self.pair(kind, item.hard, care, (staff, pairs)) else {
                    return false;
                };
                let opener = self.on_duty(&one, care.day);
                self.add(item, care, &opener, patient);
                true
            }
            What::Leaver => self.account(item, care, |person, day| {
                person
                    .end
                    .is_some_and(|end| (end + 1..end + 15).contains(&day))
            }),
            What::OnLeave => self.account(item, care, |person, day| {
                person
                    .leave
                    .is_some_and(|(from, until)| (from..=until).contains(&day))
            }),
            What::Export => self.export(item, care, staff),
        }
    }

    /// A user at work and a patient in this relation, whom nothing at work ties together.
    fn pair(
        &mut self,
        kind: Kind,
        hard: bool,
        care: &Care<'_>,
        (staff, pairs): (&[OnDuty], &[(u32, u32)]),
    ) -> Option<(OnDuty, u32)> {
        if staff.is_empty() || (hard && care.treated.is_empty()) {
            return None;
        }
        for _ in 0..TRIES {
            let (one, patient) = if hard {
                let patient = *self.random.pick(&care.treated);
                let fitting: Vec<OnDuty> = staff
                    .iter()
                    .filter(|one| kind_of(self.world, one.person, patient) == kind)
                    .copied()
                    .collect();
                if fitting.is_empty() {
                    continue;
                }
                (*self.random.pick(&fitting), patient)
            } else {
                let one = *self.random.pick(staff);
                let Some(patient) = self.related(kind, one.person) else {
                    continue;
                };
                (one, patient)
            };
            let person = self.world.person(one.person);
            let tied = care.knows(person.department, patient)
                || self.world.patient(patient).primary == one.person
                || pairs.binary_search(&(one.person, patient)).is_ok()
                || self.used.contains(&(one.person, patient));
            if !tied && kind_of(self.world, one.person, patient) == kind {
                return Some((one, patient));
            }
        }
        None
    }

    /// A patient who may stand in this relation to a user.
    fn related(&mut self, kind: Kind, user: u32) -> Option<u32> {
        let world = self.world;
        let person = world.person(user);
        match kind {
            Kind::Random => Some(world.any_patient(
                super::super::world::campus_of(person.department),
                &mut self.random,
            )),
            Kind::Own => (person.patient != NONE).then_some(person.patient),
            Kind::CoWorker => {
                let team = world.team(person.department);
                let other = *self.random.pick(team);
                Some(world.person(other).patient).filter(|patient| *patient != NONE)
            }
            Kind::Surname | Kind::Household | Kind::Vip | Kind::Neighbour => {
                let list = self.relations.candidates(world, kind, user);
                let fitting: Vec<u32> = if kind == Kind::Household {
                    list.iter()
                        .filter(|one| kind_of(world, user, **one) == kind)
                        .copied()
                        .collect()
                } else {
                    list.to_vec()
                };
                (!fitting.is_empty()).then(|| *self.random.pick(&fitting))
            }
        }
    }

    fn on_duty(&mut self, one: &OnDuty, day: i64) -> Opener {
        Opener {
            user: one.person,
            at: one.moment(day, &mut self.random),
            seat: Seat::Own,
        }
    }

    pub(super) fn add(&mut self, item: &Item, care: &mut Care<'_>, opener: &Opener, patient: u32) {
        let number = u32::try_from(self.placed.len()).expect("a few thousand");
        let person = self.world.person(opener.user);
        let class = self.world.kind(person.department).class;
        care.touches.push(Touch {
            at: opener.at,
            user: opener.user,
            patient,
            encounter: 0,
            place: person.department,
            work: if item.what == What::Export {
                Work::Export
            } else {
                Work::usual(person.role, class)
            },
            cause: Cause::Planted(number),
            seat: opener.seat,
            emergency: item.what == What::Emergency,
        });
        self.used.insert((opener.user, patient));
        self.placed.push(Planted {
            what: item.what,
            hard: item.hard,
            test: care.day >= self.first_test,
            day: care.day,
            user: opener.user,
            patient,
            events: Vec::new(),
        });
    }
}

/// First day to tune on, first day to test on; both sets shrink when the run is shorter than they are.
pub(crate) fn sets(world: &World) -> (i64, i64) {
    let Scenario {
        tune_days,
        test_days,
        ..
    } = world.plan.scenario;
    let wanted = tune_days + test_days;
    let days = wanted.min(world.plan.days);
    let tune = (tune_days * days).div_ceil(wanted);
    let first = world.plan.end_day() - i64::from(days);
    (first, first + i64::from(tune))
}
