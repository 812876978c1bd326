//! Zeek logs in stretches of whole lines, which are all read with the header of the first rows.

use salus_record::{ReadError, Sink, Start};

use super::header::Header;
use super::read_lines;
use crate::cut::{Cut, Known, Passed, ReadStretch, StretchOf, has_plain_lines, to_line_end};
use crate::lines::text_of;
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
        to_line_end(input, bytes, to)
    }

    fn stretches(&self, known: Known<'_>) -> Box<dyn ReadStretch> {
        Box::new(Stretches(header_of(known.head)))
    }

    fn rest(
        &self,
        evidence: &mut Evidence<'_>,
        start: &Start,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let mut header = Header::default();
        if start.offset > 0 {
            let head = evidence.head(start.offset)?;
            header = header_of(&head).unwrap_or_default();
        }
        let mut lines = Lines::at(evidence.input(), start);
        read_lines(&mut lines, &mut header, sink)
    }
}

/// The header in front of the first row; `None` if there is no row.
fn header_of(head: &[u8]) -> Option<Header> {
    let head = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head);
    let mut header = Header::default();
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        let text = text_of(line);
        let text = text.trim_end_matches(['\r', '\n']);
        let is_read = !line.contains(&0) && !line.iter().all(u8::is_ascii_whitespace);
        if is_read && line.ends_with(b"\n") && !header.learn(text) {
            return (!header.fields.is_empty()).then_some(header);
        }
    }
    None
}

/// Reads stretches of a log that has this header. Other headers may stand in it; a stretch that ends under
/// another one is torn.
struct Stretches(Option<Header>);

impl ReadStretch for Stretches {
    fn read(&mut self, stretch: StretchOf<'_>, sink: &mut Sink<'_>) -> Result<Passed, ReadError> {
        let (Some(known), false) = (&self.0, stretch.is_torn()) else {
            return Ok(Passed::Torn);
        };
        let mut header = match stretch.offset {
            0 => Header::default(),
            _ => known.clone(),
        };
        let mut bytes = std::io::Cursor::new(stretch.bytes);
        let mut lines = Lines::at(&mut bytes, &stretch.start());
        read_lines(&mut lines, &mut header, sink)?;
        if header != *known && !stretch.is_last {
            return Ok(Passed::Torn);
        }
        Ok(Passed::Whole {
            lines: lines.number(),
            values: 0,
        })
    }
}
