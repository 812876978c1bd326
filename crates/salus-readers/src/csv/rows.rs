//! Rows of delimited text within limits, with line breaks inside quotes.

use std::collections::VecDeque;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use salus_record::{Place, ReadError, Sink, limits};

use crate::Lines;

/// Columns of one row.
const CELLS: usize = 10_000;
/// Lines one quoted cell may go over; a stray quote costs no more than the line it stands on.
const QUOTED_LINES: usize = 1_000;

/// Reads row after row.
pub(crate) struct Rows<'a> {
    lines: Lines<'a>,
    /// Lines read ahead.
    ahead: VecDeque<(Place, String)>,
    row: Row,
    /// A quote was looked for beyond the last line.
    is_open: bool,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(lines: Lines<'a>, ahead: VecDeque<(Place, String)>, delimiter: u8) -> Self {
        Self {
            lines,
            ahead,
            row: Row::new(delimiter),
            is_open: false,
        }
    }

    /// Reads the next row and tells the line it begins on; `None` at the end.
    pub(crate) fn next(&mut self, sink: &mut Sink<'_>) -> Result<Option<Place>, ReadError> {
        loop {
            let (place, fed) = match self.ahead.pop_front() {
                Some((place, line)) => (place, self.row.begin(&line)),
                None => match self.lines.next(sink)? {
                    Some(line) => (line.place, self.row.begin(&line.text)),
                    None => return Ok(None),
                },
            };
            let reason = match fed {
                Fed::Row => return Ok(Some(place)),
                Fed::TooLarge => "a row larger than the limit",
                Fed::OpenQuote if self.close_quote(sink)? => return Ok(Some(place)),
                Fed::OpenQuote => "a quote that is not closed",
            };
            sink.reject(place, reason)?;
        }
    }

    /// How many cells the row has that was read last.
    pub(crate) fn len(&self) -> usize {
        self.row.spans.len()
    }

    /// A cell of it; empty where there is none.
    pub(crate) fn cell(&self, at: usize) -> &str {
        let span = self.row.spans.get(at).copied();
        let (start, end) = span.unwrap_or_default();
        let text = self.row.text.get(start..end).unwrap_or_default();
        let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        match text.as_bytes() {
            bytes if is_plain(bytes.first()) && is_plain(bytes.last()) => text,
            _ => text.trim(),
        }
    }

    /// The cells of it.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.cell(at))
    }

    /// Whether what was read might have been read otherwise if there were more lines.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// How many lines there were so far.
    pub(crate) fn lines(&self) -> u64 {
        self.lines.number()
    }

    fn next_line(&mut self, sink: &mut Sink<'_>) -> Result<Option<(Place, String)>, ReadError> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        let line = self.lines.next(sink)?;
        Ok(line.map(|line| (line.place, line.text.into_owned())))
    }

    /// Reads on to the end of a quoted cell. If there is none, the lines are kept for themselves.
    fn close_quote(&mut self, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
        let mut taken = Vec::new();
        while taken.len() < QUOTED_LINES {
            let Some((place, line)) = self.next_line(sink)? else {
                self.is_open = true;
                break;
            };
            let fed = self.row.feed(&line);
            if matches!(fed, Fed::Row) {
                return Ok(true);
            }
            taken.push((place, line));
            if matches!(fed, Fed::TooLarge) || self.row.used.0 > limits::LINE_BYTES {
                break;
            }
        }
        for line in taken.into_iter().rev() {
            self.ahead.push_front(line);
        }
        Ok(false)
    }
}

/// One row: its text, and where its cells stand in it.
struct Row {
    delimiter: u8,
    text: String,
    spans: Vec<(usize, usize)>,
    /// For rows with quotes.
    parser: Reader,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Bytes and cells so far.
    used: (usize, usize),
}

enum Fed {
    Row,
    OpenQuote,
    TooLarge,
}

impl Row {
    fn new(delimiter: u8) -> Self {
        let terminator = Terminator::Any(b'\n');
        Self {
            delimiter,
            text: String::new(),
            spans: Vec::new(),
            parser: ReaderBuilder::new()
                .delimiter(delimiter)
                .terminator(terminator)
                .build(),
            bytes: vec![0; 4096],
            ends: vec![0; 64],
            used: (0, 0),
        }
    }

    /// Takes the first line of a row, which is nearly always all of it.
    fn begin(&mut self, line: &str) -> Fed {
        if self.is_plain(line) {
            return Fed::Row;
        }
        self.parser.reset();
        self.used = (0, 0);
        self.feed(line)
    }

    /// Takes a line without quotes, in which a delimiter can be nothing else.
    fn is_plain(&mut self, line: &str) -> bool {
        self.spans.clear();
        let bytes = line.as_bytes();
        let mut start = 0;
        for at in memchr::memchr2_iter(self.delimiter, b'"', bytes) {
            if bytes[at] == b'"' || self.spans.len() >= CELLS {
                return false;
            }
            self.spans.push((start, at));
            start = at + 1;
        }
        self.spans.push((start, line.len()));
        self.text.clear();
        self.text.push_str(line);
        true
    }

    fn feed(&mut self, line: &str) -> Fed {
        for input in [line.as_bytes(), b"\n"] {
            match self.feed_bytes(input) {
                Some(Fed::Row) => {
                    self.keep();
                    return Fed::Row;
                }
                Some(Fed::OpenQuote) | None => {}
                Some(Fed::TooLarge) => return Fed::TooLarge,
            }
        }
        Fed::OpenQuote
    }

    /// Keeps the row that the parser has read.
    fn keep(&mut self) {
        let (bytes, cells) = self.used;
        self.text.clear();
        let text = std::str::from_utf8(&self.bytes[..bytes]);
        self.text.push_str(text.unwrap_or_default());
        let ends = || self.ends.iter().copied();
        let starts = std::iter::once(0).chain(ends());
        self.spans.clear();
        self.spans.extend(starts.zip(ends()).take(cells));
    }

    fn feed_bytes(&mut self, mut input: &[u8]) -> Option<Fed> {
        while !input.is_empty() {
            let (bytes, cells) = self.used;
            let (result, read, written, ended) =
                self.parser
                    .read_record(input, &mut self.bytes[bytes..], &mut self.ends[cells..]);
            // Each cell's end is counted from the start of the row already.
            self.used = (bytes + written, cells + ended);
            input = input.get(read..).unwrap_or_default();
            match result {
                ReadRecordResult::Record => return Some(Fed::Row),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
                ReadRecordResult::OutputFull if self.bytes.len() >= limits::RECORD_BYTES => {
                    return Some(Fed::TooLarge);
                }
                ReadRecordResult::OutputFull => self.bytes.resize(self.bytes.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= CELLS => {
                    return Some(Fed::TooLarge);
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
        }
        None
    }
}
