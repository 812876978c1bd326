//! Takes messages one by one from a file that is a single message or an mbox.
//!
//! A message begins at a `From ` line behind a blank one, if a header follows; where the program that wrote
//! the mbox left out the blank line, the header must be one that mail has. How many bytes a message claims
//! to have (`Content-Length`) is not believed: whoever wrote the message could hide the next one with it.

use std::io::{BufRead, Read};

use salus_record::{ReadError, limits};

use super::head;
use crate::Input;

/// What stood between two separators.
pub(super) enum Taken {
    /// The bytes of a message, its mbox separator and quoting removed.
    Message(Vec<u8>),
    /// A message over the limit; it was read past.
    TooLarge,
}

/// Bytes of a line looked at together; a longer line comes in pieces.
const PIECE: u64 = 64 << 10;

/// Walks the messages of one input.
pub(super) struct Messages<'a> {
    input: &'a mut dyn Input,
    buffer: Vec<u8>,
    piece: Vec<u8>,
    /// The piece behind it, where it was looked at already.
    ahead: Option<Vec<u8>>,
    is_mbox: bool,
    /// How long the message is by the first line of a file of Apple Mail (`.emlx`); a list of properties follows it.
    length: Option<usize>,
    has_begun: bool,
    is_line_start: bool,
    is_after_blank: bool,
}

impl<'a> Messages<'a> {
    pub(super) fn new(input: &'a mut dyn Input) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            piece: Vec::new(),
            ahead: None,
            is_mbox: false,
            length: None,
            has_begun: false,
            is_line_start: true,
            is_after_blank: true,
        }
    }

    /// Gives a message's buffer back, so that the next one needs no new memory.
    pub(super) fn reuse(&mut self, mut raw: Vec<u8>) {
        raw.clear();
        self.buffer = raw;
    }

    /// The next message; stretches of blank lines are none.
    pub(super) fn next(&mut self) -> Result<Option<Taken>, ReadError> {
        let mut is_too_large = false;
        loop {
            let is_end = !self.read_piece()?;
            if is_end || self.is_separator()? {
                if let Some(taken) = self.take(is_too_large) {
                    return Ok(Some(taken));
                }
                if is_end {
                    return Ok(None);
                }
                continue;
            }
            if self.buffer.len() + self.piece.len() > limits::RECORD_BYTES {
                is_too_large = true;
                self.buffer.clear();
            }
            if !is_too_large {
                self.keep_piece();
            }
        }
    }

    fn read_piece(&mut self) -> Result<bool, ReadError> {
        self.is_after_blank =
            self.is_line_start && matches!(&self.piece[..], b"\n" | b"\r\n" | b"");
        self.is_line_start = self.piece.is_empty() || self.piece.ends_with(b"\n");
        match self.ahead.take() {
            Some(piece) => self.piece = piece,
            None => read_line(self.input, &mut self.piece)?,
        }
        if !self.has_begun && !self.piece.is_empty() {
            self.has_begun = true;
            if self.piece.starts_with(b"\xEF\xBB\xBF") {
                self.piece.drain(..3);
            }
            self.is_mbox = self.piece.starts_with(b"From ");
            self.is_after_blank = true;
            self.length = head::length(&self.piece);
            if self.length.is_some() {
                read_line(self.input, &mut self.piece)?;
            }
        }
        Ok(!self.piece.is_empty())
    }

    fn is_separator(&mut self) -> Result<bool, ReadError> {
        if !self.is_mbox || !self.is_line_start || !is_from_line(&self.piece) {
            return Ok(false);
        }
        let mut next = Vec::new();
        read_line(self.input, &mut next)?;
        let is_separator = match header_name(&next) {
            Some(name) => self.is_after_blank || head::is_known(name),
            None => {
                let is_old = next.starts_with(b">From ") || next.trim_ascii().is_empty();
                self.is_after_blank && is_old
            }
        };
        self.ahead = Some(next);
        Ok(is_separator)
    }

    fn keep_piece(&mut self) {
        let mut unquoted = &self.piece[..];
        while let [b'>', rest @ ..] = unquoted {
            unquoted = rest;
        }
        let is_quoted = self.is_mbox
            && self.is_line_start
            && self.piece.starts_with(b">")
            && unquoted.starts_with(b"From ");
        self.buffer
            .extend_from_slice(&self.piece[usize::from(is_quoted)..]);
    }

    fn take(&mut self, is_too_large: bool) -> Option<Taken> {
        if is_too_large {
            return Some(Taken::TooLarge);
        }
        if let Some(length) = self.length
            && let Some(rest) = self.buffer.get(length..)
            && rest.starts_with(b"<?xml")
        {
            self.buffer.truncate(length);
        }
        if self.buffer.trim_ascii().is_empty() {
            self.buffer.clear();
            return None;
        }
        Some(Taken::Message(std::mem::take(&mut self.buffer)))
    }
}

fn read_line(input: &mut dyn Input, line: &mut Vec<u8>) -> Result<(), ReadError> {
    line.clear();
    input.take(PIECE).read_until(b'\n', line)?;
    Ok(())
}

/// The name, if the line is a header.
fn header_name(line: &[u8]) -> Option<&[u8]> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = line[..colon].trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then_some(name)
}

/// `From <sender> <date>`: a sentence that begins with "From " has no time of day in it.
fn is_from_line(line: &[u8]) -> bool {
    let is_time = |four: &[u8]| matches!(four, [b':', minute @ ..] if minute[0].is_ascii_digit() && minute[1].is_ascii_digit());
    line.starts_with(b"From ") && line.windows(3).any(is_time)
}
