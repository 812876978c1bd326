//! E-mail: single messages (`.eml`, maildir files) and mbox files, one row for each message.
//!
//! Messages are taken from the evidence one by one, so memory is bounded by the largest of them.
//! Links and attachments are described, never opened or fetched.

mod attachments;
mod headers;
mod links;
mod message;
mod nesting;
mod split;
mod verdicts;

use mail_parser::MessageParser;
use salus_record::limits;

use split::{Messages, Taken};

use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink};

pub(crate) struct Mail;

/// Headers that a message begins with. Two of them make a message of a text.
const KNOWN: [&str; 32] = [
    "arc-authentication-results",
    "arc-message-signature",
    "arc-seal",
    "authentication-results",
    "bcc",
    "cc",
    "content-disposition",
    "content-transfer-encoding",
    "content-type",
    "date",
    "delivered-to",
    "dkim-signature",
    "envelope-to",
    "errors-to",
    "from",
    "in-reply-to",
    "list-id",
    "list-unsubscribe",
    "message-id",
    "mime-version",
    "organization",
    "received",
    "received-spf",
    "references",
    "reply-to",
    "resent-from",
    "return-path",
    "sender",
    "subject",
    "to",
    "x-mailer",
    "x-received",
];

impl Reader for Mail {
    fn about(&self) -> About {
        About {
            name: "mail",
            title: "E-mail (.eml, mbox, maildir)",
            tables: &["mail"],
            export: "save messages as .eml from the mail program, or a mailbox as mbox",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        match known_headers(head) {
            0 | 1 => Confidence::No,
            2 | 3 => Confidence::Likely,
            _ => Confidence::Certain,
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let parser = MessageParser::default();
        let probe = nesting::probe();
        let mut messages = Messages::new(evidence.input());
        let mut number = 0;
        while let Some(taken) = messages.next()? {
            number += 1;
            let place = Place::Record(number);
            let Taken::Message(mut raw) = taken else {
                let reason = format!("a message larger than {} MiB", limits::RECORD_BYTES >> 20);
                sink.reject(place, reason)?;
                continue;
            };
            if let Some(reason) = nesting::refuse(&raw) {
                sink.reject(place, reason)?;
                continue;
            }
            nesting::close_encoded_messages(&probe, &mut raw);
            message::write(&parser, &raw, place, sink)?;
            messages.reuse(raw);
        }
        Ok(())
    }
}

/// How many well-known headers stand at the top, before the first line that is none.
fn known_headers(head: &[u8]) -> usize {
    let mut known = 0;
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let lines = head
        .split(|byte| *byte == b'\n')
        .map(|line| line.trim_ascii_end());
    for (at, line) in lines.skip_while(|line| line.is_empty()).enumerate() {
        let is_continuation = matches!(line.first(), Some(b' ' | b'\t'));
        if at > 0 && is_continuation || at == 0 && line.starts_with(b"From ") {
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            break;
        };
        let name = line[..colon].trim_ascii_end();
        if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_graphic()) {
            break;
        }
        known += usize::from(is_known(name));
    }
    known
}

fn is_known(name: &[u8]) -> bool {
    KNOWN
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

#[cfg(test)]
mod tests;
