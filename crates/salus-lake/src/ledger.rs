//! The ledger: which evidence the lake holds, and the account of each file.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use salus_record::Reject;
use serde::Serialize;

use crate::{Lake, LakeError};

/// How reading a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Read to its end.
    Ok,
    /// Read, with rejects or not to its end.
    Partial,
    /// In no syntax that Salus knows.
    Unrecognised,
    /// Could not be read at all.
    Failed,
}

impl Status {
    /// The word used in accounts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::Unrecognised => "unrecognised",
            Self::Failed => "failed",
        }
    }
}

/// The account of one file: `read = stored + duplicates + rejects`.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceRow {
    /// Path as given, with `!` before the name inside an archive.
    pub file: String,
    /// Reader that took it; null when none did.
    pub reader: Option<String>,
    /// SHA-256 of its bytes; null when they could not be had.
    pub digest: Option<String>,
    /// Records met.
    pub read: u64,
    /// Records now in the lake because of this file.
    pub stored: u64,
    /// Records the lake had already, from a file of the same content.
    pub duplicates: u64,
    /// Records that could not be read.
    pub rejects: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// Rows by record table.
    pub tables: BTreeMap<String, u64>,
    /// How it ended.
    pub status: Status,
    /// Why, unless `ok`.
    pub reason: Option<String>,
}

impl EvidenceRow {
    /// Whether the equation holds.
    #[must_use]
    pub fn balances(&self) -> bool {
        self.read == self.stored + self.duplicates + self.rejects
    }
}

impl Lake {
    /// The ledger: the account of every file whose records the lake holds, in the order of entry.
    pub fn evidence(&self) -> Result<Vec<EvidenceRow>, LakeError> {
        const COLUMNS: [&str; 9] = [
            "file", "reader", "digest", "status", "reason", "tables", "bytes", "read", "stored",
        ];
        let mut rows = Vec::new();
        self.scan_columns(
            "evidence",
            &[&COLUMNS[..], &["rejects"]].concat(),
            &mut |batch| {
                let text = |at: usize, row: usize| {
                    let texts = batch.column(at).as_any().downcast_ref::<StringArray>()?;
                    (!texts.is_null(row)).then(|| texts.value(row).to_owned())
                };
                let count = |at: usize, row: usize| {
                    let counts = batch.column(at).as_any().downcast_ref::<Int64Array>();
                    counts.map_or(0, |counts| counts.value(row).unsigned_abs())
                };
                for row in 0..batch.num_rows() {
                    rows.push(EvidenceRow {
                        file: text(0, row).unwrap_or_default(),
                        reader: text(1, row),
                        digest: text(2, row),
                        status: match text(3, row).as_deref() {
                            Some("ok") => Status::Ok,
                            Some("partial") => Status::Partial,
                            Some("unrecognised") => Status::Unrecognised,
                            _ => Status::Failed,
                        },
                        reason: text(4, row),
                        tables: text(5, row)
                            .and_then(|tables| serde_json::from_str(&tables).ok())
                            .unwrap_or_default(),
                        bytes: count(6, row),
                        read: count(7, row),
                        stored: count(8, row),
                        duplicates: 0,
                        rejects: count(9, row),
                    });
                }
                Ok(())
            },
        )?;
        Ok(rows)
    }
}

pub(crate) fn evidence_batch(rows: &[EvidenceRow], at: i64) -> Result<RecordBatch, String> {
    let text = |of: &dyn Fn(&EvidenceRow) -> Option<String>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<StringArray>())
    };
    let count = |of: &dyn Fn(&EvidenceRow) -> u64| -> ArrayRef {
        Arc::new(
            rows.iter()
                .map(|row| i64::try_from(of(row)).ok())
                .collect::<Int64Array>(),
        )
    };
    let short = salus_record::envelope::EVIDENCE_ID_CHARS;
    let id = |row: &EvidenceRow| {
        row.digest
            .as_ref()
            .map(|digest| digest.chars().take(short).collect::<String>())
    };
    let times: TimestampMicrosecondArray = rows.iter().map(|_| Some(at)).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("evidence_id", text(&id)),
        ("digest", text(&|row| row.digest.clone())),
        ("file", text(&|row| Some(row.file.clone()))),
        ("reader", text(&|row| row.reader.clone())),
        ("bytes", count(&|row| row.bytes)),
        ("read", count(&|row| row.read)),
        ("stored", count(&|row| row.stored)),
        ("rejects", count(&|row| row.rejects)),
        ("status", text(&|row| Some(row.status.word().to_owned()))),
        ("reason", text(&|row| row.reason.clone())),
        (
            "tables",
            text(&|row| serde_json::to_string(&row.tables).ok()),
        ),
        ("ingested_at", Arc::new(times.with_timezone("UTC"))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, a)| (n, a, true)))
        .map_err(|error| error.to_string())
}

pub(crate) fn reject_batch(rejects: &[Reject], at: i64) -> Result<RecordBatch, String> {
    let text = |of: &dyn Fn(&Reject) -> String| -> ArrayRef {
        Arc::new(
            rejects
                .iter()
                .map(|reject| Some(of(reject)))
                .collect::<StringArray>(),
        )
    };
    let times: TimestampMicrosecondArray = rejects.iter().map(|_| Some(at)).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("evidence_id", text(&|reject| reject.evidence_id.clone())),
        ("place", text(&|reject| reject.place.to_string())),
        ("reason", text(&|reject| reject.reason.clone())),
        ("ingested_at", Arc::new(times.with_timezone("UTC"))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, a)| (n, a, true)))
        .map_err(|error| error.to_string())
}
