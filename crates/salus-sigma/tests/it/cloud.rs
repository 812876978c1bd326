//! Cloud audit events against the hits that plain Sigma semantics give, as published beside them.

use std::collections::BTreeSet;
use std::path::Path;

use salus_sigma::{Arrival, CorrelationLimits, RuleSet};
use serde_json::Value;

use crate::corpus::{data, files, routes, rules_of};
use crate::correlated::in_short;
use crate::happenings::{Happening, told};
use crate::records::{Record, batches, flat};
use crate::slow::{Kind, Lies, Story, When};

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

/// Real events, read file by file in the order of the files' names, as history is.
#[test]
fn cloudtrail_correlations_are_those_of_the_slow_evaluator() {
    let Some(cloud) = data("cloud correlations", "cloud") else {
        return;
    };
    let (_, records) = cloudtrail(&cloud.join("cloudtrail-stratus"));
    let rule = "title: a look around\nname: look\nlogsource: {product: aws, service: cloudtrail}\n\
        detection: {s: {eventName|startswith: [Describe, Get, List]}, condition: s}";
    let correlation = "title: many looks around\ncorrelation: {type: value_count, rules: [look], \
        group-by: [userIdentity.arn], timespan: 60s, condition: {gte: 4, field: eventName}}";
    let file = (
        "looks.yml".to_owned(),
        format!("{rule}\n---\n{correlation}"),
    );
    let rules = RuleSet::load([file].into_iter(), &routes());
    assert_eq!(rules.not_loaded(), []);
    let slow = Story {
        kind: Kind::Distinct,
        lies: Lies::Sliding,
        when: When::Is("gte", 4),
        timespan: 60,
        rules: 1,
        is_grouped: true,
    };
    let (mut real, mut plain) = (Vec::new(), Vec::new());
    for (at, record) in records.iter().enumerate() {
        let text = |name: &str| record.get(name).cloned();
        let fields = |pairs: [(&str, Option<String>); 3]| -> Vec<(String, String)> {
            let named = pairs.into_iter();
            named
                .filter_map(|(name, text)| Some((name.to_owned(), text?)))
                .collect()
        };
        let (name, arn) = (text("eventName"), text("userIdentity.arn"));
        let is_look = ["Describe", "Get", "List"]
            .iter()
            .any(|start| name.as_ref().is_some_and(|name| name.starts_with(start)));
        let fits = Some(if is_look { "0" } else { "7" }.to_owned());
        let happening = |fields| Happening {
            number: at as u64 + 1,
            table: "aws_cloudtrail".to_owned(),
            second: text("eventTime")
                .and_then(|time| salus_record::time::parse(&time))
                .map(|time| time / 1_000_000),
            fields,
        };
        real.push(happening(fields([
            ("eventName", name.clone()),
            ("userIdentity.arn", arn.clone()),
            ("awsRegion", text("awsRegion")),
        ])));
        plain.push(happening(fields([
            ("fits", fits),
            ("user", arn),
            ("value", name),
        ])));
    }
    let pieces: Vec<&[Happening]> = real.chunks(97).rev().collect();
    let limits = CorrelationLimits::default();
    let (hits, account) = told(&rules, &pieces, Arrival::History, limits);
    eprintln!("{} events, {} hits, {account:?}", real.len(), hits.len());
    assert!(!hits.is_empty());
    assert_eq!(in_short(&hits), slow.told(&plain));
}
