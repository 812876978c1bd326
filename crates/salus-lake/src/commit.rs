//! One commit over many tables: a redo record makes it happen wholly or not at all.
//!
//! Staged files are on disk first. Then `commit.json` is written beside the tables and moved into
//! place: that rename is the moment of commit. Then each table's log gets its part, numbered, so
//! that doing it again changes nothing. A process that dies in between is finished by the next one.

use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::delta::{self, TableChange};
use crate::{Lake, LakeError, OWN_TABLES, staging};

/// What is to be done, as kept on disk until it is done.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Redo {
    pub number: i64,
    pub tables: Vec<TableChange>,
}

const REDO: &str = "commit.json";

/// Makes the changes visible, all of them.
pub(crate) fn commit(lake: &Lake, redo: &Redo) -> Result<(), LakeError> {
    let path = lake.root.join(REDO);
    let draft = lake.root.join("commit.json.draft");
    let text = serde_json::to_vec(redo).map_err(LakeError::query)?;
    let mut file = std::fs::File::create(&draft).map_err(LakeError::io(&draft))?;
    file.write_all(&text)
        .and_then(|()| file.sync_all())
        .map_err(LakeError::io(&draft))?;
    std::fs::rename(&draft, &path).map_err(LakeError::io(&path))?;
    apply(lake, redo)
}

fn apply(lake: &Lake, redo: &Redo) -> Result<(), LakeError> {
    for change in &redo.tables {
        let folder = lake.table_folder(&change.table);
        lake.runtime
            .block_on(delta::apply(&folder, change, redo.number))?;
    }
    let path = lake.root.join(REDO);
    std::fs::remove_file(&path).map_err(LakeError::io(&path))
}

/// Finishes what an earlier process began, clears what it left, and tells the last commit's number.
pub(crate) fn recover(lake: &Lake) -> Result<i64, LakeError> {
    let path = lake.root.join(REDO);
    match std::fs::read(&path) {
        Ok(text) => {
            let redo: Redo = serde_json::from_slice(&text).map_err(LakeError::query)?;
            apply(lake, &redo)?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(LakeError::io(&path)(error)),
    }
    let mut last = 0;
    for table in OWN_TABLES {
        let folder = lake.table_folder(table);
        last = last.max(lake.runtime.block_on(delta::last_commit(table, &folder))?);
    }
    clear(&lake.root.join("tables"), last)?;
    Ok(last)
}

/// Removes staged files of commits that never were.
fn clear(tables: &Path, last: i64) -> Result<(), LakeError> {
    for table in std::fs::read_dir(tables)
        .map_err(LakeError::io(tables))?
        .flatten()
    {
        let Ok(files) = std::fs::read_dir(table.path()) else {
            continue;
        };
        for file in files.flatten() {
            let name = file.file_name();
            let commit = name.to_str().and_then(staging::commit_of);
            if commit.is_some_and(|commit| commit > last) {
                std::fs::remove_file(file.path()).map_err(LakeError::io(&file.path()))?;
            }
        }
    }
    Ok(())
}
