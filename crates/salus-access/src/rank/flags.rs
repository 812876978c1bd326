//! What ties a user to a patient outside of care.

use super::people::{COMMON, KNOWS_STAFF, People, Tie, Traits};
use crate::columns::{NONE, Patients};
use crate::template::places;

/// A relationship, or a reason for curiosity, that can be seen in the records (methods A.6, L1). Where one says all that
/// another does and more, only it is set: the same household, not also the same street and postal code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Flag {
    /// They live at the same address.
    Household,
    /// They live in the same street of the same postal code.
    Street,
    /// They live in the same postal code.
    PostalCode,
    /// They have the same family name, which at most one in 500 patients bears.
    RareSurname,
    /// They have the same family name, a common one.
    Surname,
    /// The patient works in a department of the user's.
    CoWorker,
    /// The patient works here, elsewhere.
    Colleague,
    /// The record names the user as contact or relative of the patient.
    RelatedPerson,
    /// A contact of the patient has the user's telephone number, or family name and address.
    EmergencyContact,
    /// They have the same employer, which the roster names apart from this organisation.
    Employer,
    /// The patient is known to the public.
    Vip,
    /// The patient has died.
    Deceased,
}

impl Flag {
    /// All of them, in order.
    pub const ALL: [Self; 12] = [
        Self::Household,
        Self::Street,
        Self::PostalCode,
        Self::RareSurname,
        Self::Surname,
        Self::CoWorker,
        Self::Colleague,
        Self::RelatedPerson,
        Self::EmergencyContact,
        Self::Employer,
        Self::Vip,
        Self::Deceased,
    ];
}

/// Several flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct FlagSet(u16);

impl FlagSet {
    /// Whether a flag is set.
    #[must_use]
    pub fn has(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u16) != 0
    }

    /// The flags that are set, in order.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.has(*flag))
    }

    /// How many are set.
    #[must_use]
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// All that are set in one or the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The places in [`Flag::ALL`] of the flags that are set; quick where none is.
    pub(super) fn places(self) -> impl Iterator<Item = usize> {
        places(self.0.into())
    }

    fn with(self, flag: Flag, is_so: bool) -> Self {
        Self(self.0 | (u16::from(is_so) << flag as u16))
    }
}

/// What ties a user to a patient on a day. Called millions of times: what is rare is looked up only where a bit says
/// that there is something.
pub(super) fn flags(people: &People, user: &Traits, patient: &Traits, day: i32) -> FlagSet {
    let same = |mine: u32, theirs: u32| mine == theirs && mine != NONE;
    let household = same(user.household, patient.household);
    let postal = same(user.postal, patient.postal) && !household;
    let street = postal && same(user.street, patient.street);
    let surname = same(user.surname, patient.surname);
    let is_common = patient.bits & COMMON != 0;
    let set = FlagSet::default()
        .with(Flag::Household, household)
        .with(Flag::Street, street)
        .with(Flag::PostalCode, postal && !street)
        .with(Flag::RareSurname, surname && !is_common)
        .with(Flag::Surname, surname && is_common)
        .with(Flag::Employer, same(user.employer, patient.employer))
        .with(Flag::Vip, patient.bits & Patients::VIP != 0)
        .with(Flag::Deceased, patient.bits & Patients::DECEASED != 0);
    let set = if patient.staff == NONE {
        set
    } else {
        at_work(set, people, (user.who, patient.staff), day)
    };
    if patient.bits & KNOWS_STAFF == 0 {
        return set;
    }
    match people.tie(patient.who, user.who) {
        Some(Tie::Named) => set.with(Flag::RelatedPerson, true),
        Some(Tie::Alike) => set.with(Flag::EmergencyContact, true),
        None => set,
    }
}

/// The patient is a member of staff: of the same department, or of another. Nobody is a colleague of themselves.
fn at_work(set: FlagSet, people: &People, pair: (u32, u32), day: i32) -> FlagSet {
    let (user, other) = pair;
    if user == other {
        return set;
    }
    let theirs = people.departments_on(other, day);
    let mut mine = people.departments_on(user, day).iter();
    let is_close = mine.any(|department| theirs.contains(department));
    set.with(Flag::CoWorker, is_close)
        .with(Flag::Colleague, !is_close)
}
