//! `salus detect --preview-filter`: what a filter would hide, before anybody relies on it.

use std::path::Path;

use salus_content::Library;
use salus_engine::preview::{Trial, Tried, on_evidence, on_lake};
use salus_engine::rules::{self, Asked};
use salus_lake::Lake;
use serde_json::{Value, json};

use super::{Outcome, rule_choice};
use crate::arguments::{Arguments, Detect};
use crate::progress::Bar;

pub(super) fn run(
    arguments: &Arguments,
    detect: &Detect,
    (library, pipelines): (&Library, &[Asked]),
    filter: &Path,
) -> Result<Outcome, String> {
    let filter = (filter.display().to_string(), rule_choice::read(filter)?);
    let preview = rules::preview(library, pipelines, filter)?;
    for unmet in preview.unmet() {
        eprintln!("warning: {unmet}");
    }
    let bar = Bar::new();
    let trial = match &detect.lake {
        Some(at) => {
            let lake = Lake::open(at).map_err(|error| error.to_string())?;
            on_lake(&lake, &preview, &bar).map_err(|error| error.to_string())
        }
        None => {
            let walk = super::walk(arguments, library, &detect.paths, &[], &[])?;
            on_evidence(&walk, &preview, super::now(), &bar).map_err(|error| error.to_string())
        }
    };
    bar.done();
    let trial = trial?;
    for (file, reason) in &trial.unread {
        eprintln!("`{file}`: {reason}");
    }
    print(arguments, &trial)?;
    Ok(Outcome::of(!trial.unread.is_empty(), false))
}

fn print(arguments: &Arguments, trial: &Trial) -> Result<(), String> {
    for tried in &trial.rules {
        if arguments.json {
            super::print_json(&object(tried))?;
            continue;
        }
        if tried.findings == 0 {
            continue;
        }
        let Tried {
            hidden,
            findings,
            level,
            title,
            ..
        } = tried;
        super::print_line(&format!("{hidden:>7} of {findings:<7} {level:<13} {title}"))?;
        for finding in &tried.examples {
            let proof = finding.proofs.first();
            let place = proof.map(|proof| {
                let file = proof.file.as_deref().unwrap_or(&proof.record_id);
                format!("{file}, {}", proof.place.as_deref().unwrap_or_default())
            });
            let place = place.unwrap_or_default();
            super::print_line(&format!("        {} [{place}]", finding.sentence))?;
        }
    }
    let sum = |count: fn(&Tried) -> u64| trial.rules.iter().map(count).sum::<u64>();
    eprintln!(
        "the filter would hide {} of {} findings of {} rules in {} records",
        sum(|tried| tried.hidden),
        sum(|tried| tried.findings),
        trial.rules.len(),
        trial.records
    );
    Ok(())
}

fn object(tried: &Tried) -> Value {
    let examples: Vec<Value> = tried
        .examples
        .iter()
        .map(|finding| {
            let proof = finding.proofs.first();
            json!({
                "message": finding.sentence,
                "time": finding.time.map(salus_record::time::format),
                "file": proof.and_then(|proof| proof.file.as_deref()),
                "place": proof.and_then(|proof| proof.place.as_deref()),
                "record_id": proof.map(|proof| proof.record_id.as_str()),
                "table": proof.and_then(|proof| proof.table.as_deref()),
            })
        })
        .collect();
    json!({
        "id": tried.id, "title": tried.title, "level": tried.level,
        "findings": tried.findings, "hidden": tried.hidden, "examples": examples,
    })
}
