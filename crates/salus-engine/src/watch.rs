//! What a run tells about its progress, and a reader that tells it.

use std::io::{BufRead, Read, Result, Seek, SeekFrom};

use salus_sources::Watch;

/// Follows a run: a progress bar on a terminal, lines in a log, nothing in a test.
pub trait Progress: Watch {
    /// A stage begins: what it is called, and its size in bytes where it has one.
    fn stage(&self, name: &str, bytes: Option<u64>);
    /// A stage's current item: a file name.
    fn item(&self, name: &str);
}

impl Progress for () {
    fn stage(&self, _name: &str, _bytes: Option<u64>) {}
    fn item(&self, _name: &str) {}
}

/// A progress seen as a watch.
pub(crate) struct AsWatch<'p>(pub &'p dyn Progress);

impl Watch for AsWatch<'_> {
    fn read(&self, bytes: u64) {
        self.0.read(bytes);
    }
}

/// Tells how far a reader has come, by the furthest byte it has seen.
pub(crate) struct Watched<'w, R> {
    inner: R,
    watch: Option<&'w dyn Watch>,
    at: u64,
    furthest: u64,
}

impl<'w, R> Watched<'w, R> {
    pub(crate) fn new(inner: R, watch: Option<&'w dyn Watch>) -> Self {
        Self {
            inner,
            watch,
            at: 0,
            furthest: 0,
        }
    }

    fn moved_to(&mut self, at: u64) {
        self.at = at;
        if at > self.furthest {
            if let Some(watch) = self.watch {
                watch.read(at - self.furthest);
            }
            self.furthest = at;
        }
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.inner.read(buffer)?;
        self.moved_to(self.at + read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Watched<'_, R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        self.inner.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.moved_to(self.at + amount as u64);
    }
}

impl<R: Seek> Seek for Watched<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let at = self.inner.seek(to)?;
        self.at = at;
        Ok(at)
    }
}
