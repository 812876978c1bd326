//! What a source file opens with, and what none may contain.

use super::Complaint;
use super::code::{code_only, test_lines};
use crate::tree::Tree;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["common", "helpers", "manager", "util", "utils"];

/// Calls that are never finished work.
const UNFINISHED: &[&str] = &["dbg!(", "todo!(", "unimplemented!("];

/// Words that belong to somebody's workplace, in two parts so that this list does not find itself.
const WORKPLACE: &[(&str, &str)] = &[
    ("/root/", ".cache"),
    ("/tmp/", "notes"),
    ("/work/", "main"),
    ("/work/", "shared"),
    ("anth", "ropic"),
    ("chat", "gpt"),
    ("cla", "ude"),
    ("copi", "lot-instructions"),
    ("sub", "agent"),
];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let sources = tree
        .sources()
        .flat_map(|(path, text)| source(tree, path, text));
    sources
        .chain(tree.files().flat_map(|(path, text)| workplace(path, text)))
        .collect()
}

fn source(tree: &Tree, path: &str, text: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if !text.starts_with("//! ") {
        complaints.push(Complaint::new(
            path,
            1,
            "open the file with one `//!` sentence that says what is in it",
        ));
    }
    let name = path
        .trim_end_matches("/mod.rs")
        .trim_end_matches(".rs")
        .rsplit('/')
        .next()
        .unwrap_or_default();
    if EMPTY_NAMES.contains(&name) {
        let what = format!("`{name}` says nothing; name the file after what is in it");
        complaints.push(Complaint::new(path, 0, what));
    }
    let code = code_only(text);
    let tests = test_lines(tree, path, &code);
    for (number, line) in code.lines().enumerate() {
        let here = |what: String| Complaint::new(path, number + 1, what);
        if line.contains("#[allow(") || line.contains("#![allow(") {
            complaints.push(here(
                "write `expect(lint, reason = \"…\")` in place of `allow`".to_owned(),
            ));
        }
        if let Some(call) = UNFINISHED.iter().find(|call| line.contains(**call)) {
            complaints.push(here(format!("`{})` is not finished work", call)));
        }
        if line.contains(".unwrap()") && !tests.get(number).copied().unwrap_or(false) {
            complaints.push(here(
                "`unwrap` outside a test; handle it, or `expect` the invariant".to_owned(),
            ));
        }
    }
    complaints.extend(expect_without_reason(path, &code));
    complaints
}

fn expect_without_reason(path: &str, code: &str) -> Vec<Complaint> {
    let marks = ["#[expect(", "#![expect("];
    let found = marks.iter().flat_map(|mark| code.match_indices(mark));
    found
        .filter(|(at, _)| {
            !code[*at..]
                .split(")]")
                .next()
                .is_some_and(|inside| inside.contains("reason"))
        })
        .map(|(at, _)| {
            Complaint::new(
                path,
                super::code::line_of(code, at),
                "give the `reason` for this `expect`",
            )
        })
        .collect()
}

fn workplace(path: &str, text: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let lower = line.to_lowercase();
        for (first, second) in WORKPLACE {
            let word = format!("{first}{second}");
            if lower.contains(&word) {
                let what = format!(
                    "`{word}` speaks of somebody's workplace; write what a reader elsewhere can use"
                );
                complaints.push(Complaint::new(path, number + 1, what));
            }
        }
    }
    complaints
}
