//! Accesses, care and people as columns: codes in place of names, microseconds of UTC in place of dates.
//!
//! Codes count from 0 without gaps, so that they are places in the columns of [`Staff`] and [`Patients`]. A column that
//! is shorter than a code asks for has no value there; see [`at`].

pub use crate::grouped::{Belongs, Grouped};

/// No value, in every column of codes.
pub const NONE: u32 = u32::MAX;

/// No time. As the beginning of an [`Events`] row: it has always been so.
pub const NO_TIME: i64 = i64::MIN;

/// As the end of an [`Events`] row: it goes on.
pub const OPEN_END: i64 = i64::MAX;

/// No day.
pub const NO_DAY: i32 = i32::MIN;

/// Codes must be lower than this, so that a table over all of them stays below 1 GiB.
pub const MOST_CODES: u32 = 1 << 28;

/// Midnight of 1 January 1900 and of 2200, UTC: moments outside are mistakes of a clock, not times.
pub const MOMENTS: std::ops::Range<i64> = -2_208_988_800 * 1_000_000..7_258_118_400 * 1_000_000;

/// Whether this is a time that can be used.
#[must_use]
pub fn is_moment(micros: i64) -> bool {
    MOMENTS.contains(&micros)
}

/// The value of a code, or [`NONE`] when the column does not reach so far.
#[must_use]
pub fn at(column: &[u32], code: u32) -> u32 {
    column.get(code as usize).copied().unwrap_or(NONE)
}

/// A place in a column as a code; [`NONE`] where none reaches so far.
pub(crate) fn code(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

/// Days as people on the spot count them; zones and changes of the clock live behind it.
///
/// `midnight(d) <= t < midnight(d + 1)` must hold exactly when `day(t) == d`.
pub trait Calendar: Sync {
    /// The local day of a moment, counted from 1970-01-01.
    fn day(&self, micros: i64) -> i32;
    /// The first moment of a local day, microseconds of UTC.
    fn midnight(&self, day: i32) -> i64;
}

/// Accesses to patients' records, one row each (methods A.2).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accesses {
    /// Microseconds of UTC, or [`NO_TIME`]; what is outside of [`MOMENTS`] counts as no time.
    pub time: Vec<i64>,
    /// Who opened it.
    pub user: Vec<u32>,
    /// Whose record.
    pub patient: Vec<u32>,
    /// The emergency override was used.
    pub emergency: Vec<bool>,
}

/// What ties patients to the people and departments that care for them, one row per participant (methods A.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Events {
    /// Whose care.
    pub patient: Vec<u32>,
    /// Who takes part, by user code.
    pub actor: Vec<u32>,
    /// Which department takes part.
    pub department: Vec<u32>,
    /// Who wrote or ordered the row, by user code.
    pub author: Vec<u32>,
    /// The diagnosis, for a row that is one.
    pub code: Vec<u32>,
    /// When it began, microseconds of UTC; [`NO_TIME`] when it has always been so.
    pub begin: Vec<i64>,
    /// When it ended, microseconds of UTC; [`OPEN_END`] when it goes on; what lies before `begin` counts as `begin`.
    pub end: Vec<i64>,
    /// Bit k: it is evidence for template k.
    pub templates: Vec<u32>,
}

/// A user belongs to a department, from the first to the last day of it (local days, both included).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Membership {
    /// Who.
    pub user: u32,
    /// Which department.
    pub department: u32,
    /// First day; `i32::MIN` when unknown.
    pub from: i32,
    /// Last day; `i32::MAX` when there is none.
    pub until: i32,
}

/// The people who work here, by user code.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    /// Who belongs where, and when.
    pub departments: Grouped<Membership>,
    /// Bit k: may be explained by template k, where that is for some users only.
    pub templates: Vec<u32>,
    /// Normalised family name; the same codes as of patients and contacts, as with all columns below.
    pub surname: Vec<u32>,
    /// House number, street and postal code together.
    pub household: Vec<u32>,
    /// Postal code.
    pub postal: Vec<u32>,
    /// Street without the house number.
    pub street: Vec<u32>,
    /// Employer.
    pub employer: Vec<u32>,
    /// Telephone number.
    pub phone: Vec<u32>,
    /// Their own record, by patient code.
    pub patient: Vec<u32>,
    /// First day of work (local day), or [`NO_DAY`].
    pub employed_from: Vec<i32>,
    /// Last day of work (local day), or [`NO_DAY`].
    pub employed_until: Vec<i32>,
    /// First day of a leave (local day), or [`NO_DAY`].
    pub leave_from: Vec<i32>,
    /// Last day of that leave (local day), or [`NO_DAY`].
    pub leave_until: Vec<i32>,
}

/// A person whom a patient names as contact or relative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contact {
    /// Whose contact.
    pub patient: u32,
    /// Normalised family name.
    pub surname: u32,
    /// House number, street and postal code together.
    pub household: u32,
    /// Telephone number.
    pub phone: u32,
    /// The member of staff that the contact is, where the record says so.
    pub user: u32,
}

/// The patients, by patient code.
#[derive(Debug, Clone, Default)]
pub struct Patients {
    /// Normalised family name; the same codes as of staff, as with all columns below.
    pub surname: Vec<u32>,
    /// House number, street and postal code together.
    pub household: Vec<u32>,
    /// Postal code.
    pub postal: Vec<u32>,
    /// Street without the house number.
    pub street: Vec<u32>,
    /// Employer.
    pub employer: Vec<u32>,
    /// The member of staff who the patient is, by user code, where the record says so.
    pub practitioner: Vec<u32>,
    /// [`Patients::VIP`], [`Patients::DECEASED`], [`Patients::RESTRICTED`].
    pub flags: Vec<u8>,
    /// Contacts and relatives.
    pub contacts: Grouped<Contact>,
}

impl Patients {
    /// Known to the public.
    pub const VIP: u8 = 1;
    /// Has died.
    pub const DECEASED: u8 = 2;
    /// The record is marked restricted.
    pub const RESTRICTED: u8 = 4;

    /// The flags of a patient; 0 when nothing is known.
    #[must_use]
    pub fn flags(&self, patient: u32) -> u8 {
        self.flags.get(patient as usize).copied().unwrap_or(0)
    }
}

impl Accesses {
    /// Rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// Adds a row.
    pub fn push(&mut self, time: i64, user: u32, patient: u32, emergency: bool) {
        self.time.push(time);
        self.user.push(user);
        self.patient.push(patient);
        self.emergency.push(emergency);
    }

    /// Whether the row has user, patient and time, so that a reason can be looked for.
    #[must_use]
    pub fn can_be_tried(&self, row: usize) -> bool {
        let known = |column: &[u32]| column.get(row).is_some_and(|code| *code != NONE);
        known(&self.user)
            && known(&self.patient)
            && self.time.get(row).copied().is_some_and(is_moment)
    }

    /// Whether all columns are as long as one another.
    #[must_use]
    pub fn is_even(&self) -> bool {
        let rows = self.len();
        [self.user.len(), self.patient.len(), self.emergency.len()] == [rows; 3]
    }
}

/// One row of [`Events`], in the meanings and order of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// When it began.
    pub begin: i64,
    /// When it ended.
    pub end: i64,
    /// Whose care.
    pub patient: u32,
    /// Who takes part.
    pub actor: u32,
    /// Which department takes part.
    pub department: u32,
    /// Who wrote or ordered it.
    pub author: u32,
    /// The diagnosis.
    pub code: u32,
    /// Bit k: evidence for template k.
    pub templates: u32,
}

impl Events {
    /// Rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.patient.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patient.is_empty()
    }

    /// Adds a row.
    pub fn push(&mut self, event: Event) {
        self.patient.push(event.patient);
        self.actor.push(event.actor);
        self.department.push(event.department);
        self.author.push(event.author);
        self.code.push(event.code);
        self.begin.push(event.begin);
        self.end.push(event.end);
        self.templates.push(event.templates);
    }

    /// A row.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<Event> {
        Some(Event {
            begin: *self.begin.get(row)?,
            end: *self.end.get(row)?,
            patient: *self.patient.get(row)?,
            actor: *self.actor.get(row)?,
            department: *self.department.get(row)?,
            author: *self.author.get(row)?,
            code: *self.code.get(row)?,
            templates: *self.templates.get(row)?,
        })
    }

    /// Whether all columns are as long as one another.
    #[must_use]
    pub fn is_even(&self) -> bool {
        let rows = self.len();
        let codes = [&self.actor, &self.department, &self.author, &self.code];
        codes.iter().all(|column| column.len() == rows)
            && [self.begin.len(), self.end.len(), self.templates.len()] == [rows; 3]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uneven_columns_are_seen() {
        let mut accesses = Accesses::default();
        accesses.push(1, 2, 3, false);
        assert!(accesses.is_even());
        accesses.user.push(4);
        assert!(!accesses.is_even());
        assert_eq!(at(&[4, 5], 1), 5);
        assert_eq!(at(&[4, 5], 2), NONE);
        assert_eq!(at(&[4, 5], NONE), NONE);
    }
}
