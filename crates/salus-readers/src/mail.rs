//! E-mail: single messages (`.eml`, `.emlx`, maildir files) and mbox files, one row for each message.
//!
//! Reports that a message carries (DMARC, abuse feedback, TLS) become records of their own beside it.
//! Messages are taken from the evidence one by one, so memory is bounded by the largest of them.
//! Links and attachments are described, never opened or fetched.

mod attachments;
mod columns;
mod head;
mod headers;
mod links;
mod message;
mod reports;
mod split;
mod verdicts;

pub(crate) use attachments::Attachment;
pub(crate) use columns::{
    ADDRESSES, People, json, parser, time_of, write_attachments, write_bodies, write_headers,
    write_verdicts,
};
pub(crate) use headers::Headers;
pub(crate) use links::find_in;
pub(crate) use message::cut;
pub(crate) use reports::document;

use salus_record::limits;

use split::{Messages, Taken};

use crate::{About, Confidence, Evidence, Input, Place, ReadError, Reader, Sink};

pub(crate) struct Mail;

impl Reader for Mail {
    fn about(&self) -> About {
        About {
            name: "mail",
            title: "E-mail (.eml, .emlx, mbox, maildir)",
            tables: &[
                "dmarc_aggregate",
                "mail",
                "mail_feedback",
                "mail_opinion",
                "tls_report",
            ],
            export: "save messages as .eml from the mail program, or a mailbox as mbox",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        head::judge(head)
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let beside = message::Beside {
            unpack: evidence.unpacker(),
            judge: evidence.judge(),
        };
        let parser = columns::parser();
        let probe = salus_mime::probe();
        let mut messages = Messages::new(evidence.input());
        let mut number = 0;
        while let Some(taken) = messages.next()? {
            number += 1;
            let place = Place::Record(number);
            let Taken::Message(raw) = taken else {
                sink.reject(place, too_large())?;
                continue;
            };
            if let Some(reason) = salus_mime::refuse(&raw) {
                sink.reject(place, reason)?;
                continue;
            }
            let ready = &salus_mime::ready(&probe, &raw);
            message::write(&parser, (ready, &raw), place, beside, sink)?;
            messages.reuse(raw);
        }
        Ok(())
    }
}

/// Takes a message as it came over the wire, or why it cannot be had.
pub type EachMessage<'e> = dyn FnMut(Place, Result<&[u8], String>) -> Result<(), ReadError> + 'e;

/// Hands over each message of a file (a single one, an mbox) as it came over the wire, or why it cannot be.
///
/// # Errors
/// When the input cannot be read on, and whatever `each` gives.
pub fn messages(input: &mut dyn Input, each: &mut EachMessage<'_>) -> Result<(), ReadError> {
    let mut messages = Messages::new(input);
    let mut number = 0;
    while let Some(taken) = messages.next()? {
        number += 1;
        let place = Place::Record(number);
        match taken {
            Taken::Message(raw) => {
                each(place, Ok(&raw))?;
                messages.reuse(raw);
            }
            Taken::TooLarge => each(place, Err(too_large()))?,
        }
    }
    Ok(())
}

fn too_large() -> String {
    format!("a message larger than {} MiB", limits::RECORD_BYTES >> 20)
}

#[cfg(test)]
mod tests;
