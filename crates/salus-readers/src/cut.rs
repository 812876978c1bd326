//! Evidence that is cut into stretches, each read by itself on whatever thread is free.
//!
//! Reading stretch by stretch gives what [`crate::Reader::read`] gives. A stretch that ends in the middle of
//! something, or cannot be read, is [`Passed::Torn`]: nothing of it counts, and the rest of the evidence is
//! read from there on by [`Cut::rest`].

use salus_record::{ReadError, Sink, Start};

use crate::{Evidence, Input};

/// How evidence in one syntax is cut.
pub trait Cut: Sync {
    /// Whether evidence that begins like this can be cut.
    fn fits(&self, head: &[u8]) -> bool;
    /// Adds the next stretch of an input that stands at `offset`, of about so many bytes, to `to`; nothing at
    /// the end.
    fn next(
        &self,
        input: &mut dyn Input,
        offset: u64,
        bytes: usize,
        to: &mut Vec<u8>,
    ) -> std::io::Result<()>;
    /// Somebody who reads stretches of one piece of evidence.
    fn stretches(&self) -> Box<dyn ReadStretch>;
    /// Reads all that is left, as the reader of the syntax does. The input stands at `start`.
    fn rest(
        &self,
        evidence: &mut Evidence<'_>,
        start: &Start,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError>;
}

/// A stretch of evidence.
#[derive(Debug, Clone, Copy)]
pub struct StretchOf<'b> {
    /// Its bytes.
    pub bytes: &'b [u8],
    /// Where it begins.
    pub offset: u64,
    /// Nothing comes after it.
    pub is_last: bool,
}

/// Reads stretches, in any order, and may keep from one to the next what makes it quicker.
pub trait ReadStretch {
    /// Reads one stretch.
    fn read(&mut self, stretch: StretchOf<'_>, sink: &mut Sink<'_>) -> Result<Passed, ReadError>;
}

/// What a stretch turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// It ends where something ends.
    Whole {
        /// How many lines it has.
        lines: u64,
        /// How many values, as [`salus_record::Place::Record`] counts them.
        values: u64,
    },
    /// It does not, and has to be read together with what comes after it.
    Torn,
}
