//! Same seed, same bytes; and the committed example is what the generator makes.

use std::path::{Path, PathBuf};

use salus_simulate::{EXAMPLE_DAYS, generate};

use crate::{clinic, fresh};

/// What may be committed.
const MOST_BYTES: usize = 6 * 1024 * 1024;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert!(*clinic() == fresh(), "two runs differ");
}

#[test]
fn another_seed_gives_other_bytes_and_the_same_files() {
    let other = generate(7, EXAMPLE_DAYS).expect("allowed");
    let paths = |files: &[salus_simulate::File]| {
        files
            .iter()
            .map(|file| file.path.clone())
            .collect::<Vec<_>>()
    };
    assert_ne!(clinic().files, other.files);
    assert_eq!(paths(&clinic().files), paths(&other.files));
}

#[test]
fn too_few_days_are_refused() {
    assert!(generate(1, 3).is_err_and(|message| message.contains("`3` days")));
}

#[test]
fn the_example_is_small() {
    let bytes: usize = clinic().files.iter().map(|file| file.bytes.len()).sum();
    assert!(bytes <= MOST_BYTES, "{bytes} bytes");
}

#[test]
fn the_committed_example_is_a_fresh_one() {
    let folder = examples().join("clinic");
    if !folder.is_dir() {
        eprintln!("skipped: the committed example (no examples/clinic)");
        return;
    }
    let generated = clinic();
    let mut expected: Vec<PathBuf> = generated
        .files
        .iter()
        .map(|file| folder.join(&file.path))
        .collect();
    for (path, file) in expected.iter().zip(&generated.files) {
        let committed = std::fs::read(path).unwrap_or_default();
        assert!(
            committed == file.bytes,
            "`{}` differs: run salus-simulate --out examples/clinic",
            file.path
        );
    }
    let truth = std::fs::read_to_string(examples().join("clinic-truth.yaml")).unwrap_or_default();
    assert_eq!(
        truth, generated.truth,
        "run salus-simulate --out examples/clinic"
    );
    let mut found = Vec::new();
    collect(&folder, &mut found);
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "no other files lie in the folder");
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found)
        } else {
            found.push(path)
        }
    }
}

#[test]
fn the_truth_is_yaml_and_names_all_five_threats() {
    let truth: serde_json::Value = yaml_serde::from_str(&clinic().truth).expect("YAML");
    for threat in ["T1", "T2", "T3", "T4", "T5"] {
        let planted = truth["planted"].as_array().expect("a list");
        assert!(
            planted.iter().any(|story| story["threat"] == threat),
            "{threat} is planted"
        );
    }
}
