//! What can go wrong with a lake, as sentences.

use std::path::{Path, PathBuf};

/// The lake could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// A file or folder of the lake.
    #[error("cannot use `{path}`: {source}")]
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The folder holds no lake.
    #[error("`{0}` is not a lake; help: run `salus read PATH --lake {0}` first")]
    NoLake(PathBuf),
    /// Written by another version.
    #[error("the lake in `{0}` has another format; help: use the version of salus that wrote it")]
    OtherFormat(PathBuf),
    /// Another process writes.
    #[error("another salus is writing to the lake in `{0}`; help: wait until it is done")]
    Locked(PathBuf),
    /// The table format library refused.
    #[error("table `{table}`: {reason}")]
    Table {
        /// Which table.
        table: String,
        /// Why.
        reason: String,
    },
    /// The query cannot be run.
    #[error("{0}")]
    Query(String),
}

impl LakeError {
    pub(crate) fn io(path: &Path) -> impl Fn(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io {
            path: path.clone(),
            source,
        }
    }

    pub(crate) fn table(table: &str) -> impl Fn(String) -> Self + use<> {
        let table = table.to_owned();
        move |reason| Self::Table {
            table: table.clone(),
            reason,
        }
    }

    pub(crate) fn query(error: impl std::fmt::Display) -> Self {
        Self::Query(error.to_string())
    }
}
