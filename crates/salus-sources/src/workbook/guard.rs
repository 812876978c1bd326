//! Bounds what may be read in one go, because what is read in one go may be held in memory.

use std::cell::Cell;
use std::io::{Error, Read, Result, Seek, SeekFrom};
use std::rc::Rc;

/// Bytes that may still be read; set anew whenever what was read so far has been dealt with.
pub(super) type Allowed = Rc<Cell<u64>>;

/// Refuses to read more than is allowed.
pub(super) struct Guard<R> {
    inner: R,
    allowed: Allowed,
}

impl<R> Guard<R> {
    pub(super) fn new(inner: R) -> (Self, Allowed) {
        let allowed = Allowed::default();
        let guard = Self {
            inner,
            allowed: Rc::clone(&allowed),
        };
        (guard, allowed)
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.inner.read(buffer)?;
        let Some(left) = self.allowed.get().checked_sub(read as u64) else {
            return Err(Error::other("one item is larger than the limit"));
        };
        self.allowed.set(left);
        Ok(read)
    }
}

impl<R: Seek> Seek for Guard<R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.inner.seek(to)
    }
}
