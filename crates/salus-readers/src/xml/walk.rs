//! From document to document and from record to record, and on behind what is broken.

use std::io::{self, BufRead};

use salus_record::limits;

use super::element::Element;
use super::pull::{Fault, Pull, Token};
use super::tape::Tape;
use super::{Document, Shape, Step, shape_of};
use crate::{Input, Place, ReadError, Sink};

/// No name of an element that is looked for is longer.
const NAME_BYTES: usize = 64;

/// Reads all documents of the evidence; what stands between them is looked at as well.
pub(super) fn read(input: &mut dyn Input, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut walk = Walk {
        tape: Tape::new(input)?,
        number: 0,
        is_lost: false,
    };
    let mut front = String::new();
    loop {
        walk.blanks()?;
        walk.tape.mark();
        let ahead = walk.tape.peek(NAME_BYTES)?;
        match ahead {
            [] => break,
            [b'<', b'?' | b'!', ..] => walk.aside(sink)?,
            _ => match root(ahead) {
                Some(shape) => walk.document(shape, &std::mem::take(&mut front), sink)?,
                None => front = walk.stray(sink)?,
            },
        }
    }
    if walk.is_lost || front.is_empty() {
        return Ok(());
    }
    walk.stray_reject(sink)
}

/// The shape whose root starts here.
fn root(ahead: &[u8]) -> Option<&'static dyn Shape> {
    shape_of(name_at(ahead.strip_prefix(b"<")?)?)
}

/// The name that a tag begins with, without its prefix.
fn name_at(bytes: &[u8]) -> Option<&str> {
    let is_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.');
    let end = bytes.iter().position(|byte| !is_name(byte))?;
    let name = std::str::from_utf8(&bytes[..end]).ok()?;
    let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
    (!name.is_empty()).then_some(name)
}

struct Walk<'a> {
    tape: Tape<'a>,
    /// Of the record element that was met last.
    number: u64,
    /// A document broke off: what comes before the next one is part of the same break.
    is_lost: bool,
}

/// A document that is being read.
struct Reading<'d> {
    shape: &'static dyn Shape,
    document: Box<dyn Document + 'd>,
    path: Vec<Element>,
}

impl Walk<'_> {
    fn blanks(&mut self) -> io::Result<()> {
        loop {
            let ahead = self.tape.fill_buf()?;
            let blanks = ahead
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace() || **byte == 0)
                .count();
            let is_all = blanks == ahead.len();
            if blanks == 0 {
                return Ok(());
            }
            self.tape.consume(blanks);
            self.tape.mark();
            if !is_all {
                return Ok(());
            }
        }
    }

    /// Passes over a declaration, comment or definition.
    fn aside(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        match Pull::new(&mut self.tape).next() {
            Ok(_) => Ok(()),
            Err(Fault::Input(error)) => Err(error.into()),
            Err(Fault::Broken(reason) | Fault::BrokenBefore(reason)) => {
                self.number += 1;
                sink.reject(self.place(), reason)?;
                self.tape.rewind();
                self.is_lost = true;
                Ok(())
            }
        }
    }

    /// Takes a text between documents: to the end of its line, which is a reject, or to where a
    /// document begins in the line, which it then stands in front of.
    fn stray(&mut self, sink: &mut Sink<'_>) -> Result<String, ReadError> {
        let mut front = Vec::new();
        loop {
            let ahead = self.tape.peek(NAME_BYTES)?;
            let is_begin = ahead.starts_with(b"<?xml") || root(ahead).is_some();
            match ahead.first() {
                Some(b'\n') | None => break,
                Some(_) if is_begin && !front.is_empty() => {
                    return Ok(String::from_utf8_lossy(&front).into_owned());
                }
                Some(byte) if front.len() < limits::LINE_BYTES => front.push(*byte),
                Some(_) => {}
            }
            let next = self.tape.fill_buf()?;
            let plain = next[1..]
                .iter()
                .position(|byte| matches!(byte, b'<' | b'\n'));
            let plain = plain.unwrap_or(next.len() - 1);
            let room = limits::LINE_BYTES.saturating_sub(front.len());
            front.extend_from_slice(&next[1..=plain.min(room)]);
            self.tape.consume(plain + 1);
            self.tape.mark();
        }
        if !self.is_lost {
            self.stray_reject(sink)?;
        }
        Ok(String::new())
    }

    fn place(&self) -> Place {
        place_of(self.number)
    }

    fn stray_reject(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        self.number += 1;
        sink.reject(self.place(), "a text in which no document begins")
    }

    /// Reads a document, or as much of it as there is.
    fn document(
        &mut self,
        shape: &'static dyn Shape,
        front: &str,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        self.is_lost = false;
        let mut reading = Reading {
            shape,
            document: shape.begin(front),
            path: Vec::new(),
        };
        loop {
            let fault = match self.elements(&mut reading, sink)? {
                Ok(()) => return Ok(()),
                Err(fault) => fault,
            };
            let place = self.place();
            match fault {
                Fault::Broken(reason) => sink.reject(place, reason)?,
                Fault::BrokenBefore(reason) => {
                    sink.reject(place, reason)?;
                    self.tape.back();
                    continue;
                }
                Fault::Input(error) => return Err(error.into()),
            }
            self.tape.rewind();
            // What is a document of its own has no neighbour inside it: the next one may have a head.
            if reading.path.is_empty() || !self.go_on(&mut reading)? {
                self.is_lost = true;
                return Ok(());
            }
        }
    }

    /// Looks for the next beginning of a record, or for the end of what it stands in. `false` if the
    /// document is over.
    fn go_on(&mut self, reading: &mut Reading<'_>) -> io::Result<bool> {
        loop {
            self.tape.mark();
            let ahead = self.tape.fill_buf()?;
            if ahead.is_empty() {
                return Ok(false);
            }
            match memchr::memchr(b'<', ahead) {
                Some(0) => {}
                Some(at) => self.tape.consume(at),
                None => {
                    let all = ahead.len();
                    self.tape.consume(all);
                    continue;
                }
            }
            self.tape.mark();
            if let Some(goes_on) = reading.meets(self.tape.peek(NAME_BYTES)?) {
                return Ok(goes_on);
            }
            self.tape.consume(1);
        }
    }

    /// Reads to the end of the document (`Ok(Ok(()))`) or to what is broken.
    fn elements(
        &mut self,
        reading: &mut Reading<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<Result<(), Fault>, ReadError> {
        let mut pull = Pull::new(&mut self.tape);
        loop {
            pull.tape().mark();
            let token = match pull.next() {
                Ok(token) => token,
                Err(fault) => {
                    self.number += 1;
                    return Ok(Err(fault));
                }
            };
            match token {
                Token::Open(element, is_empty) => {
                    if let Some(depth) = reading.inside(&element.name) {
                        self.number += 1;
                        let place = place_of(self.number);
                        sink.reject(
                            place,
                            "an element is not closed before the next of its kind",
                        )?;
                        reading.leave(depth, place, sink)?;
                    }
                    let step = reading.document.step(&reading.path, &element);
                    if matches!(step, Step::Record) {
                        self.number += 1;
                    }
                    let place = place_of(self.number);
                    let met = Met {
                        element,
                        is_empty,
                        step,
                    };
                    if let Err(fault) = reading.meet(met, &mut pull, (place, sink))? {
                        return Ok(Err(fault));
                    }
                }
                Token::Close(name) => reading.closed(&name, &mut self.number, sink)?,
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Aside => {}
                Token::Text(_) => {
                    self.number += 1;
                    return Ok(Err("a text where only elements belong".into()));
                }
                Token::End => {
                    self.number += 1;
                    return Ok(Err("the file ends inside the document".into()));
                }
            }
            if reading.path.is_empty() {
                return Ok(Ok(()));
            }
        }
    }
}

/// The record element that was met last; before the first of them, the file.
fn place_of(number: u64) -> Place {
    if number == 0 {
        Place::Whole
    } else {
        Place::Record(number)
    }
}

/// A start tag and what is to be done with its element.
struct Met {
    element: Element,
    is_empty: bool,
    step: Step,
}

impl Reading<'_> {
    /// How deep an element of this name is open that may not hold another.
    fn inside(&self, name: &str) -> Option<usize> {
        let depth = self.path.iter().rposition(|open| open.name == name)?;
        (!self.shape.may_nest() && depth > 0).then_some(depth)
    }

    /// Takes an end tag, which may stand for lost ones.
    fn closed(
        &mut self,
        name: &str,
        number: &mut u64,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let depth = self.path.iter().rposition(|open| open.name == name);
        let is_last = depth.is_some_and(|depth| depth + 1 == self.path.len());
        if !is_last {
            *number += 1;
            sink.reject(
                place_of(*number),
                "an element is not closed as it was opened",
            )?;
        }
        match depth {
            Some(depth) => self.leave(depth, place_of(*number), sink),
            None => Ok(()),
        }
    }

    /// Ends the elements of the path from this depth on.
    fn leave(&mut self, depth: usize, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        while self.path.len() > depth
            && let Some(closed) = self.path.pop()
        {
            self.document.close(&self.path, &closed, place, sink)?;
        }
        Ok(())
    }

    fn meet(
        &mut self,
        met: Met,
        pull: &mut Pull<'_, '_>,
        (place, sink): (Place, &mut Sink<'_>),
    ) -> Result<Result<(), Fault>, ReadError> {
        let Met {
            element,
            is_empty,
            step,
        } = met;
        match step {
            Step::Enter if is_empty => self.document.close(&self.path, &element, place, sink)?,
            Step::Enter if self.path.len() >= limits::XML_DEPTH => {
                return Ok(Err("elements too deep in one another".into()));
            }
            Step::Enter => self.path.push(element),
            Step::Pass if is_empty => {}
            Step::Pass => return Ok(pull.pass(self.shape.marks())),
            Step::Keep | Step::Record => {
                let whole = if is_empty {
                    Ok(element)
                } else {
                    pull.gather(element, self.shape.may_nest())
                };
                match whole {
                    Ok(whole) => self.document.put(&self.path, whole, (place, sink))?,
                    Err(fault) => return Ok(Err(fault)),
                }
            }
        }
        Ok(Ok(()))
    }

    /// Whether reading can go on at this tag; `None` if it cannot.
    fn meets(&mut self, ahead: &[u8]) -> Option<bool> {
        if let Some(end) = ahead.strip_prefix(b"</") {
            let name = name_at(end)?;
            let depth = self.path.iter().rposition(|open| open.name == name)?;
            self.path.truncate(depth + 1);
            return Some(true);
        }
        let name = name_at(ahead.strip_prefix(b"<")?)?;
        if self.path.is_empty() || self.path[0].name == name {
            return shape_of(name).map(|_| false);
        }
        if let Some(depth) = self.path.iter().rposition(|open| open.name == name) {
            self.path.truncate(depth);
            return Some(true);
        }
        self.shape.marks().contains(&name).then_some(true)
    }
}
