//! The bytes of the evidence as UTF-8, kept from a mark on, so that reading can go back to it.

use std::io::{self, BufRead, Read};

use salus_record::limits;

use crate::Input;

/// What is taken from the evidence at a time.
const CHUNK: usize = 64 << 10;
/// Going back may cost this many times the bytes read, so that no evidence makes it endless.
const REWIND_FACTOR: u64 = 4;

#[derive(Clone, Copy)]
enum Encoding {
    /// One byte after the other: UTF-8, and what a declaration calls ISO-8859-1.
    Bytes,
    Utf16(fn([u8; 2]) -> u16),
}

/// A source for the pull reader.
pub(super) struct Tape<'a> {
    input: &'a mut dyn Input,
    encoding: Encoding,
    /// Bytes of UTF-16 that are not whole yet.
    carried: Vec<u8>,
    kept: Vec<u8>,
    at: usize,
    mark: usize,
    /// Bytes that were kept before.
    passed: u64,
    rewound: u64,
    /// More than a record's bytes stand between the mark and here.
    pub(super) is_full: bool,
}

impl<'a> Tape<'a> {
    /// A tape at the start of the evidence; its byte-order mark is passed over.
    pub(super) fn new(input: &'a mut dyn Input) -> io::Result<Self> {
        let head = input.fill_buf()?;
        let (encoding, mark) = match head {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Bytes, 3),
            [0xFF, 0xFE, ..] => (Encoding::Utf16(u16::from_le_bytes), 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16(u16::from_be_bytes), 2),
            [b'<', 0, ..] => (Encoding::Utf16(u16::from_le_bytes), 0),
            [0, b'<', ..] => (Encoding::Utf16(u16::from_be_bytes), 0),
            _ => (Encoding::Bytes, 0),
        };
        input.consume(mark);
        Ok(Self {
            input,
            encoding,
            carried: Vec::new(),
            kept: Vec::new(),
            at: 0,
            mark: 0,
            passed: 0,
            rewound: 0,
            is_full: false,
        })
    }

    /// Here is where [`Tape::rewind`] goes back to.
    pub(super) fn mark(&mut self) {
        self.mark = self.at;
        self.is_full = false;
    }

    /// Goes back to behind the byte at the mark, unless that was done too often.
    pub(super) fn rewind(&mut self) {
        let back = (self.at - self.mark) as u64;
        let read = self.passed + self.kept.len() as u64;
        if back > 0 && self.rewound + back <= REWIND_FACTOR * read {
            self.rewound += back;
            self.at = self.mark + 1;
        }
        self.mark();
    }

    /// Goes back to the mark, a tag ago.
    pub(super) fn back(&mut self) {
        self.at = self.mark;
    }

    /// The next bytes without taking them: `wanted` of them, or fewer at the end.
    pub(super) fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.kept.len() - self.at < wanted && self.more()? {}
        let end = self.kept.len().min(self.at + wanted);
        Ok(&self.kept[self.at..end])
    }

    /// Keeps more bytes; `false` at the end of the evidence.
    fn more(&mut self) -> io::Result<bool> {
        self.kept.drain(..self.mark);
        self.passed += self.mark as u64;
        self.at -= self.mark;
        self.mark = 0;
        if self.kept.len() > limits::RECORD_BYTES {
            self.is_full = true;
            return Err(io::Error::other("an element is too large"));
        }
        let chunk = self.input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(false);
        }
        let taken = chunk.len().min(CHUNK);
        match self.encoding {
            Encoding::Bytes => self.kept.extend_from_slice(&chunk[..taken]),
            Encoding::Utf16(unit) => {
                self.carried.extend_from_slice(&chunk[..taken]);
                decode(&mut self.carried, unit, &mut self.kept);
            }
        }
        self.input.consume(taken);
        Ok(true)
    }
}

/// Moves whole letters of UTF-16 to UTF-8.
fn decode(carried: &mut Vec<u8>, unit: fn([u8; 2]) -> u16, kept: &mut Vec<u8>) {
    let pairs = carried.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut units: Vec<u16> = pairs.collect();
    if units
        .last()
        .is_some_and(|last| (0xD800..0xDC00).contains(last))
    {
        units.pop();
    }
    let taken = units.len() * 2;
    let mut room = [0; 4];
    for letter in char::decode_utf16(units) {
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        kept.extend_from_slice(letter.encode_utf8(&mut room).as_bytes());
    }
    carried.drain(..taken);
}

impl BufRead for Tape<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.kept.len() && self.more()? {}
        Ok(&self.kept[self.at..])
    }

    fn consume(&mut self, taken: usize) {
        self.at = self.kept.len().min(self.at + taken);
    }
}

impl Read for Tape<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let mut ahead = self.fill_buf()?;
        let taken = ahead.read(to)?;
        self.consume(taken);
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let mut input = Cursor::new(bytes);
        let mut tape = Tape::new(&mut input).expect("nothing fails in memory");
        let mut text = String::new();
        tape.read_to_string(&mut text).expect("it is UTF-8 now");
        assert_eq!(text, expected);
    }

    #[test]
    fn every_encoding_becomes_utf_8() {
        let text = "<a>ä€😀</a>";
        check(text.as_bytes(), text);
        check(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), text);
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&little, text);
        check(&[b"\xFF\xFE", little.as_slice()].concat(), text);
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&big, text);
        check(&[b"\xFE\xFF", big.as_slice()].concat(), text);
        check(&little[..little.len() - 1], "<a>ä€😀</a");
    }

    #[test]
    fn going_back_goes_behind_the_mark_and_not_for_ever() {
        let mut input = Cursor::new(b"abcdef");
        let mut tape = Tape::new(&mut input).expect("nothing fails in memory");
        tape.mark();
        assert_eq!(tape.peek(6).expect("bytes"), b"abcdef");
        tape.consume(6);
        tape.rewind();
        assert_eq!(tape.peek(9).expect("bytes"), b"bcdef");
        for _ in 0..9 {
            tape.mark();
            let ahead = tape.peek(9).expect("bytes").len();
            tape.consume(ahead);
            tape.rewind();
        }
        assert!(tape.rewound <= REWIND_FACTOR * 6);
    }
}
