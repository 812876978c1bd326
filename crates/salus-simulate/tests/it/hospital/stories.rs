//! What is planted beside the accesses lies in the files as the truth says, and changes no other file.

use std::collections::BTreeMap;

use salus_simulate::{Plan, Scenario};
use serde_json::Value;

use super::{Hospital, text};

fn stories<'a>(hospital: &'a Hospital, kind: &str) -> Vec<&'a Value> {
    let all = hospital.truth["stories"].as_array().expect("a list");
    all.iter().filter(|one| one["kind"] == kind).collect()
}

/// The trace of this name: its path and how many records it promises.
fn trace(story: &Value, name: &str) -> (String, usize) {
    let traces = story["traces"].as_array().expect("a list");
    let found = traces.iter().find(|one| one["trace"] == name);
    let found = found.unwrap_or_else(|| panic!("{story} has no `{name}`"));
    let records = found["records"].as_u64().expect("a count");
    (
        text(&found["path"]),
        usize::try_from(records).expect("small"),
    )
}

type Row = BTreeMap<String, String>;

/// Rows of the trace's file for which the question holds: as many as the truth says.
fn rows(
    hospital: &Hospital,
    (story, name): (&Value, &str),
    wanted: impl Fn(&Row) -> bool,
) -> Vec<Row> {
    let (path, records) = trace(story, name);
    let found: Vec<Row> = hospital.rows(&path).into_iter().filter(wanted).collect();
    assert_eq!(found.len(), records, "{name} of {story}");
    found
}

pub(super) fn lost_devices_are_in_every_list(hospital: &Hospital) {
    for (kind, encrypted, state) in [
        ("device_lost_and_wiped", "Yes", "Wiped"),
        ("device_lost_unencrypted", "No", "Missing"),
    ] {
        let found = stories(hospital, kind);
        assert_eq!(found.len(), 1, "{kind}");
        let story = found[0];
        let host = text(&story["subjects"][0]);
        let reports = rows(hospital, (story, "report"), |row| row["Host Name"] == host);
        assert!(reports[0]["Event"].starts_with("Reported"), "{reports:?}");
        let managed = rows(hospital, (story, "management"), |row| {
            row["Device Name"] == host
        });
        let row = &managed[0];
        assert_eq!(
            (&row["Encrypted"][..], &row["Status"][..]),
            (encrypted, state)
        );
        let seen = row["Last Check-In"].replace(' ', "T") + "Z";
        if state == "Missing" {
            assert!(seen < text(&story["from"]), "{row:?}");
        }
        let tickets = rows(hospital, (story, "ticket"), |row| {
            row["Summary"].contains(&host)
        });
        assert_eq!(tickets[0]["Contained"].is_empty(), state == "Missing");
    }
}

/// The files that a story may change, besides the truth.
const CHANGES: [(&str, &[&str]); 1] = [(
    "lost_devices: 2",
    &[
        "governance/device-events.csv",
        "governance/security-cases.csv",
        "inventory/device-management.csv",
    ],
)];

#[test]
fn a_story_leaves_all_other_files_as_they_are() {
    let plan = |story: &str| Plan {
        scenario: Scenario::read(&format!(
            "{{scenario: none, tune_days: 7, test_days: 35, {story}}}"
        ))
        .expect("a scenario"),
        ..super::reproducible::tiny()
    };
    let without = super::reproducible::run(&plan("device_calls: 0"));
    for (story, paths) in CHANGES {
        let with = super::reproducible::run(&plan(story));
        let same = |name: &String| with.get(name) == without.get(name);
        let changed: Vec<&String> = with
            .keys()
            .chain(without.keys().filter(|name| !with.contains_key(*name)))
            .filter(|name| !same(name))
            .collect();
        for name in &changed {
            let own = name.strip_prefix("evidence/").unwrap_or("");
            let expected =
                **name == "evidence-truth.yaml" || paths.iter().any(|path| own.starts_with(path));
            assert!(expected, "`{story}` changes {name}");
        }
        for path in paths {
            let hit = changed.iter().any(|name| name.contains(path));
            assert!(hit, "`{story}` does not change {path}");
        }
    }
}
