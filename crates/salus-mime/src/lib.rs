//! Takes an e-mail apart, its inner structure kept within limits.
//!
//! `mail-parser` calls itself for messages that are attached in base64 or quoted-printable, and a
//! chain of a hundred thousand of them would exhaust the stack. RFC 2046 forbids such attachments;
//! they are left closed: their encoding is blanked, and they count as one attachment as they stand.

mod mend;

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub use mail_parser;
use mail_parser::{HeaderName, Message, MessageParser, MimeHeaders, PartType};

/// `Content-Type` headers in one message.
const PARTS: usize = 2_000;
/// Pairs of dashes, as each boundary between parts has one.
const DASHES: usize = 500_000;

/// Why this message is too intricate to be opened, if it is.
#[must_use]
pub fn refuse(raw: &[u8]) -> Option<&'static str> {
    if count(raw, b"content-type", PARTS + 1) > PARTS {
        return Some("a message of more than 2,000 parts");
    }
    if has(raw, b"multipart") && count(raw, b"--", DASHES + 1) > DASHES {
        return Some("a message of more than 500,000 boundaries");
    }
    None
}

/// Takes a message apart. Fuzzing met a violated assertion of `mail-parser` in broken multiparts
/// (in builds with assertions); a message that makes it panic is rejected instead.
#[must_use]
pub fn parse<'x>(parser: &MessageParser, raw: &'x [u8]) -> Option<Message<'x>> {
    catch_unwind(AssertUnwindSafe(|| parser.parse(raw)))
        .ok()
        .flatten()
}

/// A parser that shows encoded parts without decoding them.
#[must_use]
pub fn probe() -> MessageParser {
    MessageParser::new()
        .with_mime_headers()
        .header_raw(HeaderName::ContentTransferEncoding)
        .default_header_ignore()
}

/// The message as it is to be parsed: parts without an end get one, attached messages that are encoded stay closed.
/// Signatures are held against `raw`.
#[must_use]
pub fn ready<'r>(probe: &MessageParser, raw: &'r [u8]) -> Cow<'r, [u8]> {
    let is_nested = count(raw, b"multipart", 2) == 2;
    let mended = is_nested.then(|| mend::mended(raw)).flatten();
    let may_nest = |raw: &[u8]| {
        (has(raw, b"message/") || has(raw, b"digest"))
            && (has(raw, b"base64") || has(raw, b"quoted-printable"))
    };
    if mended.is_none() && !may_nest(raw) {
        return Cow::Borrowed(raw);
    }
    let mut bytes = mended.unwrap_or_else(|| raw.to_vec());
    if may_nest(&bytes) {
        close_encoded_messages(probe, &mut bytes);
    }
    Cow::Owned(bytes)
}

/// Blanks the transfer encoding of attached messages.
fn close_encoded_messages(probe: &MessageParser, raw: &mut [u8]) {
    let is_digest = has(raw, b"digest");
    let mut encodings = Vec::new();
    if let Some(message) = parse(probe, raw) {
        let visit = |message: &Message<'_>| encodings.extend(encoded_messages(message, is_digest));
        dismantle(message, visit);
    }
    for span in encodings {
        if let Some(bytes) = raw.get_mut(span) {
            // Line ends stay, or the next header would become part of this one.
            let is_text = |byte: &&mut u8| !byte.is_ascii_whitespace();
            bytes
                .iter_mut()
                .filter(is_text)
                .for_each(|byte| *byte = b'-');
        }
    }
}

/// Where the encodings of messages directly inside `message` are written.
fn encoded_messages(message: &Message<'_>, is_digest: bool) -> Vec<std::ops::Range<usize>> {
    let mut spans = Vec::new();
    for part in &message.parts {
        let is_message = part.is_message()
            || match part.content_type() {
                Some(kind) => {
                    // A report of this kind holds headers and is never opened as a message.
                    let is_report = kind
                        .subtype()
                        .is_some_and(|subtype| subtype.eq_ignore_ascii_case("feedback-report"));
                    kind.ctype().eq_ignore_ascii_case("message") && !is_report
                }
                None => is_digest,
            };
        if !is_message {
            continue;
        }
        for header in &part.headers {
            if header.name == HeaderName::ContentTransferEncoding {
                spans.push(header.offset_start as usize..header.offset_end as usize);
            }
        }
    }
    spans
}

/// Shows a message and all messages inside it, then drops them one by one: dropping a long chain
/// of them whole would go as deep as the chain.
pub fn dismantle<'x>(message: Message<'x>, mut visit: impl FnMut(&Message<'x>)) {
    let mut left = vec![message];
    while let Some(mut message) = left.pop() {
        visit(&message);
        for part in &mut message.parts {
            if let PartType::Message(_) = &part.body
                && let PartType::Message(inner) =
                    std::mem::replace(&mut part.body, PartType::Text(Cow::Borrowed("")))
            {
                left.push(inner);
            }
        }
    }
}

fn has(raw: &[u8], word: &[u8]) -> bool {
    count(raw, word, 1) > 0
}

/// How often `word` (in lower case) occurs in whatever case, counted up to `most`.
fn count(raw: &[u8], word: &[u8], most: usize) -> usize {
    let mut found = 0;
    let mut at = 0;
    while let Some(window) = raw.get(at..at + word.len()) {
        if window[0].to_ascii_lowercase() == word[0] && window.eq_ignore_ascii_case(word) {
            found += 1;
            at += word.len();
            if found >= most {
                break;
            }
        } else {
            at += 1;
        }
    }
    found
}
