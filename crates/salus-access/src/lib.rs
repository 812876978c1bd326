//! Who looked at whose record, and why: every access to a patient's record explained from the care around it.
//!
//! Pure: columns of codes and moments come in, answers go out. Local days live behind [`Calendar`].

mod columns;
pub mod rank;

pub use columns::{
    Accesses, Belongs, Calendar, Contact, Event, Events, Grouped, MOST_CODES, Membership, NO_DAY,
    NO_TIME, NONE, OPEN_END, Patients, Staff, at,
};
