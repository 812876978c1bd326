//! The bytes of one file or archive member, as a reader gets them.

use std::io::{BufRead, Read, Seek, SeekFrom};

use salus_record::{Clock, Place, ReadError, limits};

use crate::lines::wide_text;
use crate::{Kinds, Lines};

/// Anything that can be read from the start and sought in.
pub trait Input: BufRead + Seek {}
impl<T: BufRead + Seek> Input for T {}

/// Opens packed content within limits, for a reader that meets some inside its evidence; readers unpack nothing
/// themselves.
pub trait Unpack: Sync {
    /// Hands over each file in `bytes`, if they are packed. What cannot be unpacked is passed over: its packed form
    /// stands in the record it was met in.
    fn unpack(
        &self,
        bytes: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<(), ReadError>,
    ) -> Result<(), ReadError>;
}

/// Gives an opinion on a message while it is read; it becomes a record of the table `mail_opinion` beside the message's.
pub trait Judge: Send + Sync {
    /// Columns and values; none where it has no opinion.
    fn judge(&self, raw: &[u8]) -> Option<Vec<(&'static str, String)>>;
}

/// Leaves everything packed.
struct Closed;

impl Unpack for Closed {
    fn unpack(
        &self,
        _: &[u8],
        _: &mut dyn FnMut(&[u8]) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        Ok(())
    }
}

/// First bytes in which what holds for all rows stands.
const HEAD: u64 = 1 << 20;

/// One piece of evidence.
pub struct Evidence<'a> {
    input: &'a mut dyn Input,
    size: u64,
    clock: Clock,
    kinds: &'a Kinds,
    unpack: &'a dyn Unpack,
    judge: Option<&'a dyn Judge>,
}

impl<'a> Evidence<'a> {
    /// Evidence of `size` bytes; `input` stands at its start.
    pub fn new(input: &'a mut dyn Input, size: u64) -> Self {
        Self {
            input,
            size,
            clock: Clock::default(),
            kinds: Kinds::built_in(),
            unpack: &Closed,
            judge: None,
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

    /// The same, whose packed parts can be opened.
    #[must_use]
    pub fn with_unpack(self, unpack: &'a dyn Unpack) -> Self {
        Self { unpack, ..self }
    }

    /// What opens its packed parts.
    #[must_use]
    pub fn unpacker(&self) -> &'a dyn Unpack {
        self.unpack
    }

    /// The same, whose messages are judged.
    #[must_use]
    pub fn with_judge(self, judge: Option<&'a dyn Judge>) -> Self {
        Self { judge, ..self }
    }

    /// What judges its messages, if anything does.
    #[must_use]
    pub fn judge(&self) -> Option<&'a dyn Judge> {
        self.judge
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

    /// The first bytes, before the input goes on at `offset`.
    pub(crate) fn head(&mut self, offset: u64) -> Result<Vec<u8>, ReadError> {
        self.input.seek(SeekFrom::Start(0))?;
        let mut head = Vec::new();
        self.input.take(HEAD).read_to_end(&mut head)?;
        self.input.seek(SeekFrom::Start(offset))?;
        Ok(head)
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

    /// All bytes of a text that must be held whole; UTF-16 comes as UTF-8.
    pub fn document(&mut self) -> Result<Vec<u8>, ReadError> {
        let bytes = self.whole()?;
        Ok(wide_text(&bytes).map_or(bytes, String::into_bytes))
    }
}
