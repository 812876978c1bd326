//! House rules that the compiler does not know, each a function from the tree of files to complaints.

mod code;
mod layers;
mod lists;
mod lock;
mod manifest;
mod pure;
mod size;
mod style;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::tree::Tree;

/// What is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Complaint {
    path: String,
    /// Counted from 1; 0 speaks of the whole file.
    line: usize,
    what: String,
    /// A note is printed and does not fail the check.
    is_note: bool,
}

impl Complaint {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
            is_note: false,
        }
    }

    fn note(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            is_note: true,
            ..Self::new(path, line, what)
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_note { "note: " } else { "" };
        match self.line {
            0 => write!(f, "{}: {kind}{}", self.path, self.what),
            line => write!(f, "{}:{line}: {kind}{}", self.path, self.what),
        }
    }
}

/// Every check, in the order in which they are reported.
const CHECKS: &[fn(&Tree) -> Vec<Complaint>] = &[
    layers::check,
    lists::check,
    lock::check,
    manifest::check,
    pure::check,
    size::check,
    style::check,
];

/// Checks the repository; the error is the list of complaints.
pub(crate) fn run() -> Result<(), String> {
    let tree = Tree::of_repository()?;
    let (notes, wrong): (Vec<Complaint>, Vec<Complaint>) =
        all(&tree).into_iter().partition(|found| found.is_note);
    for note in &notes {
        eprintln!("{note}");
    }
    if wrong.is_empty() {
        eprintln!(
            "tidy: {} source files, {} notes, nothing wrong",
            tree.sources().count(),
            notes.len()
        );
        return Ok(());
    }
    let mut lines: Vec<String> = wrong.iter().map(Complaint::to_string).collect();
    lines.push(format!("tidy: {} things to put right", wrong.len()));
    Err(lines.join("\n"))
}

fn all(tree: &Tree) -> Vec<Complaint> {
    CHECKS.iter().flat_map(|check| check(tree)).collect()
}
