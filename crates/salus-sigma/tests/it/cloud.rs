//! Cloud audit events against the hits that plain Sigma semantics give, as published beside them.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::corpus::{data, files, rules_of};
use crate::records::{Record, batches, flat};

type Pair = (String, String);

#[test]
fn cloudtrail_hits_are_those_of_the_list() {
    let (Some(cloud), Some(sigma)) = (data("cloud hits", "cloud"), data("cloud hits", "sigma"))
    else {
        return;
    };
    let rules = rules_of(&[sigma.join("rules/cloud"), sigma.join("rules/identity")]);
    let (names, records) = cloudtrail(&cloud.join("cloudtrail-stratus"));
    let mut found = BTreeSet::<Pair>::new();
    let mut first = 0;
    for batch in batches("aws_cloudtrail", &records) {
        for hit in rules.matches(&batch) {
            let event = names[first + hit.row].clone();
            found.insert((event, rules.rules()[hit.rule].id.clone()));
        }
        first += batch.rows.num_rows();
    }
    let loaded: BTreeSet<&str> = rules.rules().iter().map(|rule| rule.id.as_str()).collect();
    let listed: BTreeSet<Pair> = listed(&cloud.join("sigma-hits.csv"))
        .into_iter()
        .filter(|(_, rule)| loaded.contains(rule.as_str()))
        .collect();
    let missing: Vec<&Pair> = listed.difference(&found).collect();
    let more: Vec<&Pair> = found.difference(&listed).collect();
    eprintln!(
        "{} events, {} hits found, {} listed, {} missing, {} more",
        names.len(),
        found.len(),
        listed.len(),
        missing.len(),
        more.len()
    );
    assert!(missing.is_empty(), "missing: {missing:?}");
    assert!(more.is_empty(), "more: {more:?}");
}

fn cloudtrail(folder: &Path) -> (Vec<String>, Vec<Record>) {
    let (mut names, mut records) = (Vec::new(), Vec::new());
    for path in files(folder, ".json") {
        let text = std::fs::read_to_string(path).expect("a trail");
        let trail: Value = serde_json::from_str(&text).expect("JSON");
        for event in trail["Records"].as_array().expect("records") {
            names.push(event["eventID"].as_str().unwrap_or_default().to_owned());
            records.push(flat(event));
        }
    }
    (names, records)
}

/// Event and rule of each line about CloudTrail.
fn listed(path: &Path) -> Vec<Pair> {
    let text = std::fs::read_to_string(path).expect("the list");
    text.lines()
        .filter(|line| line.starts_with("cloudtrail-stratus/"))
        .filter_map(|line| {
            let mut cells = line.split(',').skip(1);
            Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
        })
        .collect()
}
