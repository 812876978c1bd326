//! Windows event logs (`.evtx`): binary XML in chunks of 64 KiB, read chunk by chunk.
//!
//! Finding the chunks is done here, so that memory is bounded by one chunk and each damaged one is
//! rejected with its own offset while the rest is read. A usual chunk goes the short way
//! (`columnar.rs`) from values to columns; for any other the `evtx` crate decodes its records to
//! JSON, from which `event.rs` writes the same columns.

mod binxml;
mod columnar;
mod cut;
mod event;
mod plan;
mod value;

use std::io::Read;
use std::sync::Arc;

use evtx::err::EvtxError;
use evtx::{EvtxChunkData, EvtxRecord, ParserSettings};

use columnar::Columnar;
pub(crate) use event::write_event;

use crate::cut::Cut;
use crate::{About, Confidence, Evidence, Input, Place, ReadError, Reader, Sink};

pub(crate) struct Evtx;

const FILE_HEADER: usize = 4096;
const CHUNK: usize = 65_536;
const CHUNK_HEADER: usize = 512;
const FILE_MARK: &[u8] = b"ElfFile\0";
const CHUNK_MARK: &[u8] = b"ElfChnk\0";

impl Reader for Evtx {
    fn about(&self) -> About {
        About {
            name: "evtx",
            title: "Windows event log (EVTX)",
            tables: &[
                "windows_security",
                "windows_sysmon",
                "windows_powershell",
                "windows_powershell_classic",
                "windows_system",
                "windows_application",
                "windows_defender",
                "windows_taskscheduler",
                "windows_*",
            ],
            export: "copy C:\\Windows\\System32\\winevt\\Logs, or `wevtutil epl Security security.evtx`",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        if head.starts_with(FILE_MARK) || head.starts_with(CHUNK_MARK) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        read(evidence, sink, Some(Columnar::default()))
    }

    fn cut(&self) -> Option<&dyn Cut> {
        Some(&cut::CutChunks)
    }
}

/// Reads all chunks, where there is a `columnar` by the short way as far as that goes.
fn read(
    evidence: &mut Evidence<'_>,
    sink: &mut Sink<'_>,
    mut columnar: Option<Columnar>,
) -> Result<(), ReadError> {
    let input = evidence.input();
    let mut chunk = Vec::with_capacity(CHUNK);
    let offset = begin(input, &mut chunk)?;
    read_chunks(input, (chunk, offset), &mut columnar, sink)
}

/// Reads chunks, the first of which may have begun, to the end of the input. Usual ones are not copied where the
/// input has them whole.
fn read_chunks(
    input: &mut dyn Input,
    (mut chunk, mut offset): (Vec<u8>, u64),
    columnar: &mut Option<Columnar>,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    // Rendering without indentation is what the crate compiles to its fastest form.
    let settings = Arc::new(ParserSettings::default().indent(false));
    loop {
        let is_begun = !chunk.is_empty() && chunk.len() < CHUNK;
        let mut is_unusual = columnar.is_none();
        if let (Some(columnar), false) = (&mut *columnar, is_begun)
            && let Some(whole) = input.fill_buf()?.get(..CHUNK)
        {
            is_unusual = !columnar.read(whole, sink)?;
            if !is_unusual {
                input.consume(CHUNK);
                offset += CHUNK as u64;
                continue;
            }
        }
        fill(input, &mut chunk, CHUNK)?;
        if chunk.is_empty() {
            return Ok(());
        }
        let length = chunk.len() as u64;
        let is_read = match columnar {
            Some(columnar) if !is_unusual => columnar.read(&chunk, sink)?,
            _ => false,
        };
        if !is_read {
            chunk = read_chunk(chunk, offset, &settings, sink)?;
        }
        offset += length;
    }
}

/// Reads the file header away. A lone chunk, as recovered from a disk, has none.
fn begin(input: &mut dyn Input, bytes: &mut Vec<u8>) -> Result<u64, ReadError> {
    fill(input, bytes, CHUNK_MARK.len())?;
    if bytes == CHUNK_MARK {
        return Ok(0);
    }
    if bytes != FILE_MARK {
        return Err(ReadError::malformed(
            Place::Offset(0),
            "no event log signature",
        ));
    }
    fill(input, bytes, FILE_HEADER)?;
    if bytes.len() < FILE_HEADER {
        let end = Place::Offset(bytes.len() as u64);
        return Err(ReadError::malformed(end, "the file ends inside its header"));
    }
    bytes.clear();
    Ok(FILE_HEADER as u64)
}

/// Tops `bytes` up to `length` bytes, or to the end of the input; whole chunks are replaced.
fn fill(input: &mut dyn Input, bytes: &mut Vec<u8>, length: usize) -> Result<(), ReadError> {
    if bytes.len() >= length {
        bytes.clear();
    }
    let missing = (length - bytes.len()) as u64;
    input.take(missing).read_to_end(bytes)?;
    Ok(())
}

/// Reads one chunk and hands its buffer back, emptied.
fn read_chunk(
    bytes: Vec<u8>,
    offset: u64,
    settings: &Arc<ParserSettings>,
    sink: &mut Sink<'_>,
) -> Result<Vec<u8>, ReadError> {
    let place = Place::Offset(offset);
    if bytes.iter().all(|byte| *byte == 0) {
        return Ok(emptied(bytes)); // set aside by Windows, not used yet
    }
    if bytes.len() < CHUNK_HEADER {
        sink.reject(place, "the file ends inside a chunk's header")?;
        return Ok(emptied(bytes));
    }
    let is_cut = bytes.len() < CHUNK;
    let mut data = match EvtxChunkData::new(bytes, false) {
        Ok(data) => data,
        Err(_) => {
            sink.reject(
                place,
                "64 KiB that are not a chunk: the signature is missing",
            )?;
            return Ok(Vec::with_capacity(CHUNK));
        }
    };
    match data.parse(Arc::clone(settings)) {
        Ok(mut chunk) => {
            for record in chunk.iter() {
                read_record(record, offset, sink)?;
            }
        }
        Err(_) => sink.reject(place, "a chunk whose table of strings is damaged")?,
    }
    if is_cut {
        sink.reject(place, "the file ends inside this chunk")?;
    }
    Ok(emptied(data.data))
}

fn emptied(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.clear();
    bytes
}

fn read_record(
    record: Result<EvtxRecord<'_>, EvtxError>,
    chunk_offset: u64,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let (number, json) = match record
        .map(|record| (record.event_record_id, record.into_json_bytes()))
    {
        Ok((number, Ok(json))) => (number, json.data),
        Ok((number, Err(_))) => return sink.reject(Place::Record(number), "damaged binary XML"),
        Err(error) => return reject(&error, chunk_offset, sink),
    };
    let place = Place::Record(number);
    let value: serde_json::Value = match serde_json::from_slice(&json) {
        Ok(value) => value,
        Err(_) => return sink.reject(place, "binary XML nested too deeply"),
    };
    match value.get("Event") {
        Some(event) => write_event(event, place, sink),
        None => sink.reject(place, "a record that holds no event"),
    }
}

fn reject(error: &EvtxError, chunk_offset: u64, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match error {
        EvtxError::FailedToParseRecord { record_id, .. } => {
            sink.reject(Place::Record(*record_id), "damaged binary XML")
        }
        EvtxError::FailedToReadRecordAt { offset, .. } => sink.reject(
            Place::Offset(chunk_offset + offset),
            "no record where one should be; reading goes on at the next one found",
        ),
        _ => sink.reject(Place::Offset(chunk_offset), "damaged chunk"),
    }
}

#[cfg(test)]
mod tests;
