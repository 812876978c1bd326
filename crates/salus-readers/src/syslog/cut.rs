//! Messages in stretches: each begins with a line that begins a message, whatever stands before it.

use std::io::{Cursor, Read as _};

use salus_record::{Clock, Place, ReadError, Sink, Start};

use super::frames;
use super::header::Header;
use super::read_lines;
use crate::body::{BODIES, Entry};
use crate::cut::{
    Cut, Known, Passed, ReadStretch, StretchOf, has_plain_lines, to_line_end, while_it_goes_on,
};
use crate::lines::text_of;
use crate::{Evidence, Input, Lines};

pub(crate) struct CutMessages;

impl Cut for CutMessages {
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
        to_line_end(input, bytes, to)?;
        let is_whole = while_it_goes_on(input, to, &mut |input, _| {
            let ahead = input.fill_buf()?;
            Ok(!ahead.is_empty() && !begins(ahead))
        })?;
        if !is_whole {
            // In the middle of a line nothing can begin: the stretch is torn.
            input.take(1).read_to_end(to)?;
        }
        Ok(())
    }

    fn stretches(&self, known: Known<'_>) -> Box<dyn ReadStretch> {
        Box::new(Stretches(known.clock))
    }

    fn rest(
        &self,
        evidence: &mut Evidence<'_>,
        start: &Start,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let clock = *evidence.clock();
        read_lines(&mut Lines::at(evidence.input(), start), clock, sink)?;
        Ok(())
    }
}

/// Whether the first of these lines begins a message and is read the same behind any other line.
fn begins(ahead: &[u8]) -> bool {
    let line = memchr::memchr(b'\n', ahead).map(|end| &ahead[..end]);
    let Some(line) = line.filter(|line| !line.contains(&0) && !line.trim_ascii().is_empty()) else {
        return false;
    };
    let text = text_of(line);
    let text = text.trim_end_matches('\r');
    let first = frames::first(text, false);
    let ((message, _), _) = first;
    let entry = Entry {
        place: Place::Whole,
        header: None,
        text: message,
        clock: &Clock::default(),
    };
    let is_begun = Header::begins(message) || BODIES.iter().any(|body| body.fits(&entry));
    is_begun && first == frames::first(text, true)
}

struct Stretches(Clock);

impl ReadStretch for Stretches {
    fn read(&mut self, stretch: StretchOf<'_>, sink: &mut Sink<'_>) -> Result<Passed, ReadError> {
        if stretch.is_torn() {
            return Ok(Passed::Torn);
        }
        let mut bytes = Cursor::new(stretch.bytes);
        let mut lines = Lines::at(&mut bytes, &stretch.start());
        let is_whole = read_lines(&mut lines, self.0, sink)?;
        if !is_whole && !stretch.is_last {
            return Ok(Passed::Torn);
        }
        Ok(Passed::Whole {
            lines: lines.number(),
            values: 0,
        })
    }
}
