//! What is planted beside the accesses lies in the files as the truth says, and changes no other file.

use std::collections::{BTreeMap, BTreeSet};

use evtx::EvtxParser;
use salus_simulate::{Plan, Scenario};
use serde_json::Value;

use super::{Hospital, text};

pub(super) fn stories<'a>(hospital: &'a Hospital, kind: &str) -> Vec<&'a Value> {
    let all = hospital.truth["stories"].as_array().expect("a list");
    all.iter().filter(|one| one["kind"] == kind).collect()
}

/// The trace of this name: its path and how many records it promises.
pub(super) fn trace(story: &Value, name: &str) -> (String, usize) {
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

/// Every record of an event log, read by an independent parser.
fn events(hospital: &Hospital, path: &str) -> Vec<Value> {
    let bytes = std::fs::read(hospital.path(path)).expect("a log");
    let mut parser = EvtxParser::from_buffer(bytes).expect("an event log");
    let records = parser.records_json_value();
    records
        .map(|record| record.expect("every record parses").data["Event"].take())
        .collect()
}

fn id(event: &Value) -> u64 {
    event["System"]["EventID"].as_u64().expect("a number")
}

fn value(event: &Value, name: &str) -> String {
    text(&event["EventData"][name])
}

pub(super) fn ransomware_left_its_traces(hospital: &Hospital) {
    let story = stories(hospital, "ransomware")[0];
    let (user, address) = (text(&story["subjects"][1]), text(&story["subjects"][2]));
    let span = text(&story["from"])..text(&story["until"]);
    let check = |name: &str, wanted: &dyn Fn(&Value) -> bool| {
        let (path, records) = trace(story, name);
        let within = |event: &Value| {
            let time = text(&event["System"]["TimeCreated"]["#attributes"]["SystemTime"]);
            span.contains(&time)
        };
        let all = events(hospital, &path);
        let found = all.iter().filter(|one| within(one) && wanted(one)).count();
        assert_eq!(found, records, "{name}");
    };
    let signs_in = |event: &Value| {
        [4624, 4625].contains(&id(event))
            && (value(event, "TargetUserName"), value(event, "IpAddress"))
                == (user.clone(), address.clone())
    };
    for name in ["first-sign-in", "sign-in-backup", "sign-in-files"] {
        check(name, &signs_in);
    }
    check("service", &|event| {
        id(event) == 7045 && value(event, "ServiceName") == "RHUpdateHelper"
    });
    check("backup-stopped", &|event| {
        id(event) == 7036 && value(event, "param1").starts_with("Block Level Backup")
    });
    let ways = [
        "stop wbengine",
        "/all /quiet",
        "delete catalog",
        "recoveryenabled no",
    ];
    check("ways-back", &|event| {
        id(event) == 1
            && ways
                .iter()
                .any(|way| value(event, "CommandLine").contains(way))
    });
    let file = |event: &Value| value(event, "TargetFilename");
    check("files", &|event| {
        id(event) == 23 || (id(event) == 11 && file(event).ends_with(".ridgelock"))
    });
    check("notes", &|event| {
        file(event).ends_with("HOW_TO_RECOVER_FILES.txt")
    });
    check("log-cleared", &|event| id(event) == 104);
    check("security-log-cleared", &|event| id(event) == 1102);
    rows(hospital, (story, "ticket"), |row| {
        row["Summary"].contains("RH-FS01")
    });
    let jobs = hospital.rows("governance/backup-jobs.csv");
    let failed = jobs
        .iter()
        .rev()
        .filter(|row| row["System"] == "File server");
    assert!(failed.take(3).all(|row| row["Status"] == "Failed"));
}

pub(super) fn servers_have_ordinary_days(hospital: &Hospital) {
    let (mut counts, mut names) = (BTreeMap::new(), BTreeSet::new());
    for path in super::files(&hospital.path("windows")) {
        let path = path.strip_prefix(hospital.path("")).expect("below it");
        let path = path.to_str().expect("a plain name");
        for event in events(hospital, path) {
            let written = event.to_string();
            assert!(
                !written.contains("alder") && !written.contains("ALDER"),
                "{event}"
            );
            names.insert(text(&event["System"]["Computer"]));
            let table = match text(&event["System"]["Channel"]).as_str() {
                "Security" => "windows_security",
                "System" => "windows_system",
                _ => "windows_sysmon",
            };
            *counts.entry(table).or_insert(0) += 1;
        }
    }
    for (table, count) in counts {
        assert_eq!(hospital.truth["tables"][table], count, "{table}");
    }
    let named: Vec<&str> = names.iter().map(String::as_str).collect();
    let host = |name: &str| format!("{name}.ridgeline-health.example");
    assert_eq!(
        named,
        ["RH-BK01", "RH-DC01", "RH-FS01", "RH-SCAN01"].map(host)
    );
    for one in hospital.truth["look_alikes"].as_array().expect("a list") {
        let of_this = |event: &Value| match text(&one["trace"]).as_str() {
            "old-copies-deleted" => {
                id(event) == 1 && value(event, "CommandLine").contains("/oldest")
            }
            _ => [11, 23].contains(&id(event)),
        };
        if !text(&one["path"]).ends_with(".evtx") {
            continue;
        }
        let found = events(hospital, &text(&one["path"]));
        let found = found.into_iter().filter(of_this).count();
        assert_eq!(one["records"], found, "{one}");
    }
}

/// The files that a story may change, besides the truth.
const CHANGES: [(&str, &[&str]); 4] = [
    (
        "lost_devices: 2",
        &[
            "governance/device-events.csv",
            "governance/security-cases.csv",
            "inventory/device-management.csv",
        ],
    ),
    (
        "ransomware: 1",
        &[
            "governance/backup-jobs.csv",
            "governance/security-cases.csv",
            "windows/RH-BK01/Security",
            "windows/RH-DC01/Security",
            "windows/RH-FS01/",
        ],
    ),
    (
        "phishing: 1",
        &[
            "cloud/entra-sign-ins-",
            "cloud/m365-audit-",
            "governance/security-cases.csv",
            "mail/journal-",
            "mail/message-trace-",
        ],
    ),
    ("device_attacks: 3", &["network/conn-"]),
];

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
