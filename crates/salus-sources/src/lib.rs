//! Where bytes come from: folders and files, with zip, gzip, zstd and tar opened on the way.
//!
//! Every file below the given paths is handed over exactly once, in name order: as evidence with
//! its digest, or as a failure with its reason. Nothing is passed over in silence.

mod archive;
mod count;
mod folder;
mod unpack;

pub use count::Watch;
pub use folder::{Walk, walk};

use salus_readers::Input;
use salus_record::Digest;

/// One file or archive member, ready to be read.
pub struct Piece {
    /// Path as given; inside an archive `archive!member`.
    pub name: String,
    /// Bytes of the content.
    pub size: u64,
    /// SHA-256 of the content.
    pub digest: Digest,
    /// The content, from its start.
    pub input: Box<dyn Input>,
    /// Why the content ends before its end, if it does.
    pub cut_short: Option<String>,
    /// It came out of an archive, whose bytes the watcher was told about.
    pub is_packed: bool,
}

/// What was found at a path.
pub enum Found {
    /// Evidence.
    Piece(Piece),
    /// Something that could not be opened.
    Failed {
        /// Its path.
        name: String,
        /// Its size, where known.
        size: u64,
        /// Why.
        reason: String,
    },
}
