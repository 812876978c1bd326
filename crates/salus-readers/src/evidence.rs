//! The bytes of one file or archive member, as a reader gets them.

use std::io::{BufRead, Read, Seek, SeekFrom};

use salus_record::{Clock, Place, ReadError, limits};

use crate::{Kinds, Lines};

/// Anything that can be read from the start and sought in.
pub trait Input: BufRead + Seek {}
impl<T: BufRead + Seek> Input for T {}

/// One piece of evidence.
pub struct Evidence<'a> {
    input: &'a mut dyn Input,
    size: u64,
    clock: Clock,
    kinds: &'a Kinds,
}

impl<'a> Evidence<'a> {
    /// Evidence of `size` bytes; `input` stands at its start.
    pub fn new(input: &'a mut dyn Input, size: u64) -> Self {
        Self {
            input,
            size,
            clock: Clock::default(),
            kinds: Kinds::built_in(),
        }
    }

    /// With what is known of its times.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// What reads its times that leave out the zone or the year.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The same, in which these kinds of exports are looked for.
    #[must_use]
    pub fn with_kinds(self, kinds: &'a Kinds) -> Self {
        Self { kinds, ..self }
    }

    /// The kinds of exports that are looked for.
    #[must_use]
    pub fn kinds(&self) -> &'a Kinds {
        self.kinds
    }

    /// Its size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The raw bytes, to be read with a bounded buffer.
    pub fn input(&mut self) -> &mut dyn Input {
        self.input
    }

    /// The text lines, decoded and within limits.
    pub fn lines(&mut self) -> Lines<'_> {
        Lines::new(self.input)
    }

    /// All bytes, for documents that must be held whole.
    pub fn whole(&mut self) -> Result<Vec<u8>, ReadError> {
        if self.size > limits::DOCUMENT_BYTES {
            return Err(ReadError::malformed(
                Place::Whole,
                format!("larger than {} MiB", limits::DOCUMENT_BYTES >> 20),
            ));
        }
        self.input.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::new();
        self.input
            .take(limits::DOCUMENT_BYTES)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
