//! Reports that a message carries: abuse and failure feedback, and DMARC and TLS reports in plain attachments.
//!
//! Each becomes a record of its own at the place of the message that carried it. Most DMARC reports come packed; such
//! an attachment is opened by whoever handed the evidence over, within limits.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use salus_record::{Place, ReadError, Sink, limits};

use super::columns::instant;
use super::headers::unfold;
use super::message::cut;
use crate::lines::text_of;
use crate::{Unpack, dmarc, json};

/// Reports of one message that are written.
const REPORTS: usize = 100;
/// Fields of one report that are kept.
const FIELDS: usize = 200;
const NAME_CHARS: usize = 100;
/// What is kept of the message that is reported.
const ORIGINAL: [&str; 4] = ["From", "Subject", "Date", "Message-ID"];

/// Writes the reports among the parts of a message.
pub(super) fn write(
    message: &Message<'_>,
    place: Place,
    unpack: &dyn Unpack,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let mut written = 0;
    for part in &message.parts {
        if matches!(part.body, PartType::Multipart(_) | PartType::Message(_)) {
            continue;
        }
        let bytes = part.contents();
        let is_report = if is_kind(part, "message", "feedback-report") {
            feedback(message, bytes, place, sink)?;
            true
        } else if may_be_packed_report(bytes) {
            let mut is_report = false;
            unpack.unpack(bytes, &mut |inner| {
                is_report |= document(inner, place, sink)?;
                Ok(())
            })?;
            is_report
        } else {
            document(bytes, place, sink)?
        };
        written += usize::from(is_report);
        if written >= REPORTS {
            break;
        }
    }
    Ok(())
}

/// Whether packed bytes are worth opening: gzip, or a zip whose first file is no part of an office document.
fn may_be_packed_report(bytes: &[u8]) -> bool {
    if bytes.len() > limits::PACKED_REPORT_BYTES {
        return false;
    }
    match bytes {
        [0x1f, 0x8b, 8, ..] => true,
        [b'P', b'K', 3, 4, ..] => {
            let length = bytes
                .get(26..28)
                .map_or(0, |two| usize::from(two[0]) | usize::from(two[1]) << 8);
            let name = bytes
                .get(30..30 + length)
                .unwrap_or_default()
                .to_ascii_lowercase();
            (name.ends_with(b".xml") || name.ends_with(b".json"))
                && !name.starts_with(b"[content_types]")
        }
        _ => false,
    }
}

/// A document that is a report, by its own words and whatever it is called.
pub(crate) fn document(bytes: &[u8], place: Place, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
    let start = bytes.trim_ascii_start();
    let head = &start[..start.len().min(limits::SNIFF_BYTES)];
    if head.starts_with(b"<") && dmarc::is_report(head) {
        dmarc::write(bytes, Some(place), sink)?;
        return Ok(true);
    }
    if head.starts_with(b"{") && json::may_be_tls_report(head) {
        return json::put_tls_report(bytes, place, sink);
    }
    Ok(false)
}

fn feedback(
    message: &Message<'_>,
    bytes: &[u8],
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let fields = fields(bytes);
    if fields.is_empty() {
        return sink.reject(place, "a feedback report without fields");
    }
    let mut row = sink.record("mail_feedback", place);
    let is_arrival = |name: &str| {
        ["Arrival-Date", "Received-Date"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    };
    if let Some((_, values)) = fields.iter().find(|(name, _)| is_arrival(name)) {
        let written = values[0].as_str();
        row = row.time_at(instant(written), written);
    }
    for (name, values) in &fields {
        match values.as_slice() {
            [one] => row.set(name, one),
            several => row.set(name, &serde_json::json!(several).to_string()),
        }
    }
    for (name, value) in original(message) {
        row.set(&format!("original.{name}"), &value);
    }
    row.end()
}

/// The fields in their order, each with all its values.
fn fields(bytes: &[u8]) -> Vec<(String, Vec<String>)> {
    let text = text_of(bytes);
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    let mut count = 0;
    let mut begun: Option<(String, String)> = None;
    // A report may have its fields in groups with blank lines between them.
    for line in text.lines().chain([""]) {
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = &mut begun
        {
            value.push('\n');
            value.push_str(line);
            continue;
        }
        if let Some((name, value)) = begun.take() {
            count += 1;
            let value = unfold(value.as_bytes());
            match fields
                .iter_mut()
                .find(|(known, _)| known.eq_ignore_ascii_case(&name))
            {
                Some((_, values)) => values.push(value),
                None => fields.push((name, vec![value])),
            }
        }
        if count >= FIELDS {
            break;
        }
        let field = line.split_once(':');
        begun = field
            .filter(|(name, _)| is_name(name.trim_end()))
            .map(|(name, value)| (name.trim_end().to_owned(), value.to_owned()));
    }
    fields
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= NAME_CHARS
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// What the report says of the message it is about, which it carries whole or as headers alone.
fn original(message: &Message<'_>) -> Vec<(&'static str, String)> {
    for part in &message.parts {
        if let PartType::Message(inner) = &part.body {
            return ORIGINAL
                .iter()
                .filter_map(|name| {
                    let value = inner.header_raw(*name)?;
                    Some((*name, unfold(value.as_bytes())))
                })
                .collect();
        }
        if is_kind(part, "text", "rfc822-headers") || is_kind(part, "message", "rfc822-headers") {
            let fields = fields(part.contents());
            return ORIGINAL
                .iter()
                .filter_map(|name| {
                    let (_, values) = fields
                        .iter()
                        .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
                    Some((*name, cut(&values[0], 1_000).to_owned()))
                })
                .collect();
        }
    }
    Vec::new()
}

fn is_kind(part: &MessagePart<'_>, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|content| {
        content.ctype().eq_ignore_ascii_case(kind)
            && content
                .subtype()
                .is_some_and(|other| other.eq_ignore_ascii_case(subtype))
    })
}
