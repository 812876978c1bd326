//! The published regression cases: each rule fires on its own evidence, as often as it says.

use std::path::Path;

use evtx::EvtxParser;
use serde_json::Value;

use crate::corpus::{data, files, rules};
use crate::records::{batch, needed, windows};

/// This case says 1, but both records of its log fit the rule as it is written (one value for
/// servers, one for workstations, set in the same second).
const TWO_FIT: &str = "registry_set_disable_administrative_share";

#[test]
fn every_regression_case_fires_exactly() {
    let Some(sigma) = data("the regression cases", "sigma") else {
        return;
    };
    let rules = rules(&sigma);
    let mut cases = 0;
    let mut wrong = Vec::new();
    for info in files(&sigma.join("regression_data"), "info.yml") {
        let text = std::fs::read_to_string(&info).expect("a case");
        let folder = info.parent().expect("a folder");
        let id = value(&text, "- id:").expect("a rule id");
        let expected = value(&text, "match_count:").map(|count| count.parse().expect("a count"));
        let count = |events: &[Value]| -> usize {
            let hits = events.iter().map(|event| {
                let (table, record) = windows(event);
                let record = [record];
                let hits = rules.matches(&batch(&table, &record));
                let few = rules.matches(&needed(&rules, &table, &record));
                assert_eq!(hits, few, "{}: what is needed", info.display());
                let ours = |rule: usize| rules.rules()[rule].id == id;
                hits.iter().filter(|hit| ours(hit.rule)).count()
            });
            hits.sum()
        };
        let (log, json) = (count(&log(folder)), count(&json(folder)));
        if log + json == 0 && files(folder, ".evtx").is_empty() {
            eprintln!("skipped: {} (no event log)", folder.display());
            continue;
        }
        cases += 1;
        let expected = if folder.ends_with(TWO_FIT) {
            Some(2)
        } else {
            expected
        };
        let is_right = |found: usize| found == expected.unwrap_or(found.max(1));
        if !is_right(log) || !is_right(json) {
            wrong.push(format!(
                "{}: {log} in the log, {json} in JSON, for {expected:?}",
                folder.display()
            ));
        }
    }
    eprintln!("{cases} regression cases, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The value behind a key; lines that are comments do not count.
fn value(text: &str, key: &str) -> Option<String> {
    text.lines()
        .map(str::trim)
        .find_map(|line| line.strip_prefix(key))
        .map(|value| value.trim().to_owned())
}

fn json(folder: &Path) -> Vec<Value> {
    let mut events = Vec::new();
    for path in files(folder, ".json") {
        let text = std::fs::read_to_string(path).expect("an event");
        let stream = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
        events.extend(stream.map(|event| event.expect("an event")));
    }
    events
}

fn log(folder: &Path) -> Vec<Value> {
    let mut events = Vec::new();
    for path in files(folder, ".evtx") {
        let mut parser = EvtxParser::from_path(path).expect("an event log");
        let records = parser.records_json_value();
        events.extend(records.map(|record| record.expect("an event").data));
    }
    events
}
