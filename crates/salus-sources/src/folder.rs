//! Files below the given paths, in name order.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use crate::{Found, Knowing, Watch, archive};

/// Folders nested deeper than this are refused.
const DEPTH: usize = 64;

/// What lies below the given paths.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files with their sizes, sorted.
    pub files: Vec<(PathBuf, u64)>,
    /// Paths that cannot be used, with the reason.
    pub failed: Vec<(PathBuf, String)>,
    /// What readers are told.
    pub knowing: Arc<Knowing>,
}

impl Walk {
    /// Bytes of all files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|(_, size)| size).sum()
    }

    /// Opens every file, archives unpacked, and hands over what is found. Stops at the first error
    /// of `each`.
    pub fn visit<E>(
        &self,
        watch: &dyn Watch,
        each: &mut dyn FnMut(Found) -> Result<(), E>,
    ) -> Result<(), E> {
        for (path, reason) in &self.failed {
            let name = path.to_string_lossy().into_owned();
            each(Found::Failed {
                name,
                size: 0,
                reason: reason.clone(),
            })?;
        }
        for (path, size) in &self.files {
            let name = path.to_string_lossy().into_owned();
            match File::open(path) {
                Ok(file) => {
                    let modified = modified(&file);
                    archive::open(&name, file, watch, &mut |mut found| {
                        if let Found::Piece(piece) = &mut found {
                            // Nothing in an archive is later than the archive itself.
                            let both = [piece.modified, modified];
                            piece.modified = both.into_iter().flatten().min();
                            piece.knowing = self.knowing.clone();
                        }
                        each(found)
                    })?;
                }
                Err(error) => {
                    watch.read(*size);
                    each(Found::Failed {
                        name,
                        size: *size,
                        reason: error.to_string(),
                    })?;
                }
            }
        }
        Ok(())
    }
}

/// When a file was last written, in microseconds of UTC.
fn modified(file: &File) -> Option<i64> {
    let at = file.metadata().ok()?.modified().ok()?;
    let since = at.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_micros()).ok()
}

/// Lists all files below `paths`, but for the files and folders in `leave_out` (the lake, the report).
#[must_use]
pub fn walk(paths: &[PathBuf], leave_out: &[PathBuf]) -> Walk {
    let leave_out: Vec<PathBuf> = leave_out
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let mut walk = Walk::default();
    for path in paths {
        // A link that was named by hand is followed.
        match path.metadata() {
            Ok(about) if about.is_dir() => enter(path, &leave_out, 0, &mut walk),
            Ok(about) => take(path, about.is_file(), about.len(), &mut walk),
            Err(error) => walk.failed.push((path.clone(), error.to_string())),
        }
    }
    walk.files.retain(|(path, _)| !is_among(path, &leave_out));
    walk.files.sort();
    walk.files.dedup();
    walk.failed.sort();
    walk
}

fn is_among(path: &Path, leave_out: &[PathBuf]) -> bool {
    // Only a file of the same name is worth a look at the disk.
    leave_out.iter().any(|out| {
        out.file_name() == path.file_name() && path.canonicalize().is_ok_and(|path| path == *out)
    })
}

fn take(path: &Path, is_file: bool, size: u64, walk: &mut Walk) {
    if is_file {
        walk.files.push((path.to_owned(), size));
    } else {
        walk.failed.push((
            path.to_owned(),
            "not a file: a device, pipe or socket".into(),
        ));
    }
}

fn enter(folder: &Path, leave_out: &[PathBuf], depth: usize, walk: &mut Walk) {
    if depth > DEPTH {
        walk.failed.push((
            folder.to_owned(),
            format!("folders nested deeper than {DEPTH}"),
        ));
        return;
    }
    if folder
        .canonicalize()
        .is_ok_and(|folder| leave_out.contains(&folder))
    {
        return;
    }
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            walk.failed.push((folder.to_owned(), error.to_string()));
            return;
        }
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walk.failed.push((folder.to_owned(), error.to_string()));
                continue;
            }
        };
        let path = entry.path();
        match path.symlink_metadata() {
            Ok(about) if about.is_dir() => enter(&path, leave_out, depth + 1, walk),
            Ok(about) if about.is_symlink() => {
                walk.failed.push((path, "a link, not followed".into()));
            }
            Ok(about) => take(&path, about.is_file(), about.len(), walk),
            Err(error) => walk.failed.push((path, error.to_string())),
        }
    }
}
