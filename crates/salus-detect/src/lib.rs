//! Detectors: record batches and fact tables in, findings out.
//!
//! Sigma rules look at records as they pass; SQL detectors ask the facts. A finding always points
//! at its rows and gives its reason in a sentence.

mod finding;
mod ocsf;
mod sigma;
pub mod sql;

pub use finding::{Finding, Kind, Proof};
pub use sigma::{Sighting, SigmaDetector, finding_of};
