//! What was planted, and what a correct program must measure: kept beside the evidence, never in it.

mod measures;
mod records;

use std::collections::BTreeMap;

use crate::clinic::{Clinic, NAME};
use crate::evidence::{Evidence, Story};
use crate::exports::Export;
use crate::format::csv::Table;

const STORIES: &str = include_str!("stories.yaml");

/// The whole truth as YAML.
pub(crate) fn text(
    clinic: &Clinic,
    evidence: &Evidence,
    tables: &[Table],
    exports: &[Export],
) -> String {
    let mut out = format!(
        "# Made by salus-simulate with the evidence itself; do not edit.\norganisation: {NAME}\nseed: {}\nsize: small\nfrom: {}\nas_of: {}\n",
        clinic.seed,
        clinic.start.iso(),
        clinic.end.iso()
    );
    out.push_str(STORIES);
    out.push_str(&accesses(evidence));
    out.push_str(&measures::text(clinic, evidence, tables));
    out.push_str(&records::text(clinic, evidence, exports));
    out.push_str(&records::files(tables, exports));
    out
}

/// How many looks at records have which reason, known only here.
fn accesses(evidence: &Evidence) -> String {
    let mut counts: BTreeMap<Story, usize> = BTreeMap::new();
    for access in &evidence.accesses {
        *counts.entry(access.story).or_default() += 1;
    }
    let mut out = String::from("# Record accesses by their true reason.\naccesses:\n");
    for (story, count) in counts {
        let name = match story {
            Story::Care => "care",
            Story::Billing => "billing",
            Story::NoRecordOfReason => "legitimate_without_a_record",
            Story::Snooping => "snooping",
            Story::Leaver => "leaver",
        };
        out.push_str(&format!("  {name}: {count}\n"));
    }
    out
}
