//! `Cargo.toml` files: which dependencies they name, and that they inherit what the workspace decides.

use super::Complaint;
use crate::tree::Tree;

/// One dependency of one crate.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dependency<'t> {
    pub(super) name: &'t str,
    pub(super) line: usize,
    /// Only tests, benches and examples see it.
    pub(super) is_dev: bool,
}

/// The crates of the workspace: folder (`crates/salus-record`) and the text of their `Cargo.toml`.
pub(super) fn members(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.files().filter_map(|(path, text)| {
        let folder = path.strip_suffix("/Cargo.toml")?;
        let inner = folder.strip_prefix("crates/").unwrap_or(folder);
        (!inner.contains('/') && folder != "fuzz").then_some((folder, text))
    })
}

/// What a `Cargo.toml` depends on, in the order written.
pub(super) fn dependencies(manifest: &str) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    let mut section = "";
    for (number, line) in manifest.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
            let single = ["dependencies.", "dev-dependencies.", "build-dependencies."];
            if let Some((kind, name)) = single
                .iter()
                .find_map(|kind| Some((kind, section.strip_prefix(kind)?)))
            {
                found.push(Dependency {
                    name,
                    line: number + 1,
                    is_dev: kind.starts_with("dev"),
                });
            }
            continue;
        }
        let is_list = section.ends_with("dependencies") && section != "workspace.dependencies";
        let Some((key, _)) = line.split_once('=').filter(|_| is_list) else {
            continue;
        };
        let name = key
            .trim()
            .split('.')
            .next()
            .unwrap_or_default()
            .trim_matches('"');
        found.push(Dependency {
            name,
            line: number + 1,
            is_dev: section.ends_with("dev-dependencies"),
        });
    }
    found
}

/// Crates that others may want by themselves.
const PUBLISHED: &[&str] = &["crates/salus-simulate"];

/// Each crate takes edition, oldest compiler, licence and lints from the workspace.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if let Some(root) = tree.get("Cargo.toml")
        && !root.lines().any(|line| line.starts_with("rust-version"))
    {
        let what =
            "name the oldest compiler that works: `rust-version` under `[workspace.package]`";
        complaints.push(Complaint::new("Cargo.toml", 0, what));
    }
    for (folder, text) in members(tree) {
        let path = format!("{folder}/Cargo.toml");
        for key in ["edition", "license", "publish", "rust-version"] {
            let is_published = key == "publish" && PUBLISHED.contains(&folder);
            let wanted = match is_published {
                true => "publish = true".to_owned(),
                false => format!("{key}.workspace = true"),
            };
            if !text.lines().any(|line| line.trim() == wanted) {
                let what = format!("write `{wanted}` under `[package]`");
                complaints.push(Complaint::new(&path, 0, what));
            }
        }
        if !text.contains("[lints]\nworkspace = true") {
            complaints.push(Complaint::new(
                &path,
                0,
                "write `[lints]` with `workspace = true`",
            ));
        }
    }
    complaints
}
