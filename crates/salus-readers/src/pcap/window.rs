//! A window over the evidence that slides forward: as many bytes at a time as one packet needs.

use std::io::Read;

use salus_record::{ReadError, limits};

use crate::Input;

/// Bytes asked for at a time.
const STEP: usize = 256 << 10;

pub(super) struct Window<'e> {
    input: &'e mut dyn Input,
    buffer: Vec<u8>,
    start: usize,
    /// Of `start` in the evidence.
    offset: u64,
    is_at_end: bool,
}

impl<'e> Window<'e> {
    pub(super) fn new(input: &'e mut dyn Input) -> Self {
        Self {
            input,
            buffer: Vec::with_capacity(2 * STEP),
            start: 0,
            offset: 0,
            is_at_end: false,
        }
    }

    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// What there is, at most `length` bytes; fewer only at the end of the evidence.
    pub(super) fn look(&mut self, length: usize) -> Result<&[u8], ReadError> {
        debug_assert!(length <= limits::CAPTURE_PACKET_BYTES + STEP);
        while self.buffer.len() - self.start < length && !self.is_at_end {
            self.buffer.drain(..self.start);
            self.start = 0;
            let step = STEP.max(length - self.buffer.len()) as u64;
            let taken = (&mut *self.input)
                .take(step)
                .read_to_end(&mut self.buffer)?;
            self.is_at_end = taken == 0;
        }
        let end = self.buffer.len().min(self.start + length);
        Ok(&self.buffer[self.start..end])
    }

    /// Goes on by so many bytes, which were looked at.
    pub(super) fn pass(&mut self, length: usize) {
        self.start = self.buffer.len().min(self.start + length);
        self.offset += length as u64;
    }

    /// The bytes that were passed last.
    pub(super) fn passed(&self, length: usize) -> &[u8] {
        &self.buffer[self.start.saturating_sub(length)..self.start]
    }
}
