//! Cuts evidence into segments at CR, LF and the marks of MLLP frames, in bounded memory.

use salus_record::{ReadError, limits};

use crate::Input;

/// Begins an MLLP frame.
pub(super) const FRAME_START: u8 = 0x0B;
/// Ends one.
const FRAME_END: u8 = 0x1C;

/// What comes next.
pub(super) enum Piece<'s> {
    Segment {
        offset: u64,
        bytes: &'s [u8],
    },
    /// A segment that was passed over because of its length.
    TooLong {
        offset: u64,
    },
    /// A frame begins or ends.
    Frame,
}

/// Reads segment by segment.
pub(super) struct Segments<'a> {
    input: &'a mut dyn Input,
    offset: u64,
    buffer: Vec<u8>,
}

impl<'a> Segments<'a> {
    pub(super) fn new(input: &'a mut dyn Input) -> Result<Self, ReadError> {
        let mark = b"\xEF\xBB\xBF";
        let has_mark = input.fill_buf()?.starts_with(mark);
        let offset = if has_mark { mark.len() } else { 0 };
        input.consume(offset);
        Ok(Self {
            input,
            offset: offset as u64,
            buffer: Vec::new(),
        })
    }

    /// The next piece; `None` at the end. Blank segments are passed over.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'_>>, ReadError> {
        loop {
            match self.input.fill_buf()?.first() {
                None => return Ok(None),
                Some(b'\r' | b'\n') => self.take(1),
                Some(&(FRAME_START | FRAME_END)) => {
                    self.take(1);
                    return Ok(Some(Piece::Frame));
                }
                Some(_) => {
                    let offset = self.offset;
                    let is_whole = self.fill()?;
                    if !is_whole {
                        return Ok(Some(Piece::TooLong { offset }));
                    }
                    if !self.buffer.trim_ascii().is_empty() {
                        break;
                    }
                }
            }
        }
        let blanks = self.buffer.len() - self.buffer.trim_ascii_start().len();
        let start = self.offset - self.buffer.len() as u64 + blanks as u64;
        Ok(Some(Piece::Segment {
            offset: start,
            bytes: &self.buffer[blanks..],
        }))
    }

    /// Takes all up to the next end of a segment; `false` where that was too much to keep.
    fn fill(&mut self) -> Result<bool, ReadError> {
        self.buffer.clear();
        let mut is_whole = true;
        loop {
            let chunk = self.input.fill_buf()?;
            let end = chunk.iter().position(is_end);
            let part = &chunk[..end.unwrap_or(chunk.len())];
            is_whole &= self.buffer.len() + part.len() <= limits::LINE_BYTES;
            if is_whole {
                self.buffer.extend_from_slice(part);
            }
            let (length, is_last) = (part.len(), end.is_some() || part.is_empty());
            self.take(length);
            if is_last {
                return Ok(is_whole);
            }
        }
    }

    fn take(&mut self, bytes: usize) {
        self.input.consume(bytes);
        self.offset += bytes as u64;
    }
}

fn is_end(byte: &u8) -> bool {
    matches!(byte, b'\r' | b'\n' | &FRAME_START | &FRAME_END)
}

/// The segments of a head that is held in memory.
pub(super) fn all(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = head.split(is_end).map(<[u8]>::trim_ascii_start);
    lines.filter(|line| !line.is_empty())
}

/// The first one.
pub(super) fn first(head: &[u8]) -> Option<&[u8]> {
    all(head).next()
}
