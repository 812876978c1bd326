//! A text file that grows, compressed or plain.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::format::gzip;

/// Text gathered before it is written; each gzip member holds so much.
const BLOCK: usize = 1 << 20;

/// Writes a file at once.
///
/// # Errors
///
/// As [`Stream::new`] and [`Stream::add`].
pub(crate) fn whole(folder: &Path, name: &str, text: &[u8], packed: bool) -> Result<(), String> {
    let mut file = Stream::new(folder, name, packed)?;
    file.add(text)?;
    file.finish()
}

/// A file that grows.
pub(crate) struct Stream {
    path: PathBuf,
    file: BufWriter<File>,
    block: Vec<u8>,
    packed: bool,
    written: u64,
}

impl Stream {
    /// Begins the file `folder/name`; a compressed one gets `.gz` behind its name.
    ///
    /// # Errors
    ///
    /// When the file cannot be made.
    pub(crate) fn new(folder: &Path, name: &str, packed: bool) -> Result<Self, String> {
        let mut path = folder.join(name);
        if packed {
            path.as_mut_os_string().push(".gz");
        }
        let failed = |error: std::io::Error| format!("cannot write `{}`: {error}", path.display());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let file = File::create(&path).map_err(failed)?;
        Ok(Self {
            file: BufWriter::new(file),
            block: Vec::new(),
            packed,
            written: 0,
            path,
        })
    }

    /// Adds text as it is.
    ///
    /// # Errors
    ///
    /// When the disk is full, or the file is gone.
    pub(crate) fn add(&mut self, text: &[u8]) -> Result<(), String> {
        self.block.extend_from_slice(text);
        self.written += text.len() as u64;
        if self.block.len() >= BLOCK {
            self.pass_on()?;
        }
        Ok(())
    }

    /// Bytes added, before they are compressed.
    pub(crate) fn len(&self) -> u64 {
        self.written
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// As [`Self::add`].
    pub(crate) fn finish(mut self) -> Result<(), String> {
        self.pass_on()?;
        self.file.flush().map_err(|error| self.failed(&error))
    }

    fn pass_on(&mut self) -> Result<(), String> {
        if self.block.is_empty() {
            return Ok(());
        }
        let outcome = if self.packed {
            self.file.write_all(&gzip::pack(&self.block))
        } else {
            self.file.write_all(&self.block)
        };
        self.block.clear();
        outcome.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &std::io::Error) -> String {
        format!("cannot write `{}`: {error}", self.path.display())
    }
}
