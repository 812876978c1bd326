//! Every built-in mapping, detector, measure and rule holds on its own examples.

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
}
