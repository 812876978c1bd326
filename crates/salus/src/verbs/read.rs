//! `salus read`: evidence into a lake, with the account.

use std::path::Path;
use std::slice;

use salus_engine::read::{Account, read};
use salus_lake::{EvidenceRow, Lake, Status};
use salus_sources::Walk;

use super::Outcome;
use crate::arguments::{Arguments, Read};
use crate::progress::Bar;

pub(crate) fn run(arguments: &Arguments, read_: &Read) -> Result<Outcome, String> {
    super::exist(&read_.paths)?;
    let at = &read_.lake.lake;
    let library = super::library(arguments);
    let walk = super::walk(arguments, &library, &read_.paths, slice::from_ref(at), &[])?;
    let account = into_lake(&walk, at)?.1;
    print(&account, arguments.json)?;
    Ok(Outcome::of(account.has_unread(), false))
}

/// Reads the files of `walk` into the lake, which must not lie among them.
pub(crate) fn into_lake(walk: &Walk, at: &Path) -> Result<(Lake, Account), String> {
    if walk.files.is_empty() && walk.failed.is_empty() {
        return Err("there are no files in the given paths".to_owned());
    }
    let lake = Lake::open_or_create(at).map_err(|error| error.to_string())?;
    let bar = Bar::new();
    let account = read(&lake, walk, super::now(), &bar).map_err(|error| error.to_string());
    bar.done();
    let account = account?;
    if !account.balances() {
        return Err("the account does not balance; help: please report this".to_owned());
    }
    Ok((lake, account))
}

fn print(account: &Account, as_json: bool) -> Result<(), String> {
    for row in &account.files {
        if as_json {
            super::print_json(row)?;
        } else {
            super::print_line(&line(row))?;
        }
    }
    let sums = account.totals();
    let total = format!(
        "{}, {} records read = {} stored + {} duplicates + {} rejects",
        super::counted(sums.files, "file"),
        sums.read,
        sums.stored,
        sums.duplicates,
        sums.rejects
    );
    if as_json {
        eprintln!("{total}")
    } else {
        super::print_line(&total)?
    }
    if sums.unread > 0 {
        eprintln!(
            "{} not read to the end; see the lines above",
            super::counted(sums.unread, "file")
        );
    }
    Ok(())
}

fn line(row: &EvidenceRow) -> String {
    let counts = format!(
        "{} read = {} stored + {} duplicates + {} rejects",
        row.read, row.stored, row.duplicates, row.rejects
    );
    let reader = row.reader.as_deref().unwrap_or("-");
    let file = shown(&row.file);
    match (&row.reason, row.status) {
        (Some(reason), Status::Ok) => format!("{file}  [{reader}] {counts} ({reason})"),
        (Some(reason), status) => {
            format!("{file}  [{reader}] {counts}; {}: {reason}", status.word())
        }
        (None, _) => format!("{file}  [{reader}] {counts}"),
    }
}

/// A file name without control characters, which a terminal would obey.
fn shown(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}
