//! Writing: evidence is staged, and a group of it is committed together with its ledger rows.

use std::collections::HashMap;
use std::fs::File;

use arrow_array::RecordBatch;
use salus_record::{Batch, Digest, Output, ReadError, Reject};

use crate::commit::{Redo, commit, recover};
use crate::conform::Columns;
use crate::delta::{self, TableChange};
use crate::ledger::{EvidenceRow, evidence_batch, reject_batch};
use crate::staging::Staging;
use crate::{Lake, LakeError};

/// A group of evidence is committed when it has this many files …
const GROUP_FILES: usize = 512;
/// … or this many bytes of evidence.
const GROUP_BYTES: u64 = 1 << 30;
/// Rejects kept in memory before they are staged.
const REJECTS: usize = 8_192;

/// What became of evidence that was read before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Records met in it.
    pub read: u64,
    /// Rejects among them.
    pub rejects: u64,
}

/// The only writer of a lake; a lock file keeps others out while it lives.
pub struct Writer<'l> {
    lake: &'l Lake,
    _lock: File,
    last: i64,
    /// Evidence the lake holds or is about to, by digest.
    known: HashMap<String, Known>,
    staging: Option<Staging>,
    rows: Vec<EvidenceRow>,
    rejects: Vec<Reject>,
    group_bytes: u64,
    /// Rows staged since the last [`Writer::accept`], by table: the lake's own count.
    stored: u64,
    now: i64,
}

impl Lake {
    /// Begins to write: waits for nobody, finishes what a dead process began.
    ///
    /// `now` is in microseconds of UTC and becomes `ingested_at`.
    pub fn writer(&self, now: i64) -> Result<Writer<'_>, LakeError> {
        let path = self.root.join("lock");
        let lock = File::create(&path).map_err(LakeError::io(&path))?;
        if lock.try_lock().is_err() {
            return Err(LakeError::Locked(self.root.clone()));
        }
        let last = recover(self)?;
        let known = self.known_evidence()?;
        Ok(Writer {
            lake: self,
            _lock: lock,
            last,
            known,
            staging: None,
            rows: Vec::new(),
            rejects: Vec::new(),
            group_bytes: 0,
            stored: 0,
            now,
        })
    }

    fn known_evidence(&self) -> Result<HashMap<String, Known>, LakeError> {
        let mut known = HashMap::new();
        if !self.tables()?.iter().any(|table| table == "evidence") {
            return Ok(known);
        }
        for row in self.evidence()? {
            if let (Some(digest), true) = (row.digest, row.read > 0) {
                known.insert(
                    digest,
                    Known {
                        read: row.read,
                        rejects: row.rejects,
                    },
                );
            }
        }
        Ok(known)
    }
}

impl Writer<'_> {
    /// What became of evidence of this digest, if it has been read before.
    #[must_use]
    pub fn known(&self, digest: &Digest) -> Option<Known> {
        self.known.get(digest.as_str()).copied()
    }

    /// Rows staged since the last accepted evidence.
    #[must_use]
    pub fn stored(&self) -> u64 {
        self.stored
    }

    /// Enters one new file into the ledger; what was staged for it is committed with it.
    pub fn accept(&mut self, row: EvidenceRow) -> Result<(), LakeError> {
        self.stored = 0;
        self.group_bytes += row.bytes;
        if let (true, Some(digest)) = (row.read > 0, &row.digest) {
            let known = Known {
                read: row.read,
                rejects: row.rejects,
            };
            self.known.insert(digest.clone(), known);
            self.rows.push(row);
        }
        if self.rows.len() >= GROUP_FILES || self.group_bytes >= GROUP_BYTES {
            self.commit()?;
        }
        Ok(())
    }

    /// Makes everything accepted so far visible.
    pub fn commit(&mut self) -> Result<(), LakeError> {
        self.group_bytes = 0;
        if self.rows.is_empty() {
            return Ok(());
        }
        self.stage_rejects()?;
        let ledger = evidence_batch(&self.rows, self.now).map_err(LakeError::table("evidence"))?;
        self.stage("evidence", ledger)?;
        self.rows.clear();
        let Some(staging) = self.staging.take() else {
            return Ok(());
        };
        let mut tables = staging.finish()?;
        // The ledger goes last: its number is the lake's.
        tables.sort_by_key(|change| change.table == "evidence");
        self.last += 1;
        commit(
            self.lake,
            &Redo {
                number: self.last,
                tables,
            },
        )
    }

    /// Puts `rows` in the place of all rows of one of Salus's own tables.
    pub fn replace(&mut self, table: &str, rows: RecordBatch) -> Result<(), LakeError> {
        self.commit()?;
        let mut staging = Staging::new(self.last + 1);
        staging.open_table(table, self.lake.table_folder(table), specs_of(&rows));
        staging.take(table, rows)?;
        let mut tables: Vec<TableChange> = staging.finish()?;
        for change in &mut tables {
            change.replaces = true;
        }
        self.last += 1;
        commit(
            self.lake,
            &Redo {
                number: self.last,
                tables,
            },
        )
    }

    fn stage(&mut self, table: &str, rows: RecordBatch) -> Result<(), LakeError> {
        let number = self.last + 1;
        let staging = self.staging.get_or_insert_with(|| Staging::new(number));
        if !staging.has_table(table) {
            let folder = self.lake.table_folder(table);
            let known = self.lake.runtime.block_on(delta::load(table, &folder))?;
            let columns = match known {
                Some(known) => known.columns,
                None if crate::OWN_TABLES.contains(&table) => specs_of(&rows),
                None => Vec::new(),
            };
            staging.open_table(table, folder, columns);
        }
        staging.take(table, rows)
    }

    fn stage_rejects(&mut self) -> Result<(), LakeError> {
        if self.rejects.is_empty() {
            return Ok(());
        }
        let rejects = std::mem::take(&mut self.rejects);
        let rows = reject_batch(&rejects, self.now).map_err(LakeError::table("reject"))?;
        self.stage("reject", rows)
    }
}

fn specs_of(rows: &RecordBatch) -> Vec<delta::ColumnSpec> {
    let mut columns = Columns::new(vec![]);
    columns.learn(rows);
    let names: Vec<&String> = rows
        .schema_ref()
        .fields()
        .iter()
        .map(|field| field.name())
        .collect();
    let mut specs: Vec<delta::ColumnSpec> = columns.specs().to_vec();
    specs.retain(|spec| names.contains(&&spec.name));
    specs
}

impl Output for Writer<'_> {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        self.stored += batch.rows.num_rows() as u64;
        self.stage(&batch.table, batch.rows)
            .map_err(|error| ReadError::Output(error.to_string()))
    }

    fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
        self.rejects.push(reject);
        if self.rejects.len() >= REJECTS {
            self.stage_rejects()
                .map_err(|error| ReadError::Output(error.to_string()))?;
        }
        Ok(())
    }
}
