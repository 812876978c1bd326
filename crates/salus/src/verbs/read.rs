//! `salus read`: evidence into a lake, with the account.

use salus_engine::read::{Account, read};
use salus_lake::{EvidenceRow, Lake, Status};

use super::Outcome;
use crate::arguments::{Arguments, Read};
use crate::progress::Bar;

pub(crate) fn run(arguments: &Arguments, read_: &Read) -> Result<Outcome, String> {
    let account = into_lake(arguments, &read_.paths, &read_.lake.lake, &[])?.1;
    print(&account, arguments.json)?;
    Ok(Outcome::of(account.has_unread(), false))
}

/// Reads the paths; the lake itself, and `leave_out`, are passed over if they lie among them.
pub(crate) fn into_lake(
    arguments: &Arguments,
    paths: &[std::path::PathBuf],
    at: &std::path::Path,
    leave_out: &[std::path::PathBuf],
) -> Result<(Lake, Account), String> {
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        return Err(format!("`{}` does not exist", missing.display()));
    }
    let leave_out = [leave_out, &[at.to_owned()]].concat();
    let walk = super::walk(arguments, &super::library(arguments), paths, &leave_out)?;
    if walk.files.is_empty() && walk.failed.is_empty() {
        return Err("there are no files in the given paths".to_owned());
    }
    let lake = Lake::open_or_create(at).map_err(|error| error.to_string())?;
    let bar = Bar::new();
    let account = read(&lake, &walk, super::now(), &bar).map_err(|error| error.to_string());
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
        "{} files, {} records read = {} stored + {} duplicates + {} rejects",
        sums.files, sums.read, sums.stored, sums.duplicates, sums.rejects
    );
    if as_json {
        eprintln!("{total}")
    } else {
        super::print_line(&total)?
    }
    if sums.unread > 0 {
        eprintln!(
            "{} files were not read to their end; they are named above",
            sums.unread
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
