//! Event logs in stretches of whole chunks.

use std::io::Read as _;

use salus_record::Start;

use super::columnar::Columnar;
use super::{CHUNK, CHUNK_MARK, FILE_HEADER, FILE_MARK, begin, read_chunks};
use crate::cut::{Cut, Known, Passed, ReadStretch, StretchOf};
use crate::{Evidence, Input, ReadError, Sink};

pub(super) struct CutChunks;

impl Cut for CutChunks {
    fn fits(&self, head: &[u8]) -> bool {
        head.starts_with(CHUNK_MARK) || head.starts_with(FILE_MARK) && head.len() >= FILE_HEADER
    }

    fn next(
        &self,
        input: &mut dyn Input,
        offset: u64,
        bytes: usize,
        to: &mut Vec<u8>,
    ) -> std::io::Result<()> {
        let has_header = offset == 0 && input.fill_buf()?.starts_with(FILE_MARK);
        let header = if has_header { FILE_HEADER } else { 0 };
        let length = header + (bytes / CHUNK).max(1) * CHUNK;
        input.take(length as u64).read_to_end(to)?;
        Ok(())
    }

    fn stretches(&self, _: Known<'_>) -> Box<dyn ReadStretch> {
        Box::new(Stretches(Some(Columnar::default())))
    }

    fn rest(
        &self,
        evidence: &mut Evidence<'_>,
        start: &Start,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        chunks(
            evidence.input(),
            start.offset,
            &mut Some(Columnar::default()),
            sink,
        )
    }
}

/// Reads chunks from an offset on; at 0 the file's header may stand before them.
fn chunks(
    input: &mut dyn Input,
    offset: u64,
    columnar: &mut Option<Columnar>,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let mut bytes = Vec::with_capacity(CHUNK);
    let offset = match offset {
        0 => begin(input, &mut bytes)?,
        offset => offset,
    };
    read_chunks(input, (bytes, offset), columnar, sink)
}

struct Stretches(Option<Columnar>);

impl ReadStretch for Stretches {
    fn read(&mut self, stretch: StretchOf<'_>, sink: &mut Sink<'_>) -> Result<Passed, ReadError> {
        let mut input = std::io::Cursor::new(stretch.bytes);
        chunks(&mut input, stretch.offset, &mut self.0, sink)?;
        // Records and chunks of a log have numbers and offsets of their own.
        Ok(Passed::Whole {
            lines: 0,
            values: 0,
        })
    }
}
