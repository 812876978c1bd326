//! The one place that decompresses: into a bounded spool, with a digest, never past the limits.
#![expect(
    clippy::disallowed_methods,
    reason = "the capped helper that everything else must use"
)]

use std::io::{BufReader, Read, Seek, SeekFrom, Write};

use salus_record::{Digest, Digesting, limits};
use tempfile::SpooledTempFile;

/// Content of this size or less stays in memory (bytes).
const MEMORY_BYTES: usize = 8 << 20;
const CHUNK: usize = 128 << 10;

/// Unpacked content.
pub(crate) struct Unpacked {
    pub spool: BufReader<SpooledTempFile>,
    pub size: u64,
    pub digest: Digest,
    /// The packed data broke off; what came before is kept.
    pub cut_short: Option<String>,
}

/// Bytes an archive may still unpack to.
pub(crate) struct Budget {
    left: u64,
}

impl Budget {
    pub(crate) fn of(bytes: u64) -> Self {
        Self { left: bytes }
    }

    pub(crate) fn new() -> Self {
        Self {
            left: limits::ARCHIVE_BYTES,
        }
    }
}

/// What came out of packed data so far, held against the limits.
pub(crate) struct Allowance<'b> {
    budget: &'b mut Budget,
    packed: u64,
    size: u64,
}

impl<'b> Allowance<'b> {
    /// For what comes out of `packed` bytes.
    pub(crate) fn new(packed: u64, budget: &'b mut Budget) -> Self {
        Self {
            budget,
            packed,
            size: 0,
        }
    }

    /// So many bytes more came out.
    pub(crate) fn take(&mut self, bytes: u64) -> Result<(), String> {
        self.size += bytes;
        let ratio_limit = self.packed.max(1).saturating_mul(limits::ARCHIVE_RATIO);
        if self.size > limits::ARCHIVE_RATIO_FREE_BYTES && self.size > ratio_limit {
            return Err(format!(
                "unpacks to more than {} times its size",
                limits::ARCHIVE_RATIO
            ));
        }
        if bytes > self.budget.left {
            return Err(format!(
                "unpacks to more than {} GiB",
                limits::ARCHIVE_BYTES >> 30
            ));
        }
        self.budget.left -= bytes;
        Ok(())
    }
}

/// Content on its way into a spool.
pub(crate) struct Filling {
    spool: SpooledTempFile,
    hash: Digesting,
    size: u64,
}

impl Filling {
    pub(crate) fn new() -> Self {
        Self {
            spool: SpooledTempFile::new(MEMORY_BYTES),
            hash: Digesting::default(),
            size: 0,
        }
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        self.spool
            .write_all(bytes)
            .map_err(|error| format!("cannot unpack: {error}"))
    }

    pub(crate) fn finish(mut self, cut_short: Option<String>) -> Result<Unpacked, String> {
        self.spool
            .seek(SeekFrom::Start(0))
            .map_err(|error| format!("cannot unpack: {error}"))?;
        Ok(Unpacked {
            spool: BufReader::with_capacity(CHUNK, self.spool),
            size: self.size,
            digest: self.hash.finish(),
            cut_short,
        })
    }
}

/// Unpacks `from` to its end. `packed` is the size of the packed data (bytes).
pub(crate) fn unpack(
    from: &mut dyn Read,
    packed: u64,
    budget: &mut Budget,
) -> Result<Unpacked, String> {
    let mut filling = Filling::new();
    let mut allowance = Allowance::new(packed, budget);
    let cut_short = pour(from, &mut allowance, &mut |bytes| filling.write(bytes))?;
    filling.finish(cut_short)
}

/// Hands on what comes out of `from`, chunk by chunk; tells if the packed data breaks off.
pub(crate) fn pour(
    from: &mut dyn Read,
    allowance: &mut Allowance<'_>,
    to: &mut dyn FnMut(&[u8]) -> Result<(), String>,
) -> Result<Option<String>, String> {
    let mut chunk = vec![0; CHUNK];
    let mut has_begun = false;
    loop {
        let read = match from.read(&mut chunk) {
            Ok(0) => return Ok(None),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) if has_begun => {
                return Ok(Some("the packed data is damaged from here on".to_owned()));
            }
            Err(error) => return Err(format!("cannot unpack: {error}")),
        };
        has_begun = true;
        allowance.take(read as u64)?;
        to(&chunk[..read])?;
    }
}

/// Decompresses gzip, members joined.
pub(crate) fn gzip<'r>(from: impl Read + 'r) -> Box<dyn Read + 'r> {
    Box::new(flate2::read::MultiGzDecoder::new(from))
}

/// Decompresses Zstandard.
pub(crate) fn zstandard<'r>(from: impl Read + 'r) -> Result<Box<dyn Read + 'r>, String> {
    match zstd::stream::read::Decoder::new(from) {
        Ok(decoder) => Ok(Box::new(decoder)),
        Err(error) => Err(format!("cannot unpack: {error}")),
    }
}
