//! A list whose comment says that it is sorted is sorted.

use super::Complaint;
use crate::tree::Tree;

/// Lists that must be there, and must say in their comment that they are sorted.
const REGISTRIES: &[(&str, &str)] = &[("crates/salus-readers/src/registry.rs", "READERS")];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints: Vec<Complaint> = tree
        .sources()
        .flat_map(|(path, text)| file(path, text))
        .collect();
    for (path, name) in REGISTRIES {
        let Some(text) = tree.get(path) else { continue };
        if !declarations(text).any(|(_, list)| list == *name) {
            let what =
                format!("`{name}` is missing, or its comment does not say that it is sorted");
            complaints.push(Complaint::new(path, 0, what));
        }
    }
    complaints
}

/// Lists whose doc comment has the word `sorted`: the line after the declaration, and the name.
fn declarations(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut promised = false;
    text.lines().enumerate().filter_map(move |(number, line)| {
        let line = line.trim();
        if line.starts_with("///") {
            promised |= line.to_lowercase().contains("sorted");
            return None;
        }
        if line.starts_with("#[") {
            return None;
        }
        let was_promised = std::mem::take(&mut promised);
        let opens_list = line.ends_with('[') && line.contains('=');
        let name = line.split(':').next()?.rsplit(' ').next()?;
        (was_promised && opens_list).then_some((number + 1, name))
    })
}

fn file(path: &str, text: &str) -> Vec<Complaint> {
    let lines: Vec<&str> = text.lines().collect();
    let mut complaints = Vec::new();
    for (start, name) in declarations(text) {
        let mut last = String::new();
        for (number, key) in entries(&lines, start) {
            // Capitals first, or capitals and small letters alike: both are sorted.
            if key < last && key.to_lowercase() < last.to_lowercase() {
                let what = format!("`{name}` is sorted; move this entry up");
                complaints.push(Complaint::new(path, number + 1, what));
            }
            last = key;
        }
    }
    complaints
}

/// The line and the sort key of each entry, up to the closing bracket. An entry may take several lines.
fn entries(lines: &[&str], start: usize) -> Vec<(usize, String)> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let depth = lines.get(start).map_or(0, |line| indent(line));
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate().skip(start) {
        let entry = line.trim();
        if entry.starts_with(']') && indent(line) < depth {
            break;
        }
        let goes_on = indent(line) > depth || entry.starts_with([')', '}', ']']);
        if goes_on || entry.is_empty() || entry.starts_with("//") {
            continue;
        }
        let is_open = entry.ends_with(['(', '{']);
        let next = lines
            .get(number + 1)
            .filter(|_| is_open)
            .copied()
            .unwrap_or_default();
        let whole = format!("{entry}{}", next.trim());
        found.push((number, whole.trim_start_matches(['&', '(', '"']).to_owned()));
    }
    found
}
