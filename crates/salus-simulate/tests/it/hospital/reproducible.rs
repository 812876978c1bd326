//! The same plan gives the same bytes; other plans are refused or give what they promise.

use std::collections::BTreeMap;
use std::path::Path;

use salus_simulate::{Plan, Scenario, simulate};
use serde_json::Value;
use tempfile::TempDir;

use super::{Hospital, files};

pub(super) fn tiny() -> Plan {
    Plan {
        patients: 600,
        staff: 100,
        days: 7,
        ..Plan::hospital()
    }
}

/// Every file below a folder by its path.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |path: &Path| std::fs::read(path).expect("a file");
    let name = |path: &Path| {
        path.strip_prefix(folder)
            .expect("below the folder")
            .to_string_lossy()
            .into_owned()
    };
    files(folder)
        .iter()
        .map(|path| (name(path), read(path)))
        .collect()
}

pub(super) fn run(plan: &Plan) -> BTreeMap<String, Vec<u8>> {
    let folder = TempDir::new().expect("a folder for the test");
    simulate(plan, &folder.path().join("evidence")).expect("the plan can be simulated");
    contents(folder.path())
}

/// The content of gzip members one after another.
pub(super) fn unpacked(mut packed: &[u8]) -> Vec<u8> {
    use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
    let mut out = Vec::new();
    while !packed.is_empty() {
        let mut member = vec![0; 2 << 20];
        let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, read, written) = decompress(
            &mut DecompressorOxide::new(),
            &packed[10..],
            &mut member,
            0,
            flags,
        );
        assert_eq!(status, miniz_oxide::inflate::TINFLStatus::Done);
        out.extend_from_slice(&member[..written]);
        packed = &packed[10 + read + 8..];
    }
    out
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_others() {
    let first = run(&tiny());
    assert!(first == run(&tiny()), "two runs differ");
    let other = run(&Plan { seed: 7, ..tiny() });
    for name in ["evidence-truth.yaml", "evidence/people/roster.csv"] {
        assert_ne!(first[name], other[name], "{name}");
    }
    // Compressed or not, the files say the same.
    let plain = run(&Plan {
        packed: false,
        ..tiny()
    });
    for (name, bytes) in &first {
        match name.strip_suffix(".gz") {
            Some(base) if plain.contains_key(base) => {
                assert!(unpacked(bytes) == plain[base], "{name}")
            }
            _ if name == "evidence-truth.yaml" => {
                // It names files as they are called.
                let text = std::str::from_utf8(bytes).expect("text");
                let called = text.replace(".gz\"", "\"");
                assert!(plain[name] == called.as_bytes(), "{name}");
            }
            _ => assert!(plain[name] == *bytes, "{name}"),
        }
    }
}

/// What is planted changes no other line of what programs log about records, and nothing of the export.
#[test]
fn the_background_is_the_same_whatever_is_planted() {
    let plan = Plan {
        packed: false,
        ..tiny()
    };
    let with = run(&plan);
    let without = run(&Plan {
        scenario: Scenario::none(),
        ..plan
    });
    let truth: Value =
        yaml_serde::from_str(std::str::from_utf8(&with["evidence-truth.yaml"]).expect("text"))
            .expect("YAML");
    let planted: Vec<&str> = truth["planted"]
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|one| one["events"].as_array().expect("a list"))
        .filter_map(Value::as_str)
        .collect();
    assert!(planted.len() > 100, "{}", planted.len());
    let compared = |name: &str| {
        ["ehr", "laboratory", "imaging"]
            .iter()
            .any(|folder| name.starts_with(&format!("evidence/{folder}/")))
            || name.contains("unrecorded")
    };
    for (name, bytes) in without.iter().filter(|(name, _)| compared(name)) {
        let text = std::str::from_utf8(&with[name]).expect("text");
        let kept: Vec<&str> = text
            .lines()
            .filter(|line| !planted.iter().any(|id| line.contains(id)))
            .collect();
        let other: Vec<&str> = std::str::from_utf8(bytes).expect("text").lines().collect();
        assert!(kept == other, "{name}");
    }
}

fn check(plan: &Plan, complaint: &str) {
    let folder = TempDir::new().expect("a folder for the test");
    let message = simulate(plan, &folder.path().join("evidence")).expect_err("the plan is refused");
    assert!(message.contains(complaint), "{message}");
    assert_eq!(files(folder.path()).len(), 0, "nothing is written");
}

#[test]
fn what_cannot_be_simulated_is_refused() {
    check(&Plan { days: 3, ..tiny() }, "`3` days");
    check(
        &Plan {
            patients: 1_000_001,
            staff: 90_000,
            ..tiny()
        },
        "`1000001` patients",
    );
    check(
        &Plan {
            staff: 20,
            ..tiny()
        },
        "`20` staff",
    );
    check(
        &Plan {
            staff: 601,
            ..tiny()
        },
        "`601` staff",
    );
    check(
        &Plan {
            missing: 41,
            ..tiny()
        },
        "`41` percent missing",
    );
    check(
        &Plan {
            start: "1999-01-01".parse().expect("a date"),
            ..tiny()
        },
        "`1999-01-01`",
    );
}

#[test]
fn a_scenario_may_have_no_days_to_test_on() {
    let text = "{scenario: a, tune_days: 7, test_days: 0, leavers: {accounts: 1, patients: 1}}";
    let hospital = Hospital::new(&Plan {
        scenario: Scenario::read(text).expect("a scenario"),
        ..tiny()
    });
    let planted = hospital.truth["planted"].as_array().expect("a list");
    let unplaced = hospital.truth["unplaced"].as_u64().expect("a count");
    assert_eq!(planted.len() as u64 + unplaced, 1);
    assert!(planted.iter().all(|one| one["set"] == "tune"));
}

#[test]
fn each_exporter_is_seen_with_own_records() {
    let text = "{scenario: a, tune_days: 6, test_days: 1, exports: {accounts: 2, patients: 5}}";
    let hospital = Hospital::new(&Plan {
        // The last day is a Friday, and offices are open.
        start: "2026-08-22".parse().expect("a date"),
        scenario: Scenario::read(text).expect("a scenario"),
        ..tiny()
    });
    let left = hospital.rows("governance/dlp-incidents.csv").into_iter();
    let left: Vec<_> = left
        .filter(|row| row["Channel"] == "Removable media")
        .map(|row| (row["Time"][..10].to_owned(), row["Records"].clone()))
        .collect();
    let one = ("2026-08-28".to_owned(), "5".to_owned());
    assert_eq!(left, [one.clone(), one]);
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = TempDir::new().expect("a folder for the test");
    std::fs::write(folder.path().join("letter.txt"), "mine").expect("a file");
    let message = simulate(&tiny(), folder.path()).expect_err("the folder is not empty");
    assert!(message.contains("is not empty"), "{message}");
}

#[test]
fn as_much_goes_unrecorded_as_is_asked_for() {
    let hospital = Hospital::new(&Plan {
        missing: 15,
        scenario: Scenario::none(),
        ..tiny()
    });
    let accesses = &hospital.truth["accesses"];
    let count = |name: &str| accesses[name].as_f64().expect("a count");
    let share = count("unrecorded_pairs") / count("pairs");
    assert!((0.13..0.17).contains(&share), "{share}");
    for list in ["planted", "stories"] {
        assert_eq!(hospital.truth[list].as_array().map(Vec::len), Some(0));
    }
}
