//! `salus doctor`: what is missing, stale or silent.

use salus_content::Ask as _;
use salus_lake::Lake;
use serde_json::{Value, json};

use super::Outcome;
use crate::arguments::{Arguments, LakeAt};

pub(crate) fn run(arguments: &Arguments, at: &LakeAt) -> Result<Outcome, String> {
    let content = super::content(&super::library(arguments));
    let lake = Lake::open(&at.lake).map_err(|error| error.to_string())?;
    let session = lake.session(&content).map_err(|error| error.to_string())?;
    let mut said = Vec::new();
    for problem in content.problems.iter().chain(session.problems()) {
        said.push(("broken", problem.path.clone(), problem.reason.clone()));
    }
    for fact in &content.facts {
        let rows = session.ask(&format!("select 1 as one from {} limit 1", fact.name))?;
        if rows.is_empty() {
            said.push((
                "missing",
                fact.name.clone(),
                format!("no evidence of: {}", fact.title),
            ));
        }
    }
    for row in lake.evidence().map_err(|error| error.to_string())? {
        if row.rejects > 0 {
            said.push((
                "rejects",
                row.file.clone(),
                format!("{} records could not be read", row.rejects),
            ));
        }
    }
    let sql = "select name, last_at, (select max(last_at) from log_source where last_at <= now()) as newest \
               from log_source where last_at < (select max(last_at) from log_source where last_at <= now()) \
               - interval '7 days' order by name";
    for row in session.ask(sql)? {
        let text = |name: &str| {
            row.get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let reason = format!(
            "last record {}, other logs go on to {}",
            text("last_at"),
            text("newest")
        );
        said.push(("silent", text("name"), reason));
    }
    for (kind, what, reason) in &said {
        if arguments.json {
            super::print_json(&json!({"kind": kind, "what": what, "reason": reason}))?;
        } else {
            super::print_line(&format!("{kind:<8} {what:<28} {reason}"))?;
        }
    }
    eprintln!("{} remarks", said.len());
    Ok(Outcome::Done)
}
