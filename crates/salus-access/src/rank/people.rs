//! Who users and patients are, in new codes: departments by day, surnames, homes, and which patients work here.

use super::Evidence;
use super::departments::Departments;
use super::order::Order;
use crate::columns::{NONE, Patients, at};
use std::collections::HashMap;

/// A surname that more than one in so many patients bear is a common one.
const COMMON_SURNAME: usize = 500;

/// What is compared between a user and a patient; [`NONE`] where nothing is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Traits {
    /// The new code, of a user or of a patient.
    pub(super) who: u32,
    pub(super) surname: u32,
    pub(super) household: u32,
    pub(super) postal: u32,
    pub(super) street: u32,
    pub(super) employer: u32,
    /// Of a patient: the user who the patient is, by new code.
    pub(super) staff: u32,
    /// Bits of [`Patients::flags`], [`KNOWS_STAFF`] and [`COMMON`].
    pub(super) bits: u8,
}

/// The patient has a contact who works here.
pub(super) const KNOWS_STAFF: u8 = 64;
/// The patient's surname is a common one.
pub(super) const COMMON: u8 = 128;

/// How a user is known as a contact of a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// The record says so.
    Named,
    /// Telephone, or surname and household, are the same.
    Alike,
}

/// All users and patients that have a key.
#[derive(Debug)]
pub(super) struct People {
    pub(super) user_codes: Order,
    pub(super) patient_codes: Order,
    pub(super) users: Vec<Traits>,
    pub(super) patients: Vec<Traits>,
    /// How many departments have a key.
    pub(super) departments: usize,
    /// Who belongs where, by new codes.
    members: Departments,
    /// (patient, user) with how they are tied, sorted.
    ties: Vec<(u32, u32, Tie)>,
}

impl People {
    pub(super) fn new(evidence: &Evidence<'_>) -> Self {
        let user_codes = Order::new(evidence.keys.users);
        let patient_codes = Order::new(evidence.keys.patients);
        let departments = Order::new(evidence.keys.departments);
        let users = user_traits(evidence, &user_codes);
        let mut patients = patient_traits(evidence, &patient_codes, &user_codes);
        let ties = ties(evidence, &patient_codes, &user_codes);
        for (patient, _, _) in &ties {
            if let Some(known) = patients.get_mut(*patient as usize) {
                known.bits |= KNOWS_STAFF;
            }
        }
        let members = Departments::new(&evidence.staff.departments, &user_codes, &departments);
        Self {
            departments: departments.len(),
            user_codes,
            patient_codes,
            users,
            patients,
            members,
            ties,
        }
    }

    /// The departments of a user on a day, by new codes, sorted.
    pub(super) fn departments_on(&self, user: u32, day: i32) -> &[u32] {
        self.members.on(user, day)
    }

    /// The department that a user belongs to most lately on a day, or [`NONE`].
    pub(super) fn home(&self, user: u32, day: i32) -> u32 {
        self.members.home(user, day)
    }

    /// How a user is a contact of a patient.
    pub(super) fn tie(&self, patient: u32, user: u32) -> Option<Tie> {
        let place = self
            .ties
            .partition_point(|(p, u, _)| (*p, *u) < (patient, user));
        let (p, u, tie) = self.ties.get(place)?;
        ((*p, *u) == (patient, user)).then_some(*tie)
    }
}

fn user_traits(evidence: &Evidence<'_>, codes: &Order) -> Vec<Traits> {
    let staff = evidence.staff;
    let one = |(new, old): (usize, u32)| Traits {
        who: new as u32,
        surname: at(&staff.surname, old),
        household: at(&staff.household, old),
        postal: at(&staff.postal, old),
        street: at(&staff.street, old),
        employer: at(&staff.employer, old),
        staff: NONE,
        bits: 0,
    };
    codes.olds().enumerate().map(one).collect()
}

fn patient_traits(evidence: &Evidence<'_>, codes: &Order, user_codes: &Order) -> Vec<Traits> {
    let patients = evidence.patients;
    let mut bearers: HashMap<u32, usize> = HashMap::new();
    for surname in &patients.surname {
        *bearers.entry(*surname).or_default() += 1;
    }
    let known_bits = Patients::VIP | Patients::DECEASED | Patients::RESTRICTED;
    let one = |(new, old): (usize, u32)| {
        let surname = at(&patients.surname, old);
        let same = bearers.get(&surname).copied().unwrap_or(0);
        let is_common = same * COMMON_SURNAME > codes.len();
        Traits {
            who: new as u32,
            surname,
            household: at(&patients.household, old),
            postal: at(&patients.postal, old),
            street: at(&patients.street, old),
            employer: at(&patients.employer, old),
            staff: user_codes.new_of(at(&patients.practitioner, old)),
            bits: (patients.flags(old) & known_bits) | if is_common { COMMON } else { 0 },
        }
    };
    let mut all: Vec<Traits> = codes.olds().enumerate().map(one).collect();
    // The roster may know what the record does not: whose own record it is. In the order of the keys, so that of two who
    // claim the same record always the same one has it.
    for (user, old) in user_codes.olds().enumerate() {
        let own = codes.new_of(at(&evidence.staff.patient, old));
        if let Some(patient) = all.get_mut(own as usize)
            && patient.staff == NONE
        {
            patient.staff = user as u32;
        }
    }
    all
}

fn ties(evidence: &Evidence<'_>, patients: &Order, users: &Order) -> Vec<(u32, u32, Tie)> {
    let staff = evidence.staff;
    let mut by_phone: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut by_home: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
    for (user, old) in users.olds().enumerate() {
        let phone = at(&staff.phone, old);
        if phone != NONE {
            by_phone.entry(phone).or_default().push(user as u32);
        }
        let home = (at(&staff.surname, old), at(&staff.household, old));
        if home.0 != NONE && home.1 != NONE {
            by_home.entry(home).or_default().push(user as u32);
        }
    }
    let mut ties = Vec::new();
    for (patient, old) in patients.olds().enumerate() {
        let patient = patient as u32;
        for contact in evidence.patients.contacts.of(old) {
            let named = users.new_of(contact.user);
            if named != NONE {
                ties.push((patient, named, Tie::Named));
            }
            let alike = by_phone.get(&contact.phone);
            let at_home = by_home.get(&(contact.surname, contact.household));
            let alike = alike.into_iter().chain(at_home).flatten();
            ties.extend(alike.map(|user| (patient, *user, Tie::Alike)));
        }
    }
    ties.sort_unstable();
    ties.dedup_by_key(|(patient, user, _)| (*patient, *user));
    ties
}
