//! `salus doctor`: what is missing, stale or silent.

use salus_engine::assess::Wishes;
use salus_engine::{assess, doctor};
use salus_lake::Lake;
use salus_record::Period;
use serde_json::json;

use super::Outcome;
use crate::arguments::{Arguments, LakeAt};

pub(crate) fn run(arguments: &Arguments, at: &LakeAt) -> Result<Outcome, String> {
    let content = super::content(&super::library(arguments));
    let lake = Lake::open(&at.lake).map_err(|error| error.to_string())?;
    let session = assess::identified(&lake, &content)?;
    let wishes = Wishes {
        now: super::now(),
        ..Wishes::default()
    };
    let organisation = assess::organisation(&session, &wishes)?;
    let broken = content.problems.iter().chain(session.problems());
    let mut remarks: Vec<_> = broken.map(doctor::broken).collect();
    remarks.extend(doctor::examine(
        &content,
        &session,
        &Period::year_to(organisation.as_of),
    )?);
    let mut shown = "";
    for remark in &remarks {
        if arguments.json {
            super::print_json(&json!(remark))?;
            continue;
        }
        if shown != remark.kind {
            shown = &remark.kind;
            super::print_line(heading(shown))?;
        }
        let reason = remark.reason.trim_start_matches("no evidence of: ");
        super::print_line(&format!("  {:<36} {reason}", remark.what))?;
    }
    eprintln!("{}", super::counted(remarks.len() as u64, "remark"));
    Ok(Outcome::Done)
}

fn heading(kind: &str) -> &'static str {
    match kind {
        "broken" => "Content that cannot be used",
        "missing" => "No evidence of",
        "silent" => "Logs that stopped",
        "gap" => "Holes in logs",
        "dropped" => "Sensors that saw less than there was",
        "clock" => "Clocks that are wrong",
        "truncated" => "Exports that may be cut off",
        "counts" => "Counts that do not agree",
        "unread" => "Records that could not be read",
        _ => "Other remarks",
    }
}
