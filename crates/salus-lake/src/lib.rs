//! The lake: Delta tables in a folder, SQL over them, and a ledger that keeps each record exactly once.
//!
//! Writing goes through [`Writer`]: rows are staged as Parquet files nobody sees, and one
//! [commit](commit) makes a group of evidence, its rejects and its ledger rows visible together.
//! Reading goes through [`Session`]: a snapshot with record tables, fact views and functions.

mod commit;
mod conform;
mod delta;
mod encode;
mod error;
mod example;
mod facts;
mod functions;
mod given;
mod ledger;
mod output;
mod own_facts;
mod scan;
mod session;
mod staging;
mod writer;

pub use error::LakeError;
pub use example::Examples;
pub use ledger::{EvidenceRow, Status};
pub use output::Format;
pub use session::Session;
pub use writer::{Known, Writer};

use std::path::{Path, PathBuf};

pub use salus_record::envelope::OWN_TABLES;

/// A lake in a local folder.
pub struct Lake {
    root: PathBuf,
    runtime: tokio::runtime::Runtime,
}

/// What the format file of a lake says; a lake of another format is refused.
const FORMAT: &str = "salus-lake 1\n";

impl Lake {
    /// Opens the lake in `root`, or begins one there.
    pub fn open_or_create(root: &Path) -> Result<Self, LakeError> {
        let mark = root.join("format");
        if !mark.exists() {
            std::fs::create_dir_all(root.join("tables")).map_err(LakeError::io(root))?;
            std::fs::write(&mark, FORMAT).map_err(LakeError::io(&mark))?;
        }
        Self::open(root)
    }

    /// Opens the lake in `root`.
    pub fn open(root: &Path) -> Result<Self, LakeError> {
        let mark = root.join("format");
        match std::fs::read_to_string(&mark) {
            Ok(text) if text == FORMAT => {}
            Ok(_) => return Err(LakeError::OtherFormat(root.to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(LakeError::NoLake(root.to_owned()));
            }
            Err(error) => return Err(LakeError::io(&mark)(error)),
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(LakeError::io(root))?;
        Ok(Self {
            root: root.to_owned(),
            runtime,
        })
    }

    /// Its folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Names of all tables, sorted.
    pub fn tables(&self) -> Result<Vec<String>, LakeError> {
        let folder = self.root.join("tables");
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(LakeError::io(&folder))? {
            let entry = entry.map_err(LakeError::io(&folder))?;
            let has_log = entry.path().join("_delta_log").is_dir();
            if let (true, Some(name)) = (has_log, entry.file_name().to_str()) {
                names.push(name.to_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// Names of the record tables, sorted.
    pub fn record_tables(&self) -> Result<Vec<String>, LakeError> {
        let mut names = self.tables()?;
        names.retain(|name| !OWN_TABLES.contains(&name.as_str()));
        Ok(names)
    }

    pub(crate) fn table_folder(&self, table: &str) -> PathBuf {
        self.root.join("tables").join(table)
    }
}
