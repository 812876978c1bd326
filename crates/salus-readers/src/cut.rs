//! Evidence that is cut into stretches, each read by itself on whatever thread is free.
//!
//! Reading stretch by stretch gives what [`crate::Reader::read`] gives. A stretch that ends in the middle of
//! something, or cannot be read, is [`Passed::Torn`]: nothing of it counts, and the rest of the evidence is
//! read from there on by [`Cut::rest`].

use std::io::{BufRead as _, Read as _};

use salus_record::{Clock, ReadError, Sink, Start};

use crate::{Evidence, Input, Kinds, Lines};

/// A stretch goes on for so long at most to find the end of what it ends in.
const LAST: u64 = 4 << 20;

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
    fn stretches(&self, known: Known<'_>) -> Box<dyn ReadStretch>;
    /// Reads all that is left, as the reader of the syntax does. The input stands at `start`.
    fn rest(
        &self,
        evidence: &mut Evidence<'_>,
        start: &Start,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError>;
}

/// What is known of evidence before its stretches are read.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// Its first bytes, at least as many as [`salus_record::limits::SNIFF_BYTES`] or all.
    pub head: &'k [u8],
    /// What reads its times.
    pub clock: Clock,
    /// The kinds of exports that are looked for.
    pub kinds: &'k Kinds,
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

impl StretchOf<'_> {
    /// What comes before it, as far as it can know.
    pub(crate) fn start(&self) -> Start {
        Start {
            offset: self.offset,
            ..Start::default()
        }
    }

    /// Whether it ends in the middle of a line.
    pub(crate) fn is_torn(&self) -> bool {
        !self.is_last && !self.bytes.ends_with(b"\n")
    }
}

/// Whether evidence that begins like this has a byte for each character of a line end.
pub(crate) fn has_plain_lines(head: &[u8]) -> bool {
    !head.starts_with(&[0xFF, 0xFE]) && !head.starts_with(&[0xFE, 0xFF])
}

/// Adds about so many bytes, and the rest of the line they end in.
pub(crate) fn to_line_end(
    input: &mut dyn Input,
    bytes: usize,
    to: &mut Vec<u8>,
) -> std::io::Result<()> {
    input.take(bytes as u64).read_to_end(to)?;
    if to.last().is_some_and(|last| *last != b'\n') {
        input.take(LAST).read_until(b'\n', to)?;
    }
    Ok(())
}

/// Whether what was added so far goes on in what stands ahead in the input.
pub(crate) type GoesOn<'g> = dyn FnMut(&mut dyn Input, &[u8]) -> std::io::Result<bool> + 'g;

/// Adds further lines while `goes_on`, which is asked before each, up to a limit; `false` if it was met.
pub(crate) fn while_it_goes_on(
    input: &mut dyn Input,
    to: &mut Vec<u8>,
    goes_on: &mut GoesOn<'_>,
) -> std::io::Result<bool> {
    let mut room = LAST;
    while goes_on(input, to)? {
        let taken = (&mut *input).take(room).read_until(b'\n', to)? as u64;
        room -= taken;
        if taken == 0 || room == 0 {
            return Ok(taken == 0);
        }
    }
    Ok(true)
}

/// Cuts evidence whose lines say nothing of one another; reads lines by this.
pub(crate) struct CutLines(pub(crate) ReadLines);

type ReadLines = fn(&mut Lines<'_>, Clock, &mut Sink<'_>) -> Result<(), ReadError>;

impl Cut for CutLines {
    fn fits(&self, head: &[u8]) -> bool {
        has_plain_lines(head)
    }

    fn next(
        &self,
        input: &mut dyn Input,
        _offset: u64,
        bytes: usize,
        to: &mut Vec<u8>,
    ) -> std::io::Result<()> {
        to_line_end(input, bytes, to)
    }

    fn stretches(&self, known: Known<'_>) -> Box<dyn ReadStretch> {
        Box::new(LineStretches(self.0, known.clock))
    }

    fn rest(
        &self,
        evidence: &mut Evidence<'_>,
        start: &Start,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let clock = *evidence.clock();
        self.0(&mut Lines::at(evidence.input(), start), clock, sink)
    }
}

struct LineStretches(ReadLines, Clock);

impl ReadStretch for LineStretches {
    fn read(&mut self, stretch: StretchOf<'_>, sink: &mut Sink<'_>) -> Result<Passed, ReadError> {
        if stretch.is_torn() {
            return Ok(Passed::Torn);
        }
        let mut bytes = std::io::Cursor::new(stretch.bytes);
        let mut lines = Lines::at(&mut bytes, &stretch.start());
        self.0(&mut lines, self.1, sink)?;
        Ok(Passed::Whole {
            lines: lines.number(),
            values: 0,
        })
    }
}

#[cfg(test)]
mod tests;
