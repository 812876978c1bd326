//! Tells a watcher how far reading has come.

use std::io::{Read, Result, Seek, SeekFrom};

/// Is told about bytes as they are read from disk.
pub trait Watch {
    /// `bytes` more were read.
    fn read(&self, bytes: u64);
}

impl Watch for () {
    fn read(&self, _bytes: u64) {}
}

/// A reader that reports what passes.
pub(crate) struct Counted<'w, R> {
    inner: R,
    watch: &'w dyn Watch,
}

impl<'w, R> Counted<'w, R> {
    pub(crate) fn new(inner: R, watch: &'w dyn Watch) -> Self {
        Self { inner, watch }
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.inner.read(buffer)?;
        self.watch.read(read as u64);
        Ok(read)
    }
}

impl<R: Seek> Seek for Counted<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.inner.seek(to)
    }
}
