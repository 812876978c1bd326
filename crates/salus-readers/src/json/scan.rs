//! Follows one JSON value byte by byte: where it ends, whether it is sound, and where to go on if not.

use salus_record::limits;

use super::wrapper::{Outline, Wrapper};

const TOO_MANY: &str = "more than 1000000 values";
const TOO_LARGE: &str = "larger than 64 MiB";

/// What a stretch of bytes did to the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// It goes on.
    More,
    /// Its last byte was taken.
    Done,
    /// It is broken and ends before the byte that was not taken.
    GaveUp,
    /// It is broken, and another value seems to begin at [`Scan::retry`].
    Retry,
    /// It is a wrapper: the records are the elements of the list that begins here.
    List(&'static Wrapper),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Structure,
    Text { is_key: bool },
    Escape { is_key: bool },
    Token,
}

/// A line that begins like a new value inside the one being followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Retry {
    /// Bytes of the value before it.
    pub(super) at: usize,
    /// Line ends of the value before it.
    pub(super) lines: u64,
    /// Blanks before it on its line.
    pub(super) blanks: usize,
}

/// The value being followed. Nothing of it is kept once it is known to be bad.
pub(super) struct Scan {
    pub(super) bytes: Vec<u8>,
    /// Line ends met so far.
    pub(super) lines: u64,
    /// Blanks since the line began, as long as nothing else came.
    pub(super) blanks: Option<usize>,
    pub(super) retry: Option<Retry>,
    pub(super) fault: Option<&'static str>,
    indent: usize,
    is_in_list: bool,
    may_resume_at_line: bool,
    stack: Vec<u8>,
    /// Brackets open beyond what the stack holds.
    deeper: u64,
    values: usize,
    /// More of them are too many.
    most_values: usize,
    expect: Expect,
    mode: Mode,
    outline: Option<Outline>,
}

impl Scan {
    /// A value that begins with the next byte, `indent` blanks from the start of its line.
    pub(super) fn new(indent: Option<usize>, is_in_list: bool) -> Self {
        Self {
            bytes: Vec::new(),
            lines: 0,
            blanks: None,
            retry: None,
            fault: None,
            indent: indent.unwrap_or(0),
            is_in_list,
            may_resume_at_line: true,
            stack: Vec::new(),
            deeper: 0,
            values: 0,
            most_values: limits::RECORD_VALUES,
            expect: Expect::Value,
            mode: Mode::Structure,
            outline: (!is_in_list).then(Outline::default),
        }
    }

    /// One that may have so many values.
    pub(super) fn with_most(self, most_values: usize) -> Self {
        Self {
            most_values,
            ..self
        }
    }

    /// A document whose long lists are told one after the other.
    pub(super) fn apart() -> Self {
        Self {
            outline: Some(Outline::apart()),
            ..Self::new(None, false)
        }
    }

    /// Whether nothing is wrong with it but its size.
    pub(super) fn is_too_large(&self) -> bool {
        matches!(self.fault, Some(TOO_MANY | TOO_LARGE))
    }

    /// Takes bytes of `chunk`; says how many, and what came of it.
    pub(super) fn feed(&mut self, chunk: &[u8]) -> (usize, Event) {
        let mut at = 0;
        let event = loop {
            if at == chunk.len() {
                break Event::More;
            }
            let (taken, event) = match self.mode {
                Mode::Text { is_key } => self.text(&chunk[at..], is_key),
                Mode::Escape { is_key } => {
                    self.mode = Mode::Text { is_key };
                    (1, Event::More)
                }
                Mode::Token => self.token(&chunk[at..]),
                Mode::Structure => self.structure(chunk[at], self.bytes.len() + at),
            };
            at += taken;
            if event != Event::More {
                break event;
            }
        };
        if self.fault.is_none() {
            self.keep(&chunk[..at]);
        }
        (at, event)
    }

    /// The evidence ends here.
    pub(super) fn end(&mut self) -> Event {
        let is_token = self.mode == Mode::Token && self.stack.is_empty();
        if is_token && self.fault.is_none() {
            return Event::Done;
        }
        if self.fault.is_none() && self.retry.is_some() {
            return Event::Retry;
        }
        self.spoil("ends in the middle of a value");
        Event::GaveUp
    }

    /// Goes on after a list whose elements were taken out.
    pub(super) fn resume(&mut self, lines: u64) {
        self.lines += lines;
        self.outline.take_if(|outline| !outline.is_apart());
        self.retry = None;
        self.blanks = None;
    }

    fn keep(&mut self, chunk: &[u8]) {
        if self.bytes.len() + chunk.len() > limits::RECORD_BYTES {
            self.spoil(TOO_LARGE);
            self.may_resume_at_line = false;
            return;
        }
        self.bytes.extend_from_slice(chunk);
    }

    fn spoil(&mut self, fault: &'static str) {
        self.fault.get_or_insert(fault);
        self.bytes = Vec::new();
        self.outline = None;
    }

    fn text(&mut self, chunk: &[u8], is_key: bool) -> (usize, Event) {
        let stop = chunk
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | b'\n'));
        let run = stop.unwrap_or(chunk.len());
        if let Some(outline) = &mut self.outline
            && outline.is_noting
        {
            outline.note(&chunk[..run]);
        }
        match chunk.get(run) {
            None => (run, Event::More),
            Some(b'\\') => {
                self.mode = Mode::Escape { is_key };
                (run + 1, Event::More)
            }
            Some(b'\n') => {
                self.mode = Mode::Structure;
                self.may_resume_at_line = true;
                (run, self.fail("a line ends inside a text"))
            }
            Some(_) => {
                self.mode = Mode::Structure;
                (run + 1, self.text_ended(is_key))
            }
        }
    }

    fn text_ended(&mut self, is_key: bool) -> Event {
        if let Some(outline) = &mut self.outline {
            outline.text_ended(is_key, self.stack.len());
        }
        if is_key {
            self.expect = Expect::Colon;
            return Event::More;
        }
        self.value_ended()
    }

    fn token(&mut self, chunk: &[u8]) -> (usize, Event) {
        let stop = chunk.iter().position(|byte| {
            matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b'"')
                || matches!(byte, b'[' | b']' | b'{' | b'}')
        });
        match stop {
            None => (chunk.len(), Event::More),
            Some(run) => {
                self.mode = Mode::Structure;
                (run, self.value_ended())
            }
        }
    }

    fn value_ended(&mut self) -> Event {
        self.expect = Expect::CommaOrEnd;
        if self.stack.is_empty() && self.deeper == 0 {
            Event::Done
        } else {
            Event::More
        }
    }

    /// One byte outside texts and tokens; `at` is its offset in the value.
    fn structure(&mut self, byte: u8, at: usize) -> (usize, Event) {
        match byte {
            b' ' | b'\t' | b'\r' => {
                if let Some(blanks) = &mut self.blanks {
                    *blanks += 1;
                }
                return (1, Event::More);
            }
            b'\n' => {
                self.lines += 1;
                self.blanks = Some(0);
                return (1, Event::More);
            }
            _ => {}
        }
        let blanks = self.blanks;
        if byte == b'{'
            && let Some(blanks) = blanks
            && blanks <= self.indent
        {
            if self.fault.is_some() && self.may_resume_at_line {
                return (0, Event::GaveUp);
            }
            let retry = Retry {
                at,
                lines: self.lines,
                blanks,
            };
            self.retry.get_or_insert(retry);
        }
        if let Some(wrapper) = self
            .outline
            .as_mut()
            .and_then(|outline| outline.list_begun(byte))
        {
            return (0, Event::List(wrapper));
        }
        self.blanks = None;
        if self.fault.is_none() {
            match self.sound(byte) {
                Some(event) => return (1, event),
                None if self.fault.is_none() => {
                    let event = self.fail("not valid JSON");
                    if event != Event::More {
                        return (0, event);
                    }
                }
                None => {}
            }
        }
        self.skip(byte)
    }

    /// The byte by JSON's grammar; `None` when it does not fit.
    fn sound(&mut self, byte: u8) -> Option<Event> {
        use Expect::{Colon, CommaOrEnd, Key, KeyOrEnd, Value, ValueOrEnd};
        let depth = self.stack.len();
        let event = match (byte, self.expect) {
            (b'{' | b'[', Value | ValueOrEnd) => return self.open(byte),
            (b'}', KeyOrEnd | CommaOrEnd) if self.stack.last() == Some(&b'{') => {
                self.stack.pop();
                self.value_ended()
            }
            (b']', ValueOrEnd | CommaOrEnd) if self.stack.last() == Some(&b'[') => {
                self.stack.pop();
                self.value_ended()
            }
            (b'"', Value | ValueOrEnd | Key | KeyOrEnd) => {
                let is_key = matches!(self.expect, Key | KeyOrEnd);
                if let Some(outline) = &mut self.outline {
                    outline.text_begun(is_key, depth);
                }
                self.mode = Mode::Text { is_key };
                Event::More
            }
            (b':', Colon) => {
                self.expect = Value;
                Event::More
            }
            (b',', CommaOrEnd) if depth > 0 => {
                self.count()?;
                self.expect = if self.stack.last() == Some(&b'{') {
                    Key
                } else {
                    Value
                };
                Event::More
            }
            (b'{' | b'}' | b'[' | b']' | b'"' | b':' | b',', _) => return None,
            (_, Value | ValueOrEnd) => {
                self.mode = Mode::Token;
                Event::More
            }
            _ => return None,
        };
        Some(event)
    }

    fn open(&mut self, byte: u8) -> Option<Event> {
        self.count()?;
        if self.stack.len() >= limits::JSON_DEPTH {
            self.spoil("nested deeper than 64 levels");
            return None;
        }
        if let Some(outline) = &mut self.outline {
            outline.opened(byte, self.stack.len());
        }
        self.stack.push(byte);
        self.expect = if byte == b'{' {
            Expect::KeyOrEnd
        } else {
            Expect::ValueOrEnd
        };
        Some(Event::More)
    }

    fn count(&mut self) -> Option<()> {
        self.values += 1;
        if self.values > self.most_values {
            self.spoil(TOO_MANY);
            self.may_resume_at_line = false;
            return None;
        }
        Some(())
    }

    fn fail(&mut self, reason: &'static str) -> Event {
        if self.fault.is_none() && self.retry.is_some() {
            return Event::Retry;
        }
        self.spoil(reason);
        Event::More
    }

    /// Follows the brackets of a bad value to its end, minding mismatched ones.
    fn skip(&mut self, byte: u8) -> (usize, Event) {
        let opener = match byte {
            b'"' => {
                self.mode = Mode::Text { is_key: false };
                return (1, Event::More);
            }
            b'{' | b'[' => {
                if self.stack.len() < limits::JSON_DEPTH {
                    self.stack.push(byte);
                } else {
                    self.deeper += 1;
                }
                return (1, Event::More);
            }
            b'}' => b'{',
            b']' => b'[',
            _ => return (1, Event::More),
        };
        if self.deeper > 0 {
            self.deeper -= 1;
            return (1, Event::More);
        }
        match self.stack.iter().rposition(|open| *open == opener) {
            Some(at) => self.stack.truncate(at),
            None if self.is_in_list && byte == b']' => return (0, Event::GaveUp),
            None => {}
        }
        (
            1,
            if self.stack.is_empty() {
                Event::Done
            } else {
                Event::More
            },
        )
    }
}
