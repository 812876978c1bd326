//! A file for each format that single products publish, made by the simulator and held against what must come of it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::run::{arg, lines, query, salus, talk};

/// Layouts that their products publish and that are not read as they should be, with the reason. A file that is read
/// rightly must not stand here.
const NOT_YET: [(&str, &str); 9] = [
    (
        "backup/restic-backup.jsonl",
        "restic's word that it failed (`exit_error`) has none of the members by which its messages are known",
    ),
    (
        "backup/veeam-sessions-powershell.json",
        "dates of Windows PowerShell, like `/Date(1793415000000)/`, are not understood",
    ),
    (
        "directory/get-aduser.csv",
        "a list with `Enabled` loses it when another of its kind, with `enabled`, came first",
    ),
    (
        "directory/google-users.json",
        "the Directory interface's list called `users` is not opened",
    ),
    (
        "firewalls/sophos-central.log",
        "Sophos' central reporting format has `device_serial_id`",
    ),
    (
        "firewalls/sophos-utm.log",
        "times like `2026:10:30-14:03:22` are not understood",
    ),
    (
        "intelligence/misp-attributes.json",
        "attributes that carry their event are taken for events",
    ),
    (
        "names/unbound.log",
        "what Unbound says beside questions is rejected, not kept as syslog",
    ),
    (
        "tickets/jira-search.csv",
        "Jira's own dates, like `13/Oct/26 3:05 PM`, are not understood",
    ),
];

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
    let is_excused = |path: &str| NOT_YET.iter().any(|(known, _)| *known == path);
    let inexcusable: Vec<_> = wrong.iter().filter(|(path, _)| !is_excused(path)).collect();
    assert!(inexcusable.is_empty(), "{inexcusable:#?}");
    for (path, why) in NOT_YET {
        let fails = wrong.iter().any(|(known, _)| known == path);
        assert!(
            fails,
            "`{path}` is read rightly now, take it off the list: {why}"
        );
    }
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
