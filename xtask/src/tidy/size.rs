//! Files and functions that a person can read in one sitting.

use super::Complaint;
use super::code::{code_only, item_end, line_of, test_lines};
use crate::tree::Tree;

const FILE_NOTE: usize = 400;
const FILE_HARD: usize = 600;
const FUNCTION_HARD: usize = 60;

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    tree.sources()
        .flat_map(|(path, text)| file(tree, path, text))
        .collect()
}

fn file(tree: &Tree, path: &str, text: &str) -> Vec<Complaint> {
    let lines = text.lines().count();
    let mut complaints = functions(tree, path, text);
    if lines > FILE_HARD {
        let what = format!("{lines} lines, at most {FILE_HARD}; split it by what it does");
        complaints.push(Complaint::new(path, 0, what));
    } else if lines > FILE_NOTE {
        complaints.push(Complaint::note(
            path,
            0,
            format!("{lines} lines; the habit is {FILE_NOTE}"),
        ));
    }
    complaints
}

fn functions(tree: &Tree, path: &str, text: &str) -> Vec<Complaint> {
    let code = code_only(text);
    let tests = test_lines(tree, path, &code);
    let mut complaints = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let starts_word = code[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric() && c != '_');
        let name: String = code[at + 3..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let first = line_of(&code, at);
        if !starts_word || name.is_empty() || tests.get(first - 1).copied().unwrap_or(false) {
            continue;
        }
        let lines = line_of(&code, item_end(&code, at)) - first + 1;
        if lines > FUNCTION_HARD {
            let what = format!(
                "`{name}` is {lines} lines, at most {FUNCTION_HARD}; give its parts names of their own"
            );
            complaints.push(Complaint::new(path, first, what));
        }
    }
    complaints
}
