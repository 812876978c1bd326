//! Who looked at whose record, and why: every access to a patient's record explained from the care around it.
//!
//! Pure: columns of codes and moments come in, answers go out. Local days live behind [`Calendar`]. An audit is
//! [`audit`]; its parts ([`learn`], [`explain`]) can be had alone, over one range of patients after another.

mod columns;
mod completeness;
mod explain;
mod grouped;
mod learned;
mod quality;
mod ranged;
pub mod rank;
mod spill;
mod template;

pub use columns::{
    Accesses, Belongs, Calendar, Contact, Event, Events, Grouped, MOMENTS, MOST_CODES, Membership,
    NO_DAY, NO_TIME, NONE, OPEN_END, Patients, Staff, at, is_moment,
};
pub use completeness::{Application, Completeness, Covered, Origin, Shared, completeness};
pub use explain::{
    Because, Counts, Evidence, Explanations, NO_TEMPLATE, Pretence, Reason, Status, Tally, Unsound,
    delta, explain, gap, pretend, why, words,
};
pub use learned::{Handled, Learned, learn};
pub use quality::{
    Audit, LEAST_ACCESSES, Quality, Share, Standing, Within, audit, demotions, permuted,
};
pub use ranged::{Over, Ranged};
pub use spill::{Numbered, Ranges};
pub use template::{MOST_TEMPLATES, Refused, Template, Templates};
