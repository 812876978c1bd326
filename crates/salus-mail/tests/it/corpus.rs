//! Finds the folders of real evidence.

use std::path::{Path, PathBuf};

/// The folder `name` of the developer data, or a line saying what is skipped.
pub fn folder(name: &str, what: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("SALUS_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let folder = root.join(name);
    if !folder.is_dir() {
        eprintln!("skipped: {what} (no {})", folder.display());
        return None;
    }
    Some(folder)
}

/// The files directly in `folder` with an ending, sorted.
pub fn files_with(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a readable folder");
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut found: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .collect();
    found.sort();
    found
}
