//! The files of the repository that the checks read, by path below its root.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A larger file holds data, not something people wrote.
const LARGEST: u64 = 1 << 20;

/// Folders that hold nothing people wrote here.
const SKIPPED: &[&str] = &[
    ".git",
    "artifacts",
    "corpus",
    "node_modules",
    "snapshots",
    "target",
];

const ENDINGS: &[&str] = &[
    "css", "html", "js", "lock", "md", "rs", "sh", "sql", "toml", "yaml", "yml",
];

/// Text by path, with `/` between parts.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// The repository this program was built from.
    pub(crate) fn of_repository() -> Result<Self, String> {
        let mut tree = Self::default();
        tree.take(&root(), "")?;
        Ok(tree)
    }

    fn take(&mut self, folder: &Path, prefix: &str) -> Result<(), String> {
        let entries = std::fs::read_dir(folder)
            .map_err(|error| format!("`{}`: {error}", folder.display()))?;
        for entry in entries {
            let entry = entry.map_err(|error| format!("`{}`: {error}", folder.display()))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let about = entry
                .metadata()
                .map_err(|error| format!("`{path}`: {error}"))?;
            if about.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    self.take(&entry.path(), &format!("{path}/"))?;
                }
            } else if is_written_by_people(&name)
                && (about.len() <= LARGEST || name == "Cargo.lock")
            {
                let text = std::fs::read_to_string(entry.path())
                    .map_err(|error| format!("`{path}`: {error}"))?;
                self.add(path, text);
            }
        }
        Ok(())
    }

    pub(crate) fn add(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), text.into());
    }

    pub(crate) fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// All files, in path order.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Rust sources, in path order.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| path.ends_with(".rs"))
    }
}

/// The folder with the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    // Asked when it runs: a build folder shared by two checkouts may hold the other one's program.
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent()
        .expect("xtask lies in the workspace")
        .to_path_buf()
}

fn is_written_by_people(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.contains(&ending) || ["LICENSE", "Makefile", "run"].contains(&name)
}
