//! What ties a member of staff to a patient outside work.

use super::super::world::{NONE, World};
use super::Kind;

/// The kind of snooping that this pair would be: exactly one.
pub(crate) fn kind_of(world: &World, user: u32, patient: u32) -> Kind {
    let person = world.person(user);
    let one = world.patient(patient);
    let home = world.home(one);
    if person.patient == patient {
        Kind::Own
    } else if (person.street, person.house) == (home.street, home.house) {
        Kind::Household
    } else if one.staff != NONE && world.person(one.staff).department == person.department {
        Kind::CoWorker
    } else if one.is_vip() {
        Kind::Vip
    } else if person.family == one.family {
        Kind::Surname
    } else if person.street == home.street {
        Kind::Neighbour
    } else {
        Kind::Random
    }
}

/// Patients by what they share with others, so that relations are found without looking at everybody.
pub(crate) struct Relations {
    by_family: Vec<u32>,
    by_street: Vec<u32>,
    vips: Vec<u32>,
}

impl Relations {
    pub(crate) fn new(world: &World) -> Self {
        let mut by_family: Vec<u32> = world.patient_numbers().collect();
        by_family.sort_by_key(|number| world.patient(*number).family);
        let mut by_street: Vec<u32> = world.patient_numbers().collect();
        by_street.sort_by_key(|number| world.home(world.patient(*number)).street);
        let vips = world
            .patient_numbers()
            .filter(|number| world.patient(*number).is_vip())
            .collect();
        Self {
            by_family,
            by_street,
            vips,
        }
    }

    /// Patients who may stand in a relation to somebody; [`kind_of`] says which of them do.
    pub(crate) fn candidates<'a>(&'a self, world: &World, kind: Kind, user: u32) -> &'a [u32] {
        let person = world.person(user);
        match kind {
            Kind::Surname => range(&self.by_family, |number| {
                world.patient(number).family.cmp(&person.family)
            }),
            Kind::Household | Kind::Neighbour => {
                let street = |number: u32| world.home(world.patient(number)).street;
                range(&self.by_street, |number| street(number).cmp(&person.street))
            }
            Kind::Vip => &self.vips,
            Kind::Random | Kind::CoWorker | Kind::Own => &[],
        }
    }
}

/// The part of a sorted list that compares equal.
fn range(sorted: &[u32], compare: impl Fn(u32) -> std::cmp::Ordering) -> &[u32] {
    let first = sorted.partition_point(|number| compare(*number).is_lt());
    let last = sorted.partition_point(|number| compare(*number).is_le());
    &sorted[first..last]
}
