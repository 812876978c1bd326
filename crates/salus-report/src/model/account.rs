//! The account of evidence: what was read, what was kept, and what could not be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What was read. Records read = stored + duplicates + rejects, for each file and in all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// One line per piece of evidence.
    pub files: Vec<FileAccount>,
    /// Some of the records that could not be read.
    pub rejects: Vec<RejectSample>,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileAccount {
    /// Its name inside what was given.
    pub file: String,
    /// The reader that read it; none when nobody recognised it.
    pub reader: Option<String>,
    /// Its size.
    pub bytes: u64,
    /// Records read.
    pub read: u64,
    /// Records stored.
    pub stored: u64,
    /// Records the lake already had.
    pub duplicates: u64,
    /// Records that could not be read.
    pub rejects: u64,
    /// Records per table.
    pub tables: BTreeMap<String, u64>,
    /// How it went.
    pub status: FileStatus,
    /// Why, when it did not go well.
    pub reason: Option<String>,
}

/// How reading one file went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileStatus {
    /// Read to its end.
    Ok,
    /// Some of it could not be read.
    Partial,
    /// Nobody recognised it.
    Unrecognised,
    /// It could not be read.
    Failed,
}

impl FileStatus {
    /// The words a reader sees.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Ok => "read",
            Self::Partial => "partly read",
            Self::Unrecognised => "not recognised",
            Self::Failed => "failed",
        }
    }
}

/// A record that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectSample {
    /// The file.
    pub file: String,
    /// Where in it.
    pub place: String,
    /// Why. Never the record's content.
    pub reason: String,
}

/// The sums of an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Files given.
    pub files: u64,
    /// Files read to their end.
    pub files_ok: u64,
    /// Bytes.
    pub bytes: u64,
    /// Records read.
    pub read: u64,
    /// Records stored.
    pub stored: u64,
    /// Records the lake already had.
    pub duplicates: u64,
    /// Records that could not be read.
    pub rejects: u64,
    /// Whether read = stored + duplicates + rejects, for every file.
    pub balanced: bool,
}

impl Account {
    /// The sums, and whether they balance.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals {
            balanced: true,
            ..Totals::default()
        };
        for file in &self.files {
            totals.files += 1;
            totals.files_ok += u64::from(file.status == FileStatus::Ok);
            totals.bytes = totals.bytes.saturating_add(file.bytes);
            totals.read = totals.read.saturating_add(file.read);
            totals.stored = totals.stored.saturating_add(file.stored);
            totals.duplicates = totals.duplicates.saturating_add(file.duplicates);
            totals.rejects = totals.rejects.saturating_add(file.rejects);
            let kept = file
                .stored
                .saturating_add(file.duplicates)
                .saturating_add(file.rejects);
            totals.balanced &= file.read == kept;
        }
        totals
    }
}

/// Which rules and detectors looked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Sigma rules loaded.
    pub sigma_loaded: u64,
    /// Detectors loaded.
    pub detectors_loaded: u64,
    /// Measures loaded.
    pub measures_loaded: u64,
    /// Rules that could not be loaded.
    pub not_loaded: Vec<RuleNotLoaded>,
}

/// A rule that could not be loaded: nothing it would find is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleNotLoaded {
    /// Its id or title.
    pub id: String,
    /// Its file.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// One log that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSource {
    /// The record table.
    pub table: String,
    /// Records in it.
    pub records: u64,
    /// The first time in it.
    pub first: Option<String>,
    /// The last time in it.
    pub last: Option<String>,
    /// Days on which it has data.
    pub days_with_data: Option<u64>,
    /// What is odd about it, such as `silent since 2 March 2026`.
    pub note: Option<String>,
}

/// Something to know before relying on a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caveat {
    /// What it is about.
    pub title: String,
    /// What to know.
    pub text: String,
}
