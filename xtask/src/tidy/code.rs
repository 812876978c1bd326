//! Rust source without its comments and the insides of its strings, and which of its lines are tests.

use crate::tree::Tree;

/// The same text, line for line, with comments, strings and characters blanked out.
pub(super) fn code_only(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let skipped = blank_length(rest, before);
        if skipped == 0 {
            out.push(first);
            before = first;
            rest = &rest[first.len_utf8()..];
        } else {
            out.extend(
                rest[..skipped]
                    .chars()
                    .map(|c| if c == '\n' { '\n' } else { ' ' }),
            );
            before = ' ';
            rest = &rest[skipped..];
        }
    }
    out
}

/// How many bytes from here are a comment, a string or a character; 0 when this is code.
fn blank_length(rest: &str, before: char) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    let is_word = before.is_alphanumeric() || before == '_';
    if !is_word && let Some(length) = raw_string(rest) {
        return length;
    }
    if rest.starts_with('"') {
        return plain_string(rest);
    }
    if rest.starts_with('\'') {
        character(rest)
    } else {
        0
    }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`, `br"…"` and the like.
fn raw_string(rest: &str) -> Option<usize> {
    let letters = rest.len() - rest.trim_start_matches(['b', 'c']).len();
    let after = rest.get(letters..)?.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inside = after[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let start = rest.len() - inside.len();
    Some(
        inside
            .find(&close)
            .map_or(rest.len(), |end| start + end + close.len()),
    )
}

fn plain_string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character, or 0 when the quote begins a lifetime.
fn character(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(0, |end| end + 4),
        Some((at, c)) if rest[at + c.len_utf8()..].starts_with('\'') => at + c.len_utf8() + 1,
        _ => 0,
    }
}

/// For each line: does it belong to a test?
pub(super) fn test_lines(tree: &Tree, path: &str, code: &str) -> Vec<bool> {
    let lines = code.lines().count();
    if is_test_file(tree, path) {
        return vec![true; lines];
    }
    let mut marked = vec![false; lines];
    for mark in ["#[cfg(test)]", "#[test]"] {
        let mut from = 0;
        while let Some(found) = code[from..].find(mark) {
            let start = from + found;
            from = start + mark.len();
            let end = item_end(code, from);
            let (first, last) = (line_of(code, start), line_of(code, end));
            marked[first - 1..last.min(lines)].fill(true);
        }
    }
    marked
}

fn is_test_file(tree: &Tree, path: &str) -> bool {
    if path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.starts_with("tests/")
        || path.contains("/benches/")
    {
        return true;
    }
    let Some((folder, file)) = path.rsplit_once('/') else {
        return false;
    };
    let name = file.trim_end_matches(".rs");
    let parents = [
        format!("{folder}/lib.rs"),
        format!("{folder}/main.rs"),
        format!("{folder}/mod.rs"),
        format!("{folder}.rs"),
    ];
    parents
        .iter()
        .filter_map(|parent| tree.get(parent))
        .any(|text| {
            let mut lines = text.lines().map(str::trim).peekable();
            while let Some(line) = lines.next() {
                let declares = |line: &&str| line.ends_with(&format!("mod {name};"));
                if line == "#[cfg(test)]" && lines.peek().is_some_and(declares) {
                    return true;
                }
            }
            false
        })
}

/// Where the item that begins here ends: its closing brace, or its semicolon.
pub(super) fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    let mut round = 0_i32;
    for (at, c) in code[from..].char_indices() {
        match c {
            '(' | '[' => round += 1,
            ')' | ']' => round -= 1,
            '{' => depth += 1,
            '}' if depth <= 1 => return from + at,
            '}' => depth -= 1,
            ';' if depth == 0 && round == 0 => return from + at,
            _ => {}
        }
    }
    code.len()
}

/// The line of a byte, counted from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}
