//! Who is at work on one day, by department.

use super::clock::Local;
use super::departments::Role;
use super::world::World;
use super::world::rota::{self, Shift};
use crate::random::{Random, spread};

/// Minutes somebody stays after the shift to finish.
const LATE: i32 = 20;

/// One person at work: the shift's minutes are counted from this day's midnight, before which a night began.
#[derive(Clone, Copy)]
pub(crate) struct OnDuty {
    pub(crate) person: u32,
    pub(crate) role: Role,
    pub(crate) shift: Shift,
}

impl OnDuty {
    /// Some moment of the shift on the day itself.
    pub(crate) fn moment(&self, day: i64, random: &mut Random) -> Local {
        let from = i64::from(self.shift.from.max(0));
        let until = i64::from(self.shift.until.min(1_440)) - 1;
        let minute = random.between(from, until.max(from));
        Local::at(day, minute * 60 + random.between(0, 59))
    }

    fn covers(&self, minute: i32) -> bool {
        (self.shift.from..self.shift.until + LATE).contains(&minute)
    }
}

/// Everybody at work on one day.
pub(crate) struct Duty {
    departments: Vec<Vec<OnDuty>>,
    /// Residents by the turn they are on, so that each service finds its own.
    residents: Vec<(u64, OnDuty)>,
}

impl Duty {
    pub(crate) fn new(world: &World, day: i64) -> Self {
        let mut residents = Vec::new();
        let departments = world.teams.iter().map(|team| {
            let mut here = Vec::new();
            for number in team {
                let person = world.person(*number);
                let mut add = |shift| {
                    let one = OnDuty {
                        person: *number,
                        role: person.role,
                        shift,
                    };
                    if person.role == Role::Resident {
                        residents.push((rota::turn(person, day), one));
                    }
                    here.push(one);
                };
                // A night that began yesterday; who left at midnight has still worked it to its end.
                if let Some(night) =
                    rota::shift(person, day - 1).filter(|shift| shift.until > 1_440)
                {
                    add(Shift {
                        from: night.from - 1_440,
                        until: night.until - 1_440,
                    });
                }
                if let Some(shift) = rota::shift(person, day) {
                    add(shift);
                }
            }
            here
        });
        Self {
            departments: departments.collect(),
            residents,
        }
    }

    /// Everybody of a department who works on this day.
    pub(crate) fn of(&self, department: u16) -> &[OnDuty] {
        &self.departments[usize::from(department)]
    }

    /// Everybody who works on this day, department by department.
    pub(crate) fn all(&self) -> impl Iterator<Item = &OnDuty> {
        self.departments.iter().flatten()
    }

    /// Whether this person is at work at that minute.
    pub(crate) fn is_here(&self, department: u16, person: u32, minute: i32) -> bool {
        self.of(department)
            .iter()
            .any(|one| one.person == person && one.covers(minute))
    }

    /// Somebody at work in a department at that minute whose role is in the set.
    pub(crate) fn pick(
        &self,
        department: u16,
        minute: i32,
        roles: u32,
        random: &mut Random,
    ) -> Option<u32> {
        self.choose(department, minute, roles, random.next())
    }

    /// As [`Self::pick`], but the same person for the same key as long as the same people are at work: a nurse's own
    /// patients of a shift.
    pub(crate) fn assigned(
        &self,
        department: u16,
        minute: i32,
        roles: u32,
        key: u64,
    ) -> Option<u32> {
        self.choose(department, minute, roles, spread(key))
    }

    fn choose(&self, department: u16, minute: i32, roles: u32, drawn: u64) -> Option<u32> {
        let fits = |one: &&OnDuty| one.role.bit() & roles != 0 && one.covers(minute);
        let here = self.of(department);
        let count = here.iter().filter(fits).count() as u64;
        let place = drawn.checked_rem(count)?;
        let place = usize::try_from(place).ok()?;
        here.iter().filter(fits).nth(place).map(|one| one.person)
    }

    /// A resident whose turn is on the service with this number, of so many.
    pub(crate) fn resident(
        &self,
        service: u64,
        services: u64,
        minute: i32,
        key: u64,
    ) -> Option<u32> {
        let fits = |one: &&(u64, OnDuty)| one.0 % services == service && one.1.covers(minute);
        let count = self.residents.iter().filter(fits).count() as u64;
        let place = usize::try_from(spread(key).checked_rem(count)?).ok()?;
        self.residents
            .iter()
            .filter(fits)
            .nth(place)
            .map(|one| one.1.person)
    }
}
