//! A message's attachments, described and never opened.

use std::fmt::Write as _;

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use salus_record::Digest;
use serde::Serialize;

use super::message::cut;

/// Attachments of one message that are described.
pub(super) const ATTACHMENTS: usize = 1_000;
const NAME_CHARS: usize = 500;

/// One attachment.
#[derive(Debug, Serialize)]
pub(crate) struct Attachment {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub size: usize,
    pub sha256: String,
}

/// The attachments in their order.
pub(super) fn describe(message: &Message<'_>, raw: &[u8]) -> Vec<Attachment> {
    message
        .attachments()
        .take(ATTACHMENTS)
        .map(|part| one(part, raw))
        .collect()
}

fn one(part: &MessagePart<'_>, raw: &[u8]) -> Attachment {
    let bytes = match &part.body {
        PartType::Message(_) | PartType::Multipart(_) => {
            let span = part.offset_body as usize..part.offset_end as usize;
            raw.get(span).unwrap_or_default()
        }
        _ => part.contents(),
    };
    Attachment {
        name: cut(part.attachment_name().unwrap_or_default(), NAME_CHARS).to_owned(),
        kind: kind_of(part),
        size: bytes.len(),
        sha256: Digest::of(bytes).as_str().to_owned(),
    }
}

fn kind_of(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else {
        return "text/plain".to_owned();
    };
    let mut text = cut(kind.ctype(), 100).to_ascii_lowercase();
    if let Some(subtype) = kind.subtype() {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "/{}", cut(subtype, 100).to_ascii_lowercase());
    }
    text
}
