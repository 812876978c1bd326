//! The spine: one piece of evidence, from its bytes to records and rejects.
//!
//! ```text
//! evidence ─► source ─► reader ─► record batches ─► output (the lake, the matcher)
//!                          └────► rejects
//! ```

use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use salus_readers::{Evidence, Reader, recognise};
use salus_record::{Counts, Output, Place, ReadError, Sink, limits};
use salus_sources::{Piece, Watch};

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
    let head = match head_of(piece) {
        Ok(head) => head,
        Err(error) => return Ok(unread(None, error.to_string())),
    };
    let Some(reader) = recognise(&head) else {
        if !piece.is_packed {
            watch.read(piece.size);
        }
        let reason = if piece.size == 0 {
            "the file is empty"
        } else {
            "not recognised: no reader knows this syntax"
        };
        return Ok(unread(None, reason.to_owned()));
    };
    let mut sink = Sink::new(&piece.digest, now, output);
    let mut trouble = run(reader, piece, &mut sink, watch)?;
    if let Some(reason) = &piece.cut_short {
        sink.reject(Place::Whole, reason.clone())?;
        trouble.get_or_insert_with(|| reason.clone());
    }
    let counts = sink.finish()?;
    Ok(Outcome {
        reader: Some(reader.about().name),
        counts,
        trouble,
    })
}

fn unread(reader: Option<&'static str>, reason: String) -> Outcome {
    Outcome {
        reader,
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

/// Runs a reader; one that breaks costs its own evidence and nothing else.
fn run(
    reader: &dyn Reader,
    piece: &mut Piece,
    sink: &mut Sink<'_>,
    watch: &dyn Watch,
) -> Result<Option<String>, ReadError> {
    let size = piece.size;
    let mut input = Watched::new(&mut piece.input, (!piece.is_packed).then_some(watch));
    let mut evidence = Evidence::new(&mut input, size);
    let ended = catch_unwind(AssertUnwindSafe(|| reader.read(&mut evidence, sink)));
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
