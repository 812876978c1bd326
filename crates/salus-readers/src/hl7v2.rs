//! HL7 version 2 messages (ER7, "pipe and hat"): who, what, when and where; free text is left out.
//!
//! One message is one record of `hl7v2_message`, one batch or file envelope one of `hl7v2_batch`.
//! Segments may end with CR, LF or both, and messages may stand in MLLP frames. Only the fields that
//! `kept` lists are kept, under their own names (`PID-3.1`); names, addresses, telephone numbers,
//! results, notes and diagnoses never are. `left_out` counts the fields of which something was.

mod delimiters;
mod draft;
mod kept;
mod segments;
mod when;

use std::io::Cursor;

use salus_record::{Place, limits};

use crate::{About, Confidence, Evidence, Input, ReadError, Reader, Sink};
use delimiters::Delimiters;
use draft::Draft;
use segments::{Piece, Segments};

pub(crate) struct Hl7v2;

impl Reader for Hl7v2 {
    fn about(&self) -> About {
        About {
            name: "hl7v2",
            title: "HL7 version 2 messages: identifiers, codes, places and times; free text is left out",
            tables: &["hl7v2_batch", "hl7v2_message"],
            export: "interface engine (Rhapsody, Mirth, Cloverleaf, Corepoint, Ensemble): message archive, export as ER7 text",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        if let Some(text) = wide(head) {
            return self.sniff(text.as_bytes());
        }
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let is_lead = |byte: &u8| byte.is_ascii_whitespace() || *byte == segments::FRAME_START;
        let start = head.iter().take_while(|byte| is_lead(byte)).count();
        if segments::first(&head[start..]).is_some_and(is_header) {
            return Confidence::Certain;
        }
        let lines = || segments::all(head).take(SAMPLE_LINES);
        let known = lines().filter(|line| is_segment(line)).count();
        if lines().any(is_header) && known * 2 > lines().count() {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if wide(evidence.input().fill_buf()?).is_some() {
            if evidence.size() > limits::RECORD_BYTES as u64 {
                let most = limits::RECORD_BYTES >> 20;
                let reason = format!("UTF-16 larger than {most} MiB; help: save it as UTF-8");
                return Err(ReadError::malformed(Place::Whole, reason));
            }
            let text = wide(&evidence.whole()?).unwrap_or_default();
            return read(&mut Cursor::new(text.into_bytes()), sink);
        }
        read(evidence.input(), sink)
    }
}

fn read(input: &mut dyn Input, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut segments = Segments::new(input)?;
    let mut reading = Reading::default();
    while let Some(piece) = segments.next()? {
        match piece {
            Piece::Frame => reading.end_message(sink)?,
            Piece::TooLong { offset } => {
                let reason = format!("a segment longer than {} MiB", limits::LINE_BYTES >> 20);
                reading.broken(offset, &reason, sink)?;
            }
            Piece::Segment { offset, bytes } => reading.segment(offset, bytes, sink)?,
        }
    }
    reading.end(sink)
}

/// Text in UTF-16, as editors save it; engines do not write it, so that it is held whole.
fn wide(bytes: &[u8]) -> Option<String> {
    let unit = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let pairs = bytes[2..].chunks_exact(2);
    let units: Vec<u16> = pairs.map(|pair| unit([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

/// Lines looked at where a file does not begin with a header.
const SAMPLE_LINES: usize = 50;

fn is_header(segment: &[u8]) -> bool {
    matches!(segment.get(..3), Some(b"MSH" | b"BHS" | b"FHS")) && Delimiters::of(segment).is_ok()
}

/// Three letters or digits and a delimiter, or nothing behind them.
fn is_segment(segment: &[u8]) -> bool {
    let [first, second, third, rest @ ..] = segment else {
        return false;
    };
    let is_name = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    first.is_ascii_uppercase()
        && is_name(second)
        && is_name(third)
        && rest.first().is_none_or(u8::is_ascii_punctuation)
}

/// Where the reading stands.
#[derive(Default)]
struct Reading {
    at: At,
    /// Messages so far, the broken ones among them.
    messages: u64,
    batch: Envelope,
    file: Envelope,
}

#[derive(Default)]
enum At {
    #[default]
    Outside,
    /// In a message whose header is broken.
    Skipping,
    Message(Box<Draft>),
}

/// A batch (`BHS` to `BTS`) or a file (`FHS` to `FTS`).
#[derive(Default)]
struct Envelope {
    header: Option<Draft>,
    messages: u64,
    batches: u64,
}

impl Reading {
    fn segment(&mut self, offset: u64, bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError> {
        match bytes.get(..3) {
            Some(b"MSH") => self.header(bytes, sink),
            Some(b"FHS" | b"BHS") => self.envelope_begins(offset, bytes, sink),
            Some(b"BTS" | b"FTS") => self.envelope_ends(offset, bytes, sink),
            _ if !is_segment(bytes) => self.broken(offset, "not a segment", sink),
            _ => match &mut self.at {
                At::Outside => self.broken(offset, "a segment outside of a message", sink),
                At::Skipping => Ok(()),
                At::Message(message) => {
                    message.add(bytes);
                    Ok(())
                }
            },
        }
    }

    /// What costs itself alone; inside a broken message it is part of that.
    fn broken(&self, offset: u64, reason: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        match self.at {
            At::Skipping => Ok(()),
            At::Outside | At::Message(_) => sink.reject(Place::Offset(offset), reason),
        }
    }

    fn header(&mut self, bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError> {
        self.end_message(sink)?;
        self.messages += 1;
        self.batch.messages += 1;
        self.file.messages += 1;
        let place = Place::Record(self.messages);
        match Draft::of(place, bytes) {
            Ok(message) if message.has("MSH-9.1") => self.at = At::Message(Box::new(message)),
            Ok(_) => {
                self.at = At::Skipping;
                sink.reject(place, "the header (MSH) does not say the kind of message")?;
            }
            Err(reason) => {
                self.at = At::Skipping;
                sink.reject(place, reason)?;
            }
        }
        Ok(())
    }

    fn end_message(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        match std::mem::take(&mut self.at) {
            At::Message(message) => message.end("hl7v2_message", &[], sink),
            At::Outside | At::Skipping => Ok(()),
        }
    }

    fn envelope_begins(
        &mut self,
        offset: u64,
        bytes: &[u8],
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        self.end_message(sink)?;
        self.end_batch(sink)?;
        let is_file = bytes.starts_with(b"FHS");
        if is_file {
            self.end_file(sink)?;
        } else {
            self.file.batches += 1;
        }
        let place = Place::Offset(offset);
        let header = match Draft::of(place, bytes) {
            Ok(header) => Some(header),
            Err(reason) => {
                sink.reject(place, reason)?;
                None
            }
        };
        let envelope = if is_file {
            &mut self.file
        } else {
            &mut self.batch
        };
        *envelope = Envelope {
            header,
            ..Envelope::default()
        };
        Ok(())
    }

    fn envelope_ends(
        &mut self,
        offset: u64,
        bytes: &[u8],
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        self.end_message(sink)?;
        let is_file = bytes.starts_with(b"FTS");
        if is_file {
            self.end_batch(sink)?;
        }
        let envelope = if is_file {
            &mut self.file
        } else {
            &mut self.batch
        };
        if let Some(header) = &mut envelope.header {
            header.add(bytes);
        }
        let (what, here) = match (is_file, envelope.batches) {
            (false, _) => ("BTS-1", envelope.messages),
            // A file without batches is one itself; some count its messages.
            (true, 0) if claim(bytes) == Some(Some(envelope.messages)) => {
                return self.end_file(sink);
            }
            (true, batches) => ("FTS-1", batches.max(1)),
        };
        match claim(bytes) {
            Some(None) => sink.reject(Place::Offset(offset), format!("{what} is not a number"))?,
            Some(Some(claimed)) if claimed != here => {
                let reason = format!("{what} counts {claimed}, {here} are here");
                sink.reject(Place::Offset(offset), reason)?;
            }
            _ => {}
        }
        if is_file {
            self.end_file(sink)
        } else {
            self.end_batch(sink)
        }
    }

    fn end_batch(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let batch = std::mem::take(&mut self.batch);
        let counted = [("messages", batch.messages)];
        match batch.header {
            Some(header) => header.end("hl7v2_batch", &counted, sink),
            None => Ok(()),
        }
    }

    fn end_file(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let file = std::mem::take(&mut self.file);
        let counted = [("batches", file.batches), ("messages", file.messages)];
        match file.header {
            Some(header) => header.end("hl7v2_batch", &counted, sink),
            None => Ok(()),
        }
    }

    fn end(mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        self.end_message(sink)?;
        self.end_batch(sink)?;
        self.end_file(sink)
    }
}

/// What a trailer counts: nothing where it is empty, no number where it is none.
fn claim(trailer: &[u8]) -> Option<Option<u64>> {
    let delimiter = *trailer.get(3)?;
    let first = trailer.get(4..)?.split(|byte| *byte == delimiter).next()?;
    let text = String::from_utf8_lossy(first);
    let text = text.trim();
    (!text.is_empty() && text != "\"\"").then(|| text.parse().ok())
}

#[cfg(test)]
mod tests;
