//! Every built-in mapping, detector, measure and rule holds on its own examples.

use std::path::Path;

use crate::run::{expect, lines};

#[test]
fn all_built_in_content_is_proved() {
    let proofs = lines(&expect(0, &["test", "--json"]));
    let count = |start: &str| {
        proofs
            .iter()
            .filter(|proof| {
                proof["path"]
                    .as_str()
                    .is_some_and(|path| path.starts_with(start))
            })
            .count()
    };
    assert!(count("mappings/") >= 50, "{} mappings", count("mappings/"));
    assert!(count("measures/") >= 40, "{} measures", count("measures/"));
    assert!(
        count("detectors/") >= 14,
        "{} detectors",
        count("detectors/")
    );
    assert!(count("rules/") >= 40, "{} rules", count("rules/"));
    assert!(count("symptoms/") >= 6, "{} symptoms", count("symptoms/"));
    assert_eq!(count("identity/"), 2);
}

#[test]
fn the_reference_page_of_evidence_is_what_the_program_says() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/evidence.md");
    let written = std::fs::read_to_string(page).expect("the page is there");
    assert!(
        written.as_bytes() == expect(0, &["list", "evidence"]).stdout,
        "docs/reference/evidence.md is not what `salus list evidence` says; help: make reference"
    );
}
