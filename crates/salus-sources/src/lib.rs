//! Where bytes come from: folders and files, with zip, gzip, zstd, tar and spreadsheets opened on the way.
//!
//! Every file below the given paths is handed over exactly once, in name order: as evidence with
//! its digest, or as a failure with its reason. Nothing is passed over in silence.

mod archive;
mod compound;
mod count;
mod folder;
pub mod gate;
mod knowing;
mod mailbox;
mod opened;
mod scorm;
mod unpack;
mod workbook;
mod written;

pub use archive::Attachments;
pub use count::Watch;
pub use folder::{Walk, walk};
pub use knowing::Knowing;
pub use mailbox::{Fetched, Mailbox, Mark, Secret, Unreached};
pub use opened::Opened;

use std::io::{self, Seek as _, SeekFrom};
use std::sync::Arc;

use salus_readers::Input;
use salus_record::{Clock, Digest, Digesting};

/// One file or archive member, ready to be read.
pub struct Piece {
    /// Path as given; inside an archive `archive!member`.
    pub name: String,
    /// Bytes of the content.
    pub size: u64,
    /// SHA-256 of the content, where it is known already; see [`Piece::digest`].
    pub digest: Option<Digest>,
    /// The content, from its start.
    pub input: Box<dyn Input>,
    /// Why the content ends before its end, if it does.
    pub cut_short: Option<String>,
    /// It came out of an archive, whose bytes the watcher was told about.
    pub is_packed: bool,
    /// When it was last written, by its archive or else its file, microseconds of UTC; no record is newer.
    pub modified: Option<i64>,
    /// What its reader is told.
    pub knowing: Arc<Knowing>,
}

impl Piece {
    /// What reads its times that leave out the zone or the year.
    #[must_use]
    pub fn clock(&self) -> Clock {
        Clock::new(self.knowing.zone_of(&self.name), self.modified)
    }

    /// The digest of the content, which is read for it unless it is known. The input stands where it stood.
    pub fn digest(&mut self) -> io::Result<&Digest> {
        let digest = match self.digest.take() {
            Some(known) => known,
            None => {
                let at = self.input.stream_position()?;
                let digest = digest_of(&mut self.input)?;
                self.input.seek(SeekFrom::Start(at))?;
                digest
            }
        };
        Ok(self.digest.insert(digest))
    }
}

fn digest_of(input: &mut dyn Input) -> io::Result<Digest> {
    input.rewind()?;
    let mut digesting = Digesting::default();
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(digesting.finish());
        }
        digesting.update(chunk);
        let read = chunk.len();
        input.consume(read);
    }
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
