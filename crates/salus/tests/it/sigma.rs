//! The SigmaHQ regression cases through the real binary: the rule must fire, as often as it says.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::run::{arg, corpus, expect, lines};

/// This case says 1, but both records of its log fit the rule as it is written: one sets the value
/// for servers, one that for workstations.
const TWO_FIT: &str = "c7dcacd0-cc59-4004-b0a4-1d6cdebe6f3e";

#[test]
fn every_regression_case_fires_exactly() {
    let Some(root) = corpus("sigma") else { return };
    let rules: Vec<_> = [
        "rules",
        "rules-emerging-threats",
        "rules-threat-hunting",
        "rules-compliance",
    ]
    .iter()
    .map(|name| root.join(name))
    .collect();
    let cases = root.join("regression_data");
    let mut arguments = vec!["detect", arg(&cases), "--json"];
    for folder in &rules {
        arguments.extend(["--rules", arg(folder)]);
    }
    let output = crate::run::salus(&arguments).output().expect("starts");
    assert!(
        matches!(output.status.code(), Some(0 | 3)),
        "{}",
        crate::run::talk(&output)
    );
    let mut hits: BTreeMap<(String, String), u64> = BTreeMap::new();
    for finding in lines(&output) {
        let file = finding["evidences"][0]["data"]["file"]
            .as_str()
            .expect("a file")
            .to_owned();
        let rule = finding["finding_info"]["analytic"]["uid"]
            .as_str()
            .expect("a rule")
            .to_owned();
        *hits.entry((file, rule)).or_default() += 1;
    }
    let mut cases_seen = 0;
    let mut wrong = Vec::new();
    for info in infos(&cases) {
        let text = std::fs::read_to_string(&info).expect("readable");
        let case: Value = yaml_serde::from_str(&text).expect("YAML");
        let rule = case["rule_metadata"][0]["id"].as_str().expect("a rule id");
        // One case is the raw line of a switch; its test is written as a comment, and says 1.
        let raw = serde_json::json!([{"path": format!("{rule}.raw"), "match_count": 1}]);
        let tests = case.get("regression_tests_info").unwrap_or(&raw);
        for test in tests.as_array().expect("a list of tests") {
            let is_log = |path: &&str| path.ends_with(".evtx") || path.ends_with(".raw");
            let Some(path) = test["path"].as_str().filter(is_log) else {
                continue;
            };
            let name = path.rsplit('/').next().expect("a name");
            let file = info.with_file_name(name);
            let found = hits
                .get(&(arg(&file).to_owned(), rule.to_owned()))
                .copied()
                .unwrap_or(0);
            cases_seen += 1;
            let says = test["match_count"].as_u64();
            let says = if rule == TWO_FIT { Some(2) } else { says };
            let fits = match says {
                Some(expected) => found == expected,
                None => found >= 1,
            };
            if !fits {
                wrong.push(format!("{name}: {found}, expected {}", test["match_count"]));
            }
        }
    }
    assert_eq!(cases_seen, 127);
    assert_eq!(wrong, Vec::<String>::new());
}

fn infos(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(infos(&path));
        } else if path.ends_with("info.yml") {
            found.push(path);
        }
    }
    found
}

#[test]
fn rules_that_cannot_be_used_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("r.yml"),
        "title: x\nlogsource: {product: nobody-knows}\ndetection: {s: {a: 1}, condition: s}\n",
    )
    .expect("written");
    let events = folder.path().join("e.jsonl");
    std::fs::write(&events, "{\"a\":1}\n").expect("written");
    let output = expect(0, &["detect", arg(&events), "--rules", arg(folder.path())]);
    assert!(
        crate::run::talk(&output).contains("r.yml"),
        "{}",
        crate::run::talk(&output)
    );
}

const SPRAY: &str = "\
title: A failed sign-in
name: failed_sign_in
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4625}, condition: selection}
---
title: Many accounts were tried from one place
id: spray
correlation:
  type: value_count
  rules: [failed_sign_in]
  group-by: [IpAddress]
  timespan: 5m
  condition: {field: TargetUserName, gte: 3}
level: high
";

#[test]
fn a_correlation_sees_all_files_whatever_their_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let event = |minute: u8| {
        format!(
            "{{\"Channel\":\"Security\",\"EventID\":4625,\"@timestamp\":\"2026-03-01T08:0{minute}:00Z\",\
             \"IpAddress\":\"10.0.0.9\",\"TargetUserName\":\"u{minute}\"}}\n"
        )
    };
    std::fs::write(path("rule.yml"), SPRAY).expect("written");
    std::fs::write(path("a.jsonl"), event(3) + &event(4)).expect("written");
    std::fs::write(path("b.jsonl"), event(1) + &event(2)).expect("written");
    let (rule, lake) = (path("rule.yml"), path("lake"));
    let check = |arguments: &[&str]| {
        let mut all = vec!["detect", "--json", "--rules", arg(&rule)];
        all.extend(arguments);
        let found = lines(&expect(0, &all));
        let [finding] = &found[..] else {
            panic!("one finding, not {found:?}");
        };
        assert_eq!(finding["finding_info"]["analytic"]["uid"], "spray");
        let rows = finding["evidences"].as_array().expect("rows").iter();
        let rows: Vec<String> = rows
            .map(|row| {
                let file = row["data"]["file"].as_str().expect("a file");
                let name = file.rsplit('/').next().expect("a name");
                format!("{name} {}", row["data"]["place"].as_str().expect("a place"))
            })
            .collect();
        assert_eq!(rows, ["b.jsonl line 1", "b.jsonl line 2", "a.jsonl line 1"]);
    };
    let (first, second) = (path("a.jsonl"), path("b.jsonl"));
    check(&[arg(&first), arg(&second)]);
    check(&[arg(&second), arg(&first)]);
    expect(
        0,
        &["read", arg(&first), arg(&second), "--lake", arg(&lake)],
    );
    check(&["--lake", arg(&lake)]);
}
