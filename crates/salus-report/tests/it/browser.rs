//! Opens the report in a real browser, looks at it at three widths, and keeps pictures of it.

mod chromium;

use std::path::{Path, PathBuf};
use std::{env, fs};

use chromium::Chromium;
use serde_json::Value;

use crate::sample;

const LOOK: &str = include_str!("../../../../tests/browser/look.js");
const OPEN_ALL: &str =
    "document.querySelectorAll('details').forEach((one) => { one.open = true; })";

/// Widths of a desktop, a phone, and the smallest phone we promise.
const WIDTHS: [(u32, u32); 3] = [(1280, 900), (390, 844), (360, 780)];

/// Samples that are opened but not kept as tall pictures.
const STRESS: [&str; 2] = ["hostile", "many"];

/// The tallest picture to keep.
const TALL: u32 = 12_000;

#[test]
fn the_report_fits_and_is_silent() {
    let Some(program) = chromium::find() else {
        eprintln!("skipped: looking at the report in a browser (no `chromium` on this machine)");
        return;
    };
    let folder = pictures();
    let mut browser = Chromium::start(&program, &folder.join("profile"));
    for (name, page) in pages(&folder) {
        for (width, height) in WIDTHS {
            let place = |what: &str| folder.join(format!("{name}-{width}{what}.png"));
            browser.open(&page, width, height);
            look(&mut browser, &format!("{name} at {width}"));
            browser.picture(&place("-first"), width, height);
            if STRESS.contains(&name) {
                continue;
            }
            browser.picture(&place(""), width, TALL);
            browser.evaluate(OPEN_ALL);
            look(&mut browser, &format!("{name} at {width}, all opened"));
            browser.picture(&place("-open"), width, TALL);
        }
        if !STRESS.contains(&name) {
            browser.print(&folder.join(format!("{name}.pdf")));
        }
        browser.assert_silent(&page);
    }
    eprintln!("pictures of the report are in `{}`", folder.display());
}

fn look(browser: &mut Chromium, what: &str) {
    let seen = browser.evaluate(LOOK);
    let number = |name: &str| seen[name].as_i64().expect("a number");
    assert!(
        number("width") <= number("room"),
        "{what}: {} wide, {} of room; {}",
        number("width"),
        number("room"),
        seen["wide"]
    );
    for problem in ["wide", "faint", "small"] {
        assert_eq!(seen[problem], Value::Array(Vec::new()), "{what}: {problem}");
    }
    let headings: Vec<i64> = seen["headings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_i64)
        .collect();
    assert_eq!(
        headings.first(),
        Some(&1),
        "{what}: the first heading is the highest"
    );
    assert!(
        headings.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "{what}: headings skip a level: {headings:?}"
    );
}

/// The pages to look at: the one named by `SALUS_REPORT`, or samples.
fn pages(folder: &Path) -> Vec<(&'static str, PathBuf)> {
    if let Some(given) = env::var_os("SALUS_REPORT") {
        return vec![("given", PathBuf::from(given))];
    }
    let samples = [
        ("clinic", sample::clinic()),
        ("empty", sample::nothing_yet()),
        ("hostile", sample::hostile()),
        ("many", sample::many(3_000)),
    ];
    samples
        .into_iter()
        .map(|(name, report)| {
            let path = folder.join(format!("{name}.html"));
            fs::write(&path, salus_report::html(&report).expect("drawn")).expect("written");
            (name, path)
        })
        .collect()
}

fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}
