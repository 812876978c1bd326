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
    pub(crate) fn new() -> Self {
        Self {
            left: limits::ARCHIVE_BYTES,
        }
    }
}

/// Unpacks `from` to its end. `packed` is the size of the packed data (bytes).
pub(crate) fn unpack(
    from: &mut dyn Read,
    packed: u64,
    budget: &mut Budget,
) -> Result<Unpacked, String> {
    let mut spool = SpooledTempFile::new(MEMORY_BYTES);
    let mut hash = Digesting::default();
    let mut chunk = vec![0; CHUNK];
    let mut size = 0u64;
    let mut cut_short = None;
    loop {
        let read = match from.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) if size > 0 => {
                cut_short = Some("the packed data is damaged from here on".to_owned());
                break;
            }
            Err(error) => return Err(format!("cannot unpack: {error}")),
        };
        size += read as u64;
        let ratio_limit = packed.max(1).saturating_mul(limits::ARCHIVE_RATIO);
        if size > limits::ARCHIVE_RATIO_FREE_BYTES && size > ratio_limit {
            return Err(format!(
                "unpacks to more than {} times its size",
                limits::ARCHIVE_RATIO
            ));
        }
        if size > budget.left {
            return Err(format!(
                "unpacks to more than {} GiB",
                limits::ARCHIVE_BYTES >> 30
            ));
        }
        hash.update(&chunk[..read]);
        spool
            .write_all(&chunk[..read])
            .map_err(|error| format!("cannot unpack: {error}"))?;
    }
    budget.left -= size;
    spool
        .seek(SeekFrom::Start(0))
        .map_err(|error| format!("cannot unpack: {error}"))?;
    Ok(Unpacked {
        spool: BufReader::with_capacity(CHUNK, spool),
        size,
        digest: hash.finish(),
        cut_short,
    })
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
