//! A file for each format that single products publish, made by the simulator and held against what must come of it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::run::{arg, lines, query, salus, talk};

/// One test, for one run: the runner starts a process per test.
#[test]
fn what_products_publish_is_read_as_it_is_meant() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("gallery");
    let lake = home.path().join("lake");
    let made = salus_simulate::gallery(salus_simulate::EXAMPLE_SEED);
    for file in &made.files {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("written");
        std::fs::write(path, &file.bytes).expect("written");
    }
    let truth: Value = yaml_serde::from_str(&made.truth).expect("YAML");
    let account = read(&folder, &lake);
    let wrong = [records(&truth, &account), facts(&truth, &account, &lake)].concat();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What was read of each file, by its path below the folder.
fn read(folder: &Path, lake: &Path) -> BTreeMap<String, Value> {
    let output = salus(&["read", arg(folder), "--lake", arg(lake), "--json"])
        .output()
        .expect("the binary starts");
    assert!(!talk(&output).contains("panicked"), "{}", talk(&output));
    let within = format!("{}/", arg(folder));
    let mut account: BTreeMap<String, Value> = BTreeMap::new();
    for row in lines(&output) {
        let Some((_, path)) = row["file"]
            .as_str()
            .and_then(|file| file.split_once(&within))
        else {
            continue;
        };
        // What lies in an archive has the archive's name in front.
        let path = path.split('!').next().unwrap_or(path).to_owned();
        account.insert(path, row);
    }
    let is_odd = account.values().any(|row| row["status"] != "ok");
    assert_eq!(output.status.code(), Some(if is_odd { 3 } else { 0 }));
    account
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn count(value: &Value, name: &str) -> u64 {
    value[name].as_u64().expect("a count")
}

/// Files that were not recognised, lost something, or hold other records than they should, each with what is wrong.
fn records(truth: &Value, account: &BTreeMap<String, Value>) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    for told in list(truth, "files") {
        let path = told["path"].as_str().expect("a path");
        let row = account.get(path).expect("accounted for");
        let mut say = |what: String| wrong.push((path.to_owned(), what));
        let all = count(row, "stored") + count(row, "duplicates") + count(row, "rejects");
        assert_eq!(count(row, "read"), all, "the account of {path} balances");
        if row["status"] != "ok" || row["rejects"] != told["rejects"] {
            say(format!("{}: {}", row["status"], row["reason"]));
        }
        for (table, wanted) in told["records"].as_object().expect("tables") {
            let held = row["tables"].get(table);
            if held != Some(wanted) {
                say(format!("{held:?} of {table}, not {wanted}"));
            }
        }
    }
    wrong
}

/// One statement of the truth about a fact: file, rows, and which rows.
type Statement<'v> = (&'v str, u64, String);

/// Statements that do not hold. Those about one fact are asked together.
fn facts(truth: &Value, account: &BTreeMap<String, Value>, lake: &Path) -> Vec<(String, String)> {
    let mut by_fact: BTreeMap<&str, Vec<Statement<'_>>> = BTreeMap::new();
    for told in list(truth, "files") {
        let path = told["path"].as_str().expect("a path");
        let digest = account[path]["digest"].as_str().expect("a digest");
        for one in list(told, "facts") {
            let which = one["where"].as_str().unwrap_or("true");
            let rows = format!("record_id like '{}:%' and ({which})", &digest[..20]);
            let fact = one["fact"].as_str().expect("a fact");
            by_fact
                .entry(fact)
                .or_default()
                .push((path, count(one, "rows"), rows));
        }
    }
    assert!(by_fact.len() >= 20, "{} facts", by_fact.len());
    let mut wrong = Vec::new();
    for (fact, statements) in by_fact {
        let counts: Vec<String> = statements
            .iter()
            .enumerate()
            .map(|(place, (.., rows))| format!("count(*) filter (where {rows}) as n{place}"))
            .collect();
        let found = query(lake, &format!("select {} from {fact}", counts.join(", ")));
        for (place, (path, wanted, rows)) in statements.iter().enumerate() {
            let got = &found[0][format!("n{place}")];
            if got.as_u64() != Some(*wanted) {
                wrong.push((
                    (*path).to_owned(),
                    format!("{got}, not {wanted}, of {fact} where {rows}"),
                ));
            }
        }
    }
    wrong
}
