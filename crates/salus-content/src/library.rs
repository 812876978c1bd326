//! Content files by path: the built-in ones, with the organisation's own over them.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::Problem;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../content");

/// A content file larger than this is refused (bytes).
const FILE_BYTES: u64 = 8 << 20;

/// Text files by path below the content folder, with `/` between parts.
#[derive(Debug, Clone, Default)]
pub struct Library {
    files: BTreeMap<String, String>,
}

impl Library {
    /// What is compiled in.
    #[must_use]
    pub fn built_in() -> Self {
        let mut library = Self::default();
        library.take_dir(&BUILT_IN);
        library
    }

    fn take_dir(&mut self, dir: &Dir<'static>) {
        for file in dir.files() {
            if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                self.files.insert(path.replace('\\', "/"), text.to_owned());
            }
        }
        for inner in dir.dirs() {
            self.take_dir(inner);
        }
    }

    /// Adds one file, in place of one with the same path.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), text.into());
    }

    /// Lays a folder over what is there. Files that cannot be read are problems.
    pub fn overlay(&mut self, folder: &Path) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.overlay_below(folder, "", 0, &mut problems);
        problems
    }

    fn overlay_below(
        &mut self,
        folder: &Path,
        prefix: &str,
        depth: usize,
        problems: &mut Vec<Problem>,
    ) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                problems.push(Problem {
                    path: prefix.to_owned(),
                    reason: error.to_string(),
                });
                return;
            }
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let is_text = [".yaml", ".yml", ".sql"]
                .iter()
                .any(|ending| name.ends_with(ending));
            let Ok(about) = entry.path().metadata() else {
                continue;
            };
            if about.is_dir() && depth < 8 {
                self.overlay_below(&entry.path(), &format!("{path}/"), depth + 1, problems);
            } else if is_text && about.len() > FILE_BYTES {
                problems.push(Problem {
                    path,
                    reason: "larger than 8 MiB".into(),
                });
            } else if is_text {
                match std::fs::read_to_string(entry.path()) {
                    Ok(text) => self.insert(path, text),
                    Err(error) => problems.push(Problem {
                        path,
                        reason: error.to_string(),
                    }),
                }
            }
        }
    }

    /// Forgets every file below a folder (`rules/`).
    pub fn remove_under(&mut self, folder: &str) {
        self.files.retain(|path, _| !path.starts_with(folder));
    }

    /// The text of one file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// All files below a folder (`rules/`), in path order.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .range(folder.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(folder))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }
}
