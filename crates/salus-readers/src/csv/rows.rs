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
    parser: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Bytes and cells of the row that was read last.
    used: (usize, usize),
}

enum Fed {
    Row,
    OpenQuote,
    TooLarge,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(lines: Lines<'a>, ahead: VecDeque<(Place, String)>, delimiter: u8) -> Self {
        let terminator = Terminator::Any(b'\n');
        Self {
            lines,
            ahead,
            parser: ReaderBuilder::new()
                .delimiter(delimiter)
                .terminator(terminator)
                .build(),
            text: vec![0; 4096],
            ends: vec![0; 64],
            used: (0, 0),
        }
    }

    /// Reads the next row and tells the line it begins on; `None` at the end.
    pub(crate) fn next(&mut self, sink: &mut Sink<'_>) -> Result<Option<Place>, ReadError> {
        while let Some((place, line)) = self.next_line(sink)? {
            self.parser.reset();
            self.used = (0, 0);
            let reason = match self.feed(&line) {
                Fed::Row => return Ok(Some(place)),
                Fed::TooLarge => "a row larger than the limit",
                Fed::OpenQuote if self.close_quote(sink)? => return Ok(Some(place)),
                Fed::OpenQuote => "a quote that is not closed",
            };
            sink.reject(place, reason)?;
        }
        Ok(None)
    }

    /// The cells of the row that was read last.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        let (bytes, cells) = self.used;
        let text = std::str::from_utf8(&self.text[..bytes]).unwrap_or_default();
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let spans = starts.zip(self.ends.iter().copied()).take(cells);
        spans.map(|(start, end)| text.get(start..end).unwrap_or_default().trim())
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
                break;
            };
            let fed = self.feed(&line);
            if matches!(fed, Fed::Row) {
                return Ok(true);
            }
            taken.push((place, line));
            if matches!(fed, Fed::TooLarge) || self.used.0 > limits::LINE_BYTES {
                break;
            }
        }
        for line in taken.into_iter().rev() {
            self.ahead.push_front(line);
        }
        Ok(false)
    }

    fn feed(&mut self, line: &str) -> Fed {
        for input in [line.as_bytes(), b"\n"] {
            match self.feed_bytes(input) {
                Some(Fed::OpenQuote) | None => {}
                Some(other) => return other,
            }
        }
        Fed::OpenQuote
    }

    fn feed_bytes(&mut self, mut input: &[u8]) -> Option<Fed> {
        while !input.is_empty() {
            let (bytes, cells) = self.used;
            let (result, read, written, ended) =
                self.parser
                    .read_record(input, &mut self.text[bytes..], &mut self.ends[cells..]);
            // Each cell's end is counted from the start of the row already.
            self.used = (bytes + written, cells + ended);
            input = input.get(read..).unwrap_or_default();
            match result {
                ReadRecordResult::Record => return Some(Fed::Row),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
                ReadRecordResult::OutputFull if self.text.len() >= limits::RECORD_BYTES => {
                    return Some(Fed::TooLarge);
                }
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= CELLS => {
                    return Some(Fed::TooLarge);
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
        }
        None
    }
}
