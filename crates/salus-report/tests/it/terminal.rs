//! The summary as a tired person reads it.

use crate::sample;

#[test]
fn the_clinic() {
    insta::assert_snapshot!(salus_report::summary(
        &sample::clinic(),
        Some("salus-report.html")
    ));
}

#[test]
fn nothing_yet() {
    insta::assert_snapshot!(salus_report::summary(
        &sample::nothing_yet(),
        Some("salus-report.html")
    ));
}

#[test]
fn it_fits_a_terminal_whatever_it_is_given() {
    for report in [
        sample::clinic(),
        sample::nothing_yet(),
        sample::hostile(),
        sample::many(3_000),
    ] {
        let text = salus_report::summary(&report, Some("salus-report.html"));
        assert!(text.lines().count() <= 40, "{text}");
        for line in text.lines() {
            assert!(line.chars().count() <= 100, "{line}");
            assert!(
                !line
                    .chars()
                    .any(|one| one.is_control() || one == '\u{202e}'),
                "{line:?}"
            );
        }
    }
}
