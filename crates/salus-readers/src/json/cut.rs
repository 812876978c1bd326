//! JSON lines in stretches that end where a line does.

use salus_record::Start;

use super::columnar::Columnar;
use super::frames::{Begin, Frames};
use super::{read, read_frames};
use crate::cut::{Cut, Known, Passed, ReadStretch, StretchOf, to_line_end};
use crate::{Evidence, Input, ReadError, Sink};

/// Lines at the start that must be objects.
const LINES: usize = 3;

pub(super) struct CutLines;

impl Cut for CutLines {
    fn fits(&self, head: &[u8]) -> bool {
        let mut whole = head.split_inclusive(|byte| *byte == b'\n').take(LINES);
        let is_object = |line: &[u8]| {
            line.ends_with(b"\n") && serde_json::from_slice::<super::Object>(line).is_ok()
        };
        let first = whole.next().is_some_and(is_object);
        first && whole.all(|line| !line.ends_with(b"\n") || is_object(line))
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

    fn stretches(&self, _: Known<'_>) -> Box<dyn ReadStretch> {
        Box::new(Stretches(Some(Columnar::new())))
    }

    fn rest(
        &self,
        evidence: &mut Evidence<'_>,
        start: &Start,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        read(evidence, Begin::At(*start), sink, Some(Columnar::new()))
    }
}

struct Stretches(Option<Columnar>);

impl ReadStretch for Stretches {
    fn read(&mut self, stretch: StretchOf<'_>, sink: &mut Sink<'_>) -> Result<Passed, ReadError> {
        let StretchOf {
            mut bytes,
            offset,
            is_last,
        } = stretch;
        if !is_last && !bytes.ends_with(b"\n") {
            return Ok(Passed::Torn);
        }
        let begin = match offset {
            0 => Begin::Evidence,
            _ => Begin::At(Start::default()),
        };
        let mut frames = Frames::new(&mut bytes, begin)?;
        let large = read_frames(&mut frames, sink, &mut self.0)?;
        Ok(if !large.is_empty() || frames.is_torn() && !is_last {
            Passed::Torn
        } else {
            frames.passed()
        })
    }
}
