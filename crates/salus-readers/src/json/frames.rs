//! Splits evidence into JSON values, one at a time and each with its place, in bounded memory.
//!
//! JSON lines, values one after another, a list of values and the wrappers of `wrapper.rs` all
//! come out as single values. Elements of a list are never held together, so its length does not
//! matter. Texts and numbers are values inside a list only; on a line of their own they are no
//! record. What stands in a wrapper beside its list comes out as a value of its own, after the
//! elements. A broken value costs itself alone: splitting goes on where its brackets close, or at
//! the next line that begins like a value and is not indented more than the broken one.

use std::io::BufRead;

use salus_record::{Place, ReadError, Start};

use super::scan::{Event, Scan};
use super::source::Source;
use super::wrapper::Wrapper;
use crate::cut::Passed;
use salus_record::limits;

/// One value, or what is wrong with it.
#[derive(Debug)]
pub(super) struct Frame<'f> {
    pub(super) place: Place,
    /// The wrapper whose other members these are.
    pub(super) rest_of: Option<&'static Wrapper>,
    /// The value's bytes. They are balanced, but not proved to be valid JSON.
    pub(super) bytes: Result<&'f [u8], &'static str>,
    /// It is nothing but too large to be held.
    pub(super) large: Option<Large>,
}

/// A value too large to be held: where it begins, and its place if it were not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Large {
    pub(super) at: u64,
    pub(super) place: Place,
    /// Where and why it is refused if it cannot be taken apart.
    pub(super) refused: (Place, &'static str),
}

/// Longer elements of a list are not looked at before they are split off.
const ELEMENT_BYTES: usize = 1 << 20;

/// What lies ahead of the splitter: a stretch that begins with a line, or with an element of a list.
#[derive(Debug)]
pub(super) struct Ahead<'f> {
    pub(super) place: Place,
    pub(super) is_line: bool,
    pub(super) bytes: &'f [u8],
}

/// A value's bytes, or what is wrong with it.
type Whole<'f> = Result<&'f [u8], &'static str>;

/// The list whose elements are being read.
struct List {
    /// The wrapper around it, and the line it began on.
    wrapper: Option<(Scan, u64, &'static Wrapper)>,
    /// The line its elements began on.
    line: u64,
}

/// The splitter.
pub(super) struct Frames<'a> {
    source: Source<'a>,
    line: u64,
    /// Blanks since the line began, as long as nothing else came.
    blanks: Option<usize>,
    /// Values so far.
    count: u64,
    list: Option<List>,
    scan: Scan,
    /// The input ended inside a value.
    is_torn: bool,
    large: Option<Large>,
    /// Values that one value may have inside it.
    most_values: usize,
    /// The value is a document to be taken apart: its long lists so far, and where their elements begin.
    apart: Option<Vec<LongList>>,
    /// Ends with the list.
    is_list_alone: bool,
}

/// A list taken out of a document, and where its first element begins.
pub(super) type LongList = (&'static Wrapper, u64);

/// Where an input begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Begin {
    /// With the evidence, which may be in any encoding.
    Evidence,
    /// On a line in the middle of it.
    At(Start),
}

impl<'a> Frames<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead, begin: Begin) -> Result<Self, ReadError> {
        let (source, start) = match begin {
            Begin::Evidence => (Source::new(input)?, Start::default()),
            Begin::At(start) => (Source::within(input), start),
        };
        Ok(Self {
            source,
            line: 1 + start.lines,
            blanks: Some(0),
            count: start.values,
            list: None,
            scan: Scan::new(None, false),
            is_torn: false,
            large: None,
            most_values: limits::RECORD_VALUES,
            apart: None,
            is_list_alone: false,
        })
    }

    /// The same, in which a value may have so many inside it.
    #[cfg(test)]
    pub(super) fn with_most(self, most_values: usize) -> Self {
        Self {
            most_values,
            ..self
        }
    }

    /// The document that begins so many bytes on, without the elements of its long lists, and where those are.
    pub(super) fn document(&mut self, at: u64) -> Result<(Whole<'_>, Vec<LongList>), ReadError> {
        self.source.skip(at)?;
        self.apart = Some(Vec::new());
        while self.advance()?.is_some() && self.list.is_some() {}
        let lists = self.apart.take().unwrap_or_default();
        let bytes = match self.scan.fault {
            None => Ok(self.scan.bytes.as_slice()),
            Some(fault) => Err(fault),
        };
        Ok((bytes, lists))
    }

    /// Goes to the elements of a list, so many bytes on, and ends with the last of them.
    pub(super) fn elements(&mut self, at: u64) -> Result<(), ReadError> {
        self.source.skip(at)?;
        self.is_list_alone = true;
        self.list = Some(List {
            wrapper: None,
            line: self.line,
        });
        Ok(())
    }

    /// Whether the input ended inside a value.
    pub(super) fn is_torn(&self) -> bool {
        self.is_torn
    }

    /// The lines and values so far.
    pub(super) fn passed(&self) -> Passed {
        Passed::Whole {
            lines: self.line - 1,
            values: self.count,
        }
    }

    /// What lies ahead, if the splitter stands before an object that begins a line or is an element
    /// of a list. Nothing is taken yet, and the object may well be broken or go on beyond.
    pub(super) fn ahead(&mut self) -> Result<Option<Ahead<'_>>, ReadError> {
        let byte = self.skip_blanks()?;
        let is_line = self.list.is_none();
        if byte != Some(b'{') || (is_line && self.blanks.is_none()) {
            return Ok(None);
        }
        let place = if is_line {
            Place::Line(self.line)
        } else {
            Place::Record(self.count + 1)
        };
        let chunk = self.source.chunk()?;
        let bytes = match is_line {
            true => chunk,
            false => &chunk[..chunk.len().min(ELEMENT_BYTES)],
        };
        Ok(Some(Ahead {
            place,
            is_line,
            bytes,
        }))
    }

    /// The line that lies ahead to its end; `None` when it is too long to be looked at as such.
    pub(super) fn line_ahead(&mut self) -> Result<Option<Ahead<'_>>, ReadError> {
        let (place, is_line) = (Place::Line(self.line), true);
        let bytes = self.source.line()?;
        Ok(bytes.map(|bytes| Ahead {
            place,
            is_line,
            bytes,
        }))
    }

    /// Takes this many bytes of what lies ahead, which were one value.
    pub(super) fn take_value(&mut self, length: usize) -> Result<(), ReadError> {
        if self.list.is_some() {
            let value = &self.source.chunk()?[..length];
            self.line += memchr::memchr_iter(b'\n', value).count() as u64;
        }
        self.source.consume(length);
        self.blanks = None;
        self.count += 1;
        Ok(())
    }

    /// The next value; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Frame<'_>>, ReadError> {
        let Some((place, rest_of)) = self.advance()? else {
            return Ok(None);
        };
        let bytes = match self.scan.fault {
            None => Ok(self.scan.bytes.as_slice()),
            Some(fault) => Err(fault),
        };
        Ok(Some(Frame {
            place,
            rest_of,
            bytes,
            large: self.large.take(),
        }))
    }

    fn advance(&mut self) -> Result<Option<(Place, Option<&'static Wrapper>)>, ReadError> {
        loop {
            let Some(byte) = self.skip_blanks()? else {
                return Ok(self.end());
            };
            match (byte, self.list.is_some()) {
                (b']', true) => {
                    if let Some(rest) = self.list_ended()? {
                        return Ok(Some(rest));
                    }
                    if self.is_list_alone {
                        return Ok(None);
                    }
                }
                (b'[', false) => {
                    self.take();
                    self.list = Some(List {
                        wrapper: None,
                        line: self.line,
                    });
                }
                (b'{', _) | (b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n', true) => {
                    if let Some(place) = self.value()? {
                        return Ok(Some((place, None)));
                    }
                }
                _ => return Ok(Some((self.junk()?, None))),
            }
        }
    }

    /// Passes blanks, commas and record separators; the byte after them is not taken.
    fn skip_blanks(&mut self) -> Result<Option<u8>, ReadError> {
        loop {
            let byte = self.source.peek()?;
            match byte {
                Some(b'\n') => {
                    self.line += 1;
                    self.blanks = Some(0);
                }
                Some(b' ' | b'\t' | b'\r' | b',' | 0x1E) => {
                    self.blanks = self.blanks.map(|blanks| blanks + 1);
                }
                _ => return Ok(byte),
            }
            self.source.consume(1);
        }
    }

    fn take(&mut self) {
        self.source.consume(1);
        self.blanks = None;
    }

    /// The evidence ends; inside a list that is worth a reject.
    fn end(&mut self) -> Option<(Place, Option<&'static Wrapper>)> {
        let list = self.list.take()?;
        self.is_torn = true;
        self.scan = Scan::new(None, false);
        self.scan.fault = Some("ends in the middle of a list");
        self.count += 1;
        Some((
            Place::Line(list.wrapper.map_or(list.line, |(_, line, _)| line)),
            None,
        ))
    }

    fn list_ended(&mut self) -> Result<Option<(Place, Option<&'static Wrapper>)>, ReadError> {
        let Some(List {
            wrapper: Some((mut outer, line, wrapper)),
            ..
        }) = self.list.take()
        else {
            self.take();
            return Ok(None);
        };
        outer.resume(self.line - line - outer.lines);
        self.scan = outer;
        self.line = line;
        if let Event::List(wrapper) = self.follow()? {
            self.list_begun(line, wrapper);
            return Ok(None);
        }
        Ok(Some((Place::Line(line), Some(wrapper))))
    }

    fn list_begun(&mut self, first_line: u64, wrapper: &'static Wrapper) {
        if let Some(lists) = &mut self.apart {
            lists.push((wrapper, self.source.position()));
        }
        let outer = std::mem::replace(&mut self.scan, Scan::new(None, true));
        self.list = Some(List {
            wrapper: Some((outer, first_line, wrapper)),
            line: self.line,
        });
    }

    /// Reads one value. `None`: it turned out to be a wrapper, whose elements come next.
    fn value(&mut self) -> Result<Option<Place>, ReadError> {
        let is_in_list = self.list.is_some();
        let first_line = self.line;
        let begins_line = self.blanks.is_some();
        let at = self.source.position();
        let mut scan = match self.apart.is_some() && !is_in_list {
            true => Scan::apart(),
            false => Scan::new(self.blanks, is_in_list).with_most(self.most_values),
        };
        std::mem::swap(&mut scan.bytes, &mut self.scan.bytes);
        scan.bytes.clear();
        self.scan = scan;
        if let Event::List(wrapper) = self.follow()? {
            self.list_begun(first_line, wrapper);
            return Ok(None);
        }
        self.count += 1;
        let is_one_line = begins_line && !is_in_list && self.line == first_line;
        let is_too_large = self.scan.is_too_large();
        let is_sound = self.scan.fault.is_none() || is_too_large;
        let is_alone = is_one_line && is_sound && self.line_ends()?;
        let place = |has_line: bool| match has_line {
            true => Place::Line(first_line),
            false => Place::Record(self.count),
        };
        let Some(fault) = self.scan.fault else {
            return Ok(Some(place(is_alone)));
        };
        let refused = place(!is_in_list);
        self.large = is_too_large.then(|| Large {
            at,
            place: place(is_alone),
            refused: (refused, fault),
        });
        Ok(Some(refused))
    }

    /// Feeds the value to its end, and goes back where another one may begin in a broken one.
    fn follow(&mut self) -> Result<Event, ReadError> {
        let event = loop {
            let chunk = self.source.chunk()?;
            if chunk.is_empty() {
                self.is_torn = true;
                break self.scan.end();
            }
            let (taken, event) = self.scan.feed(chunk);
            self.source.consume(taken);
            if event != Event::More {
                break event;
            }
        };
        self.blanks = self.scan.blanks;
        if let (Event::Retry, Some(retry)) = (event, self.scan.retry) {
            self.source.give_back(&self.scan.bytes[retry.at..]);
            self.scan.bytes.clear();
            self.scan.fault = Some("not valid JSON");
            self.line += retry.lines;
            self.blanks = Some(retry.blanks);
        } else {
            self.line += self.scan.lines;
        }
        Ok(event)
    }

    /// Whether nothing else stands on this line.
    fn line_ends(&mut self) -> Result<bool, ReadError> {
        loop {
            match self.source.peek()? {
                Some(b' ' | b'\t' | b'\r' | b',') => self.take(),
                byte => return Ok(matches!(byte, None | Some(b'\n'))),
            }
        }
    }

    /// Passes what is no JSON to the end of the line, inside a list to the end of the element.
    fn junk(&mut self) -> Result<Place, ReadError> {
        let is_in_list = self.list.is_some();
        let mut holds_zero = false;
        loop {
            let chunk = self.source.chunk()?;
            let stop = chunk.iter().position(|byte| {
                *byte == b'\n' || (is_in_list && matches!(byte, b',' | b']' | b'{'))
            });
            let run = stop.unwrap_or(chunk.len());
            holds_zero |= chunk[..run].contains(&0);
            self.source.consume(run);
            if stop.is_some() || run == 0 {
                break;
            }
        }
        self.blanks = None;
        self.count += 1;
        self.scan = Scan::new(None, is_in_list);
        self.scan.fault = Some(if holds_zero {
            "not text: zero bytes"
        } else {
            "not JSON"
        });
        Ok(if is_in_list {
            Place::Record(self.count)
        } else {
            Place::Line(self.line)
        })
    }
}

#[cfg(test)]
mod tests;
