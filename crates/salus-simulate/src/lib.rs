//! Writes the evidence of an invented clinic, hospital or system of hospitals in the formats real products write, with
//! planted threats and the truth about them.
//!
//! The same seed gives the same bytes. Nothing here describes a real person, place or product's data.

mod background;
mod clinic;
mod evidence;
mod exports;
mod format;
mod gallery;
mod hospital;
mod letters;
mod mail;
mod moment;
mod random;
mod stories;
mod tables;
mod truth;
mod write;

use clinic::Clinic;
use evidence::Evidence;

pub use gallery::gallery;
pub use hospital::{Accounts, Plan, Scenario, Snooping, SnoopingKind, Summary, simulate};
pub use letters::letters;

/// The seed of the example that comes with the repository.
pub const EXAMPLE_SEED: u64 = 405;
/// Its length: six weeks that end on 31 October 2026.
pub const EXAMPLE_DAYS: u32 = 42;
/// The planted stories need this many days before the end.
pub const FEWEST_DAYS: u32 = 35;
/// Longer runs would no longer be a small example.
pub const MOST_DAYS: u32 = 120;

/// A file to be written: its path below the evidence folder, and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// With `/` between folders.
    pub path: String,
    /// The whole content.
    pub bytes: Vec<u8>,
}

/// A whole clinic: the evidence folder's files, and the truth that is kept beside the folder, not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// What an organisation would collect.
    pub files: Vec<File>,
    /// What was planted, in YAML.
    pub truth: String,
}

/// Makes the clinic.
///
/// # Errors
///
/// When the number of days lies outside [`FEWEST_DAYS`] to [`MOST_DAYS`].
pub fn generate(seed: u64, days: u32) -> Result<Generated, String> {
    if !(FEWEST_DAYS..=MOST_DAYS).contains(&days) {
        return Err(format!(
            "`{days}` days is not between {FEWEST_DAYS} and {MOST_DAYS}"
        ));
    }
    let clinic = Clinic::new(seed, days);
    let mut evidence = Evidence::new(clinic.random("evidence"));
    background::add(&clinic, &mut evidence);
    stories::add(&clinic, &mut evidence);
    evidence
        .windows
        .retain(|event| event.time >= clinic.start && event.time < clinic.end);
    evidence.sort();
    let tables = tables::all(&clinic);
    let exports = exports::all(&clinic, &evidence, &tables);
    let truth = truth::text(&clinic, &evidence, &tables, &exports);
    let mut files = write::all(&clinic, &evidence, &tables);
    files.extend(exports.into_iter().map(|export| export.file));
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(Generated { files, truth })
}
