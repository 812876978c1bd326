//! The spine as a program: reading, detecting, measuring and reporting put together.

pub mod access;
pub mod ahead;
pub mod assess;
mod crew;
pub mod detect;
pub mod doctor;
pub mod identity;
mod joined;
mod keep;
mod knowing;
mod lent;
pub mod mail;
pub mod preview;
pub mod prove;
pub mod read;
pub mod report;
pub mod rules;
pub mod spine;
mod spread;
mod stretches;
mod watch;

pub use keep::{keep, keep_stories};
pub use knowing::{knowing, zone};
pub use watch::Progress;
