//! What the privacy office did: each look at a result is an access itself, and each verdict is kept.
//!
//! Both are evidence like any other: a file of JSON lines in the folder `own` of the lake, read into it at once. So nothing is
//! changed afterwards, and the next audit sees who looked.

use std::io::Write as _;
use std::path::PathBuf;

use salus_lake::Lake;
use salus_record::time;
use serde::Serialize;

/// A look at what an audit says.
#[derive(Debug, Clone, Serialize)]
pub struct Look<'a> {
    /// Who looked, as they say.
    pub looked_by: &'a str,
    /// The account that ran the program.
    pub account: &'a str,
    /// Whether names were shown.
    pub with_names: bool,
    /// At what: `audit`, `access`, `patient`, `user`.
    pub looked_at: &'a str,
    /// Whose record it was about, if it was about one.
    pub patient_id: Option<&'a str>,
    /// The id that was asked for, or the audited days.
    pub asked: &'a str,
}

/// Keeps a look. `now` is in microseconds of UTC.
pub fn keep_look(lake: &Lake, look: &Look<'_>, now: i64) -> Result<(), String> {
    keep(lake, "look", look, now)
}

/// Writes what somebody did to the lake's own folder and reads it at once.
pub(super) fn keep(lake: &Lake, kind: &str, what: &impl Serialize, now: i64) -> Result<(), String> {
    let path = lake.root().join("own").join(format!("{kind}-{now}.jsonl"));
    let failed = |error: &dyn std::fmt::Display| format!("`{}`: {error}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    let mut line = serde_json::to_value(what).map_err(|error| failed(&error))?;
    if let Some(members) = line.as_object_mut() {
        members.insert("time".to_owned(), time::format(now).into());
    }
    write_new(&path, &format!("{line}\n")).map_err(|error| failed(&error))?;
    let walk = salus_sources::walk(std::slice::from_ref(&path), &[]);
    let account = crate::read::read(lake, &walk, now, &()).map_err(|error| error.to_string())?;
    if account.has_unread() || account.totals().rejects > 0 {
        return Err(failed(&"could not be read back; help: please report it"));
    }
    Ok(())
}

fn write_new(path: &PathBuf, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
