//! Tables in stretches of whole rows.
//!
//! A stretch is ended where its quotes are closed, as far as counting them can tell. Whether that was right
//! shows when it is read: one that leaves a quote open is torn.

use std::collections::VecDeque;
use std::io::Cursor;

use salus_record::{ReadError, Sink, Start, Stretch};

use super::{Kinds, Rows, Settled, begin, sniff};
use crate::cut::{
    Cut, Known, Passed, ReadStretch, StretchOf, has_plain_lines, to_line_end, while_it_goes_on,
};
use crate::{Evidence, Input, Lines};

pub(super) struct CutRows;

impl Cut for CutRows {
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
        let (mut counted, mut quotes) = (0, 0);
        while_it_goes_on(input, to, &mut |_, so_far| {
            quotes += memchr::memchr_iter(b'"', &so_far[counted..]).count();
            counted = so_far.len();
            Ok(quotes % 2 == 1)
        })?;
        Ok(())
    }

    fn stretches(&self, known: Known<'_>) -> Box<dyn ReadStretch> {
        Box::new(Stretches {
            settled: settled(known.head, known.kinds),
            kinds: known.kinds.clone(),
        })
    }

    fn rest(
        &self,
        evidence: &mut Evidence<'_>,
        start: &Start,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let kinds = evidence.kinds();
        let settled = match start.offset {
            0 => None,
            offset => settled(&evidence.head(offset)?, kinds),
        };
        let lines = Lines::at(evidence.input(), start);
        let (mut rows, settled) = match settled {
            Some(settled) => (
                Rows::new(lines, VecDeque::new(), settled.delimiter),
                settled,
            ),
            None => match begin(lines, kinds, sink)? {
                Some(begun) => begun,
                None => return Ok(()),
            },
        };
        settled.write_all(&mut rows, sink)
    }
}

/// What the whole lines of the head settle; `None` if more would have to be seen.
fn settled(head: &[u8], kinds: &Kinds) -> Option<Settled> {
    let end = memchr::memrchr(b'\n', head)? + 1;
    let is_line = |line: &&[u8]| !line.contains(&0) && !line.trim_ascii().is_empty();
    let lines = head[..end].split(|byte| *byte == b'\n').filter(is_line);
    if lines.count() < sniff::SAMPLE_LINES {
        return None;
    }
    let mut nowhere = Stretch::default();
    let mut sink = Sink::stretch(&mut nowhere, 0, &|_| None);
    let mut input = Cursor::new(&head[..end]);
    let (rows, settled) = begin(Lines::new(&mut input), kinds, &mut sink).ok()??;
    (!rows.is_open()).then_some(settled)
}

struct Stretches {
    settled: Option<Settled>,
    kinds: Kinds,
}

impl ReadStretch for Stretches {
    fn read(&mut self, stretch: StretchOf<'_>, sink: &mut Sink<'_>) -> Result<Passed, ReadError> {
        let (Some(settled), false) = (&self.settled, stretch.is_torn()) else {
            return Ok(Passed::Torn);
        };
        let mut bytes = Cursor::new(stretch.bytes);
        let lines = Lines::at(&mut bytes, &stretch.start());
        let mut rows = match stretch.offset {
            0 => match begin(lines, &self.kinds, sink)? {
                Some((rows, _)) => rows,
                None => return Ok(Passed::Torn),
            },
            _ => Rows::new(lines, VecDeque::new(), settled.delimiter),
        };
        settled.write_all(&mut rows, sink)?;
        if rows.is_open() && !stretch.is_last {
            return Ok(Passed::Torn);
        }
        Ok(Passed::Whole {
            lines: rows.lines(),
            values: 0,
        })
    }
}
