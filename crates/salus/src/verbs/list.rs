//! `salus list`: readers, evidence, facts, mappings, measures, detectors, symptoms, templates, rules, practices, content files.

mod evidence;

use salus_engine::detect::sigma;
use serde_json::{Value, json};

use super::Outcome;
use crate::arguments::{Arguments, Kind};

pub(crate) fn run(arguments: &Arguments, kind: Kind) -> Result<Outcome, String> {
    if kind == Kind::Evidence && !arguments.json {
        let content = super::content(&super::library(arguments));
        super::print_line(evidence::page(&content).trim_end())?;
        return Ok(Outcome::Done);
    }
    for item in items(arguments, kind)? {
        if arguments.json {
            super::print_json(&item)?;
        } else {
            let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
            super::print_line(&format!("{:<34} {}", text("id"), text("title")))?;
        }
    }
    Ok(Outcome::Done)
}

fn items(arguments: &Arguments, kind: Kind) -> Result<Vec<Value>, String> {
    let library = super::library(arguments);
    let content = super::content(&library);
    Ok(match kind {
        Kind::Readers => salus_readers::READERS
            .iter()
            .map(|reader| reader.about())
            .map(|about| {
                json!({"id": about.name, "title": about.title, "tables": about.tables, "export": about.export})
            })
            .collect(),
        Kind::Evidence => evidence::items(&content),
        Kind::Facts => content
            .facts
            .iter()
            .map(|fact| json!({"id": fact.name, "title": fact.title, "columns": fact.columns}))
            .collect(),
        Kind::Mappings => content
            .mappings
            .iter()
            .map(|one| {
                let tables: Vec<&str> = one.reads().into_keys().collect();
                let title = format!("{} → {}", tables.join(", "), one.fact);
                json!({"id": one.path.trim_start_matches("mappings/"), "title": title, "product": one.product, "fact": one.fact, "tables": tables})
            })
            .collect(),
        Kind::Measures => content
            .measures
            .iter()
            .map(|one| json!({"id": one.id, "title": one.title, "practice": one.practice, "needs": one.needs}))
            .collect(),
        Kind::Detectors => content
            .detectors
            .iter()
            .map(|one| json!({"id": one.id, "title": one.title, "threat": one.threat, "needs": one.needs}))
            .collect(),
        Kind::Rules => sigma(&library)?.rules().rules().iter().map(|rule| json!(rule)).collect(),
        Kind::Practices => content
            .framework
            .sub_practices
            .iter()
            .map(|row| json!({"id": row.id, "title": row.title, "size": row.size}))
            .collect(),
        Kind::Templates => content
            .templates
            .iter()
            .map(|one| json!({"id": one.id, "title": one.title, "before_days": one.before_days, "after_days": one.after_days, "why": one.why, "source": one.source}))
            .collect(),
        Kind::Symptoms => content
            .symptoms
            .iter()
            .map(|one| json!({"id": one.id, "title": one.title, "kind": one.kind, "needs": one.needs}))
            .collect(),
        Kind::Content => {
            library.under("").map(|(path, _)| json!({"id": path, "title": ""})).collect()
        }
    })
}
