//! The spine: one piece of evidence, from its bytes to records and rejects.
//!
//! ```text
//! evidence ─► source ─► reader ─► record batches ─► output (the lake, the matcher)
//!                          └────► rejects
//! ```

use std::io::{Read as _, Seek as _, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use salus_readers::{Cut, Evidence, Reader, recognise_with};
use salus_record::{Counts, Output, Place, ReadError, Sink, Start, limits};
use salus_sources::{Attachments, Piece, Watch};

use crate::joined::Cutter;
use crate::spread::{self, How};
use crate::stretches::Sizes;
use crate::watch::Watched;

/// How reading one piece ended.
#[derive(Debug)]
pub struct Outcome {
    /// The reader that took it; `None` when nobody knows its syntax.
    pub reader: Option<&'static str>,
    /// What was met.
    pub counts: Counts,
    /// The first reason why not everything could be read.
    pub trouble: Option<String>,
}

/// Reads one piece to its end. `Err` only when `output` refuses, which ends the run.
pub fn read(
    piece: &mut Piece,
    now: i64,
    output: &mut dyn Output,
    watch: &dyn Watch,
) -> Result<Outcome, ReadError> {
    let (reader, head) = match recognised(piece, watch) {
        Ok(recognised) => recognised,
        Err(outcome) => return Ok(outcome),
    };
    let sizes = Sizes::default();
    match Cutter::of(reader, piece, &head, sizes) {
        Some(cutter) => spread::read(How { cutter, now, sizes }, piece, output, watch),
        None => read_by(reader, piece, now, output, watch),
    }
}

/// The reader that knows the syntax of a piece, and its first bytes; or how it ends without one.
pub(crate) fn recognised(
    piece: &mut Piece,
    watch: &dyn Watch,
) -> Result<(&'static dyn Reader, Vec<u8>), Outcome> {
    let head = head_of(piece).map_err(|error| unread(error.to_string()))?;
    if let Some(reader) = recognise_with(&head, &piece.knowing.kinds) {
        return Ok((reader, head));
    }
    if !piece.is_packed {
        watch.read(piece.size);
    }
    let reason = if piece.size == 0 {
        "the file is empty"
    } else {
        "not recognised: no reader knows this syntax"
    };
    Err(unread(reason.to_owned()))
}

/// Reads a piece by a reader.
pub(crate) fn read_by(
    reader: &'static dyn Reader,
    piece: &mut Piece,
    now: i64,
    output: &mut dyn Output,
    watch: &dyn Watch,
) -> Result<Outcome, ReadError> {
    let digest = match piece.digest() {
        Ok(digest) => digest.clone(),
        Err(error) => return Ok(unread(error.to_string())),
    };
    let mut sink = Sink::new(&digest, now, output);
    let trouble = guarded(piece, &mut sink, watch, |evidence, sink| {
        reader.read(evidence, sink)
    })?;
    ended(reader, piece, sink, trouble)
}

/// Reads what is left of a piece, of which so much was read before.
pub(crate) fn read_rest(
    (reader, cut): (&dyn Reader, &dyn Cut),
    piece: &mut Piece,
    mut sink: Sink<'_>,
    start: &Start,
    watch: &dyn Watch,
) -> Result<Outcome, ReadError> {
    let trouble = match piece.input.seek(SeekFrom::Start(start.offset)) {
        Ok(_) => guarded(piece, &mut sink, watch, |evidence, sink| {
            cut.rest(evidence, start, sink)
        })?,
        Err(error) => Some(error.to_string()),
    };
    ended(reader, piece, sink, trouble)
}

/// A piece ends, maybe too early.
pub(crate) fn ended(
    reader: &dyn Reader,
    piece: &Piece,
    mut sink: Sink<'_>,
    mut trouble: Option<String>,
) -> Result<Outcome, ReadError> {
    if let Some(reason) = &piece.cut_short {
        sink.reject(Place::Whole, reason.clone())?;
        trouble.get_or_insert_with(|| reason.clone());
    }
    Ok(Outcome {
        reader: Some(reader.about().name),
        counts: sink.finish()?,
        trouble,
    })
}

pub(crate) fn unread(reason: String) -> Outcome {
    Outcome {
        reader: None,
        counts: Counts::default(),
        trouble: Some(reason),
    }
}

fn head_of(piece: &mut Piece) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    piece
        .input
        .by_ref()
        .take(limits::SNIFF_BYTES as u64)
        .read_to_end(&mut head)?;
    piece.input.rewind()?;
    Ok(head)
}

/// Runs a reader to its end; one that breaks costs its own evidence and nothing else.
fn guarded(
    piece: &mut Piece,
    sink: &mut Sink<'_>,
    watch: &dyn Watch,
    read: impl FnOnce(&mut Evidence<'_>, &mut Sink<'_>) -> Result<(), ReadError>,
) -> Result<Option<String>, ReadError> {
    let (size, clock, knowing) = (piece.size, piece.clock(), piece.knowing.clone());
    let mut input = Watched::new(&mut piece.input, (!piece.is_packed).then_some(watch));
    let mut evidence = Evidence::new(&mut input, size)
        .with_clock(clock)
        .with_kinds(&knowing.kinds)
        .with_unpack(&Attachments)
        .with_judge(knowing.judge.as_deref());
    let ended = catch_unwind(AssertUnwindSafe(|| read(&mut evidence, sink)));
    let (place, reason) = match ended {
        Ok(Ok(())) => return Ok(None),
        Ok(Err(ReadError::Output(refused))) => return Err(ReadError::Output(refused)),
        Ok(Err(ReadError::Malformed { place, reason })) => (place, reason),
        Ok(Err(ReadError::Io(error))) => (Place::Whole, format!("cannot read on: {error}")),
        Err(_) => (
            Place::Whole,
            "the reader broke on this file; help: please report it".to_owned(),
        ),
    };
    sink.reject(place, reason.clone())?;
    Ok(Some(reason))
}
