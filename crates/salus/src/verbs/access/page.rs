//! The audit as a page for the privacy office.

use std::path::Path;

use salus_engine::access::{Audited, HardLine, StoryLine};
use serde_json::{Value, json};

use super::audit::{Told, open};
use crate::verbs;

/// Cases of one hard rule on the page.
const CASES: usize = 200;

pub(super) fn write(to: &Path, audited: &Audited, told: &Told) -> Result<(), String> {
    let of_stories = told.chosen().flat_map(|one| &one.record_ids);
    let wanted = of_stories.chain(told.hard.iter().flat_map(|one| &one.record_ids));
    let found = audited.rows(&wanted.map(String::as_str).collect());
    let one = |line: Value, (user, role): (&str, &str), patient: &str, records: &[String]| {
        let lines = records
            .iter()
            .filter_map(|record| found.get(record.as_str()));
        json!({
            "line": line, "who": told.naming.who(user, role), "patient": told.naming.patient(patient),
            "rows": lines.collect::<Vec<_>>(),
        })
    };
    let story = |story: &StoryLine| {
        let who = (story.user.as_str(), story.role.as_str());
        one(json!(story), who, &story.patient_id, &story.record_ids)
    };
    let case = |case: &HardLine| {
        let who = (case.user.as_str(), case.role.as_str());
        one(json!(case), who, &case.patient_id, &case.record_ids)
    };
    // Cases come in the order of their rules.
    let rules = told.hard.chunk_by(|one, other| one.rule == other.rule);
    let rules = rules.map(|all| {
        json!({
            "open": open(all),
            "text": all[0].text, "ask": all[0].ask, "cases": all.iter().take(CASES).map(case).collect::<Vec<_>>(),
            "more": all.len().saturating_sub(CASES),
        })
    });
    let page = salus_report::accesses(&json!({
        "summary": told.summary, "templates": told.templates, "rules": rules.collect::<Vec<_>>(), "hard_cases": told.hard.len(), "open_cases": open(&told.hard),
        "stories": told.chosen().map(story).collect::<Vec<_>>(), "with_names": told.naming.has_names(), "salus_version": env!("CARGO_PKG_VERSION"),
        "generated_at": salus_record::time::format(verbs::now()),
    }));
    let page = page.map_err(|error| error.to_string())?;
    verbs::write_page(to, &page)?;
    eprintln!("report: {}", to.display());
    Ok(())
}
