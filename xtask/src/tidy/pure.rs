//! Layers 0, 1 and 3 open no file or socket, read no clock and know no async.

use super::code::{code_only, line_of, test_lines};
use super::{Complaint, layers};
use crate::tree::Tree;

const PURE_LAYERS: &[usize] = &[0, 1, 3];

/// What pure code may not name. Addresses (`std::net::IpAddr`) are values and allowed.
const FORBIDDEN: &[(&str, &str)] = &[
    ("Command::new", "starts a program"),
    ("File::open", "opens a file"),
    ("Instant::now", "reads a clock"),
    ("Local::now", "reads a clock"),
    ("SystemTime::now", "reads a clock"),
    ("TcpListener", "opens a socket"),
    ("TcpStream", "opens a socket"),
    ("UdpSocket", "opens a socket"),
    ("Utc::now", "reads a clock"),
    ("async fn", "knows async"),
    ("env::var", "reads the environment"),
    ("std::fs", "opens a file"),
    ("thread::sleep", "waits"),
    ("tokio::", "knows async"),
];

/// One crate may read a folder: content is files.
const MAY_READ_FILES: &[&str] = &["salus-content"];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    tree.sources()
        .flat_map(|(path, text)| file(tree, path, text))
        .collect()
}

fn file(tree: &Tree, path: &str, text: &str) -> Vec<Complaint> {
    let name = path
        .strip_prefix("crates/")
        .and_then(|path| path.split('/').next())
        .unwrap_or_default();
    if !layers::layer_of(name).is_some_and(|layer| PURE_LAYERS.contains(&layer))
        || !path.contains("/src/")
    {
        return Vec::new();
    }
    let code = code_only(text);
    let tests = test_lines(tree, path, &code);
    let mut complaints = Vec::new();
    for (word, does) in FORBIDDEN {
        if *does == "opens a file" && MAY_READ_FILES.contains(&name) {
            continue;
        }
        for (at, _) in code.match_indices(word) {
            let line = line_of(&code, at);
            if !tests.get(line - 1).copied().unwrap_or(false) {
                let what = format!("`{word}` {does}; `{name}` is pure: let the caller pass it in");
                complaints.push(Complaint::new(path, line, what));
            }
        }
    }
    complaints
}
