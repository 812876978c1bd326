//! The column `count` of `reference/weekly_counts.csv`: the numbers of methods 0.1 and 0.3.

use salus_stats::ewma::Ewma;
use salus_stats::robust::{Level, quantile};
use std::path::{Path, PathBuf};

/// The 416 weekly counts, or `None` (and a line that says so) where the reference data is not at hand.
fn weekly_counts() -> Option<Vec<f64>> {
    let root = match std::env::var_os("SALUS_DATA") {
        Some(folder) => PathBuf::from(folder).join(".."),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    let Ok(text) = std::fs::read_to_string(root.join("reference/weekly_counts.csv")) else {
        eprintln!(
            "skipped: the reference series `weekly_counts.csv` is not at hand (it is looked for beside SALUS_DATA)"
        );
        return None;
    };
    let counts = text.lines().skip(1).map(|line| {
        let field = line.split(',').nth(2).expect("four columns");
        field.parse().expect("a count")
    });
    Some(counts.collect())
}

fn check(what: &str, got: f64, expected: &str) {
    let digits = expected.split_once('.').map_or(0, |(_, part)| part.len());
    assert_eq!(format!("{got:.digits$}"), expected, "{what}");
}

#[test]
fn median_mad_and_quantile() {
    let Some(counts) = weekly_counts() else {
        return;
    };
    let level = Level::of(&counts).expect("416 counts");
    assert_eq!(level.count, 416);
    check("median", level.median, "9.5");
    check("MAD", level.mad, "5.1891");
    let high = quantile(&counts, 0.95).expect("416 counts");
    check("0.95 quantile", high, "22");
}

#[test]
fn level_and_errors_of_one_step() {
    let Some(counts) = weekly_counts() else {
        return;
    };
    let mut ewma = Ewma::new(0.2);
    let errors: f64 = counts
        .iter()
        .filter_map(|count| ewma.push(*count))
        .map(|error| error * error)
        .sum();
    check("squared errors", errors, "10484.0518614");
    check(
        "last level",
        ewma.level().expect("416 counts"),
        "12.2366500256",
    );
}
