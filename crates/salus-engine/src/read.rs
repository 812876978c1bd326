//! Evidence into the lake, with an account that balances.

use std::collections::BTreeMap;

use salus_lake::{EvidenceRow, Known, Lake, LakeError, Status, Writer};
use salus_record::{Digest, ReadError};
use salus_sources::{Found, Piece, Walk};
use serde::Serialize;

use crate::spine;
use crate::watch::{AsWatch, Progress};

/// What became of every file that was given.
#[derive(Debug, Default, Serialize)]
pub struct Account {
    /// One row per file or archive member.
    pub files: Vec<EvidenceRow>,
}

/// The sums of an account.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Files and archive members.
    pub files: u64,
    /// Bytes of content.
    pub bytes: u64,
    /// Records met.
    pub read: u64,
    /// Records stored.
    pub stored: u64,
    /// Records the lake had already.
    pub duplicates: u64,
    /// Records that could not be read.
    pub rejects: u64,
    /// Files that were not read to their end.
    pub unread: u64,
}

impl Account {
    /// Sums over all files.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for row in &self.files {
            totals.files += 1;
            totals.bytes += row.bytes;
            totals.read += row.read;
            totals.stored += row.stored;
            totals.duplicates += row.duplicates;
            totals.rejects += row.rejects;
            totals.unread += u64::from(row.status != Status::Ok);
        }
        totals
    }

    /// Whether `read = stored + duplicates + rejects` for every file.
    #[must_use]
    pub fn balances(&self) -> bool {
        self.files.iter().all(EvidenceRow::balances)
    }

    /// Whether something could not be read.
    #[must_use]
    pub fn has_unread(&self) -> bool {
        self.files.iter().any(|row| row.status != Status::Ok)
    }
}

/// Reads everything in `walk` into the lake. `now` is in microseconds of UTC.
pub fn read(
    lake: &Lake,
    walk: &Walk,
    now: i64,
    progress: &dyn Progress,
) -> Result<Account, LakeError> {
    let mut writer = lake.writer(now)?;
    let mut account = Account::default();
    progress.stage("reading", Some(walk.bytes()));
    walk.visit(&AsWatch(progress), &mut |found| {
        let row = match found {
            Found::Failed { name, size, reason } => failed(name, size, reason),
            Found::Piece(mut piece) => {
                progress.item(&piece.name);
                match piece.digest().cloned() {
                    Err(error) => failed(piece.name, piece.size, error.to_string()),
                    Ok(digest) => match writer.known(&digest) {
                        Some(known) => again(&piece, &digest, known, progress),
                        None => one(&mut writer, piece, &digest, now, progress)?,
                    },
                }
            }
        };
        account.files.push(row);
        Ok::<(), LakeError>(())
    })?;
    writer.commit()?;
    Ok(account)
}

fn one(
    writer: &mut Writer<'_>,
    mut piece: Piece,
    digest: &Digest,
    now: i64,
    progress: &dyn Progress,
) -> Result<EvidenceRow, LakeError> {
    let mut row = failed(piece.name.clone(), piece.size, String::new());
    row.digest = Some(digest.as_str().to_owned());
    let outcome = match spine::read(&mut piece, now, writer, &AsWatch(progress)) {
        Ok(outcome) => outcome,
        Err(ReadError::Output(refused)) => return Err(LakeError::Query(refused)),
        Err(other) => return Err(LakeError::Query(other.to_string())),
    };
    row.reader = outcome.reader.map(str::to_owned);
    row.read = outcome.counts.read;
    row.rejects = outcome.counts.rejects;
    row.stored = writer.stored();
    row.tables = outcome.counts.tables;
    row.status = match (outcome.reader, row.stored, row.rejects) {
        (None, ..) => Status::Unrecognised,
        (_, 0, 1..) => Status::Failed,
        (_, _, 1..) => Status::Partial,
        _ if outcome.trouble.is_some() => Status::Partial,
        _ => Status::Ok,
    };
    row.reason = outcome.trouble.or_else(|| many(row.rejects));
    writer.accept(row.clone())?;
    Ok(row)
}

/// The row of a file whose content the lake holds already: nothing is stored twice, and what could
/// not be read still cannot.
fn again(piece: &Piece, digest: &Digest, known: Known, progress: &dyn Progress) -> EvidenceRow {
    if !piece.is_packed {
        progress.read(piece.size);
    }
    let mut row = failed(piece.name.clone(), piece.size, String::new());
    row.digest = Some(digest.as_str().to_owned());
    row.read = known.read;
    row.rejects = known.rejects;
    row.duplicates = known.read - known.rejects.min(known.read);
    let held = "the lake holds this content already";
    (row.status, row.reason) = match many(known.rejects) {
        None => (Status::Ok, Some(held.to_owned())),
        Some(unread) => (Status::Partial, Some(format!("{held}; {unread}"))),
    };
    row
}

fn many(rejects: u64) -> Option<String> {
    match rejects {
        0 => None,
        1 => Some("1 record could not be read".into()),
        n => Some(format!("{n} records could not be read")),
    }
}

fn failed(file: String, bytes: u64, reason: String) -> EvidenceRow {
    EvidenceRow {
        file,
        reader: None,
        digest: None,
        read: 0,
        stored: 0,
        duplicates: 0,
        rejects: 0,
        bytes,
        tables: BTreeMap::new(),
        status: Status::Failed,
        reason: Some(reason),
    }
}
