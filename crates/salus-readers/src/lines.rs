//! Text lines within limits: byte-order marks, UTF-16 and over-long lines are dealt with here.

use std::borrow::Cow;
use std::io::ErrorKind;

use salus_record::{Place, ReadError, Sink, Start, limits};

use crate::Input;

/// One line without its line end.
#[derive(Debug, PartialEq, Eq)]
pub struct Line<'l> {
    /// Its number.
    pub place: Place,
    /// Its text.
    pub text: Cow<'l, str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Unknown,
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// Reads line by line; a line that is too long or not text becomes a reject by itself.
pub struct Lines<'a> {
    input: &'a mut dyn Input,
    buffer: Vec<u8>,
    number: u64,
    encoding: Encoding,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(input: &'a mut dyn Input) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            number: 0,
            encoding: Encoding::Unknown,
        }
    }

    /// Lines of evidence of which so much was read before.
    pub(crate) fn at(input: &'a mut dyn Input, start: &Start) -> Self {
        let encoding = match start.offset {
            0 => Encoding::Unknown,
            _ => Encoding::Utf8,
        };
        Self {
            number: start.lines,
            encoding,
            ..Self::new(input)
        }
    }

    /// How many lines there were so far.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next line that can be read as text; `None` at the end.
    ///
    /// Blank lines are passed over. Lines over [`limits::LINE_BYTES`], and lines with a NUL byte,
    /// are rejected to `sink`. Bytes that are not UTF-8 are taken as Windows-1252, which never
    /// fails: text is kept, at worst with a wrong accent.
    pub fn next(&mut self, sink: &mut Sink<'_>) -> Result<Option<Line<'_>>, ReadError> {
        loop {
            if self.encoding == Encoding::Unknown {
                self.encoding = self.detect()?;
            }
            self.buffer.clear();
            let is_whole = self.fill()?;
            if self.buffer.is_empty() && is_whole == Filled::End {
                return Ok(None);
            }
            self.number += 1;
            let place = Place::Line(self.number);
            if is_whole == Filled::TooLong {
                sink.reject(
                    place,
                    format!("line longer than {} MiB", limits::LINE_BYTES >> 20),
                )?;
                continue;
            }
            if self.encoding == Encoding::Utf8 && memchr::memchr(0, &self.buffer).is_some() {
                sink.reject(place, "not text: the line holds zero bytes")?;
                continue;
            }
            if self
                .buffer
                .iter()
                .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
            {
                continue;
            }
            break;
        }
        Ok(Some(Line {
            place: Place::Line(self.number),
            text: self.decode(),
        }))
    }

    fn detect(&mut self) -> Result<Encoding, ReadError> {
        let head = self.input.fill_buf()?;
        let (encoding, mark) = match head {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
            [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
            _ => (Encoding::Utf8, 0),
        };
        self.input.consume(mark);
        Ok(encoding)
    }

    fn fill(&mut self) -> Result<Filled, ReadError> {
        loop {
            let room = limits::LINE_BYTES.saturating_sub(self.buffer.len());
            if self.take(room.max(1))? == 0 {
                return Ok(Filled::End);
            }
            if self.buffer.len() >= limits::LINE_BYTES && self.buffer.last() != Some(&b'\n') {
                self.skip_line()?;
                return Ok(Filled::TooLong);
            }
            if self.ends_here()? {
                return Ok(Filled::Line);
            }
        }
    }

    /// Takes bytes up to the next line end, but no more than `room`, and tells how many it took.
    fn take(&mut self, room: usize) -> Result<usize, ReadError> {
        let mut taken = 0;
        while taken < room {
            let chunk = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            };
            let chunk = &chunk[..chunk.len().min(room - taken)];
            let end = memchr::memchr(b'\n', chunk).map(|at| at + 1);
            let count = end.unwrap_or(chunk.len());
            self.buffer.extend_from_slice(&chunk[..count]);
            self.input.consume(count);
            taken += count;
            if end.is_some() || count == 0 {
                break;
            }
        }
        Ok(taken)
    }

    /// In UTF-16 the byte 0x0A is a line end only as half of U+000A.
    fn ends_here(&mut self) -> Result<bool, ReadError> {
        let length = self.buffer.len();
        match self.encoding {
            Encoding::Utf16Le => {
                if self.buffer.last() != Some(&b'\n') {
                    return Ok(true); // the end of the evidence
                }
                let is_low_half = length % 2 == 1;
                let mut high = [0u8; 1];
                if is_low_half && self.input.read(&mut high)? == 1 {
                    self.buffer.push(high[0]);
                    return Ok(high[0] == 0);
                }
                Ok(false)
            }
            Encoding::Utf16Be => Ok(self.buffer.last() != Some(&b'\n')
                || (length.is_multiple_of(2) && self.buffer.get(length - 2) == Some(&0))),
            Encoding::Utf8 | Encoding::Unknown => Ok(true),
        }
    }

    fn skip_line(&mut self) -> Result<(), ReadError> {
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(());
            }
            match chunk.iter().position(|byte| *byte == b'\n') {
                Some(at) => {
                    self.input.consume(at + 1);
                    return Ok(());
                }
                None => {
                    let all = chunk.len();
                    self.input.consume(all);
                }
            }
        }
    }

    fn decode(&self) -> Cow<'_, str> {
        let text = match self.encoding {
            Encoding::Utf16Le => Cow::Owned(utf16(&self.buffer, u16::from_le_bytes)),
            Encoding::Utf16Be => Cow::Owned(utf16(&self.buffer, u16::from_be_bytes)),
            Encoding::Utf8 | Encoding::Unknown => text_of(&self.buffer),
        };
        match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_end_matches(['\r', '\n'])),
            Cow::Owned(text) => Cow::Owned(text.trim_end_matches(['\r', '\n']).to_owned()),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filled {
    Line,
    TooLong,
    End,
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// The text of bytes that begin with a mark of UTF-16; `None` for others.
pub(crate) fn wide_text(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => Some(utf16(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Some(utf16(rest, u16::from_be_bytes)),
        _ => None,
    }
}

/// UTF-8 if it is, else Windows-1252.
pub(crate) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
    }
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}
