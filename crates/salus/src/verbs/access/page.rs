//! The audit as a page for the privacy office.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use salus_engine::access::{Audited, HardLine, StoryLine};
use serde_json::{Value, json};

use super::audit::Told;
use crate::verbs;

/// Cases of one hard rule on the page.
const CASES: usize = 200;
/// Rows of the log with one story.
const ROWS: usize = 20;

pub(super) fn write(
    to: &Path,
    audited: &Audited,
    told: &Told,
    with_names: bool,
) -> Result<(), String> {
    let stories: Vec<&StoryLine> = told.chosen().collect();
    let of_stories: Vec<Vec<&str>> = stories.iter().map(|one| records(one)).collect();
    let of_cases = told.hard.iter().map(|one| one.record_id.as_str());
    let wanted: HashSet<&str> = of_stories
        .iter()
        .flatten()
        .copied()
        .chain(of_cases)
        .collect();
    let found = audited.rows(&wanted);
    let one = |line: Value, (user, role): (&str, &str), patient: &str, records: &[&str]| {
        let lines = records.iter().filter_map(|record| found.get(record));
        json!({
            "line": line, "who": told.naming.who(user, role), "patient": told.naming.patient(patient),
            "rows": lines.collect::<Vec<_>>(),
        })
    };
    let stories: Vec<Value> = stories
        .iter()
        .zip(&of_stories)
        .map(|(story, records)| {
            let who = (story.user.as_str(), story.role.as_str());
            one(json!(story), who, &story.patient_id, records)
        })
        .collect();
    let case = |case: &&HardLine| {
        let who = (case.user.as_str(), case.role.as_str());
        one(json!(case), who, &case.patient_id, &[&case.record_id])
    };
    let rules: Vec<Value> = by_rule(&told.hard)
        .iter()
        .map(|all| {
            json!({
                "text": all[0].text, "ask": all[0].ask, "cases": all.iter().take(CASES).map(case).collect::<Vec<_>>(),
                "more": all.len().saturating_sub(CASES),
            })
        })
        .collect();
    let page = salus_report::accesses(&json!({
        "summary": told.summary, "templates": told.templates, "rules": rules, "hard_cases": told.hard.len(),
        "stories": stories, "with_names": with_names, "salus_version": env!("CARGO_PKG_VERSION"),
        "generated_at": salus_record::time::format(verbs::now()),
    }));
    let page = page.map_err(|error| error.to_string())?;
    std::fs::write(to, page).map_err(|error| {
        format!(
            "`{}`: {error}; help: choose a folder that can be written to",
            to.display()
        )
    })?;
    eprintln!("report: {}", to.display());
    Ok(())
}

/// The first records of a story.
fn records(story: &StoryLine) -> Vec<&str> {
    let first = story.record_ids.iter().take(ROWS);
    first.map(String::as_str).collect()
}

/// The cases of each rule, in the order in which rules are met.
fn by_rule(hard: &[HardLine]) -> Vec<Vec<&HardLine>> {
    let mut place: HashMap<&str, usize> = HashMap::new();
    let mut rules: BTreeMap<usize, Vec<&HardLine>> = BTreeMap::new();
    for one in hard {
        let next = place.len();
        let at = *place.entry(one.rule).or_insert(next);
        rules.entry(at).or_default().push(one);
    }
    rules.into_values().collect()
}
