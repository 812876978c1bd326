//! Messages saved from Outlook (`.msg`): an OLE file whose streams are the properties of one message.
//!
//! The columns are those of the table `mail`. Where the message came over the internet its headers are
//! kept and believed first; properties say what the headers do not. Attached messages are described with
//! what is attached to them, down to a depth.

mod attached;
mod properties;
mod written;

use std::panic::{AssertUnwindSafe, catch_unwind};

use cfb::{CompoundFile, OpenOptions};
use properties::Item;

use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink, mail};

pub(crate) struct Outlook;

const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Items that are no messages begin their class so.
const NO_MESSAGES: [&str; 6] = [
    "ipm.activity",
    "ipm.appointment",
    "ipm.contact",
    "ipm.distlist",
    "ipm.stickynote",
    "ipm.task",
];
/// What a message has that other OLE files have not, where their list of streams lies behind the head.
const TELLING: [&str; 3] = ["MIME-Version:", "Message-ID:", "IPM.Note"];

impl Reader for Outlook {
    fn about(&self) -> About {
        About {
            name: "outlook",
            title: "Message saved from Outlook (.msg)",
            tables: &["dmarc_aggregate", "mail", "tls_report"],
            export: "Outlook: File, Save As, Outlook Message Format; or drag a message into a folder",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        if !head.starts_with(SIGNATURE) {
            return Confidence::No;
        }
        let has = |text: &str| {
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            memchr::memmem::find(head, &wide).is_some()
        };
        if has("__properties_version1.0") || has("__substg1.0_") {
            Confidence::Certain
        } else if TELLING.iter().any(|text| has(text)) {
            Confidence::Possible
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let size = evidence.size();
        if size == 0 {
            return Ok(());
        }
        // The library checks what it reads; should it ever miss something, this file alone is lost.
        let input = evidence.input();
        let opened = catch_unwind(AssertUnwindSafe(move || {
            OpenOptions::new().open_with(input)
        }));
        let Ok(Ok(mut file)) = opened else {
            return Err(broken("an OLE file that cannot be opened"));
        };
        if !file.is_stream("/__properties_version1.0") {
            return Err(broken("an OLE file that is no Outlook message"));
        }
        let read = catch_unwind(AssertUnwindSafe(|| Found::of(&mut file, size)));
        match read {
            Ok(Found::Message(message)) => message.write(Place::Record(1), sink),
            Ok(Found::Other) => sink.reject(Place::Record(1), "an Outlook item that is no message"),
            Err(_) => sink.reject(Place::Record(1), "too broken to be taken apart"),
        }
    }
}

fn broken(reason: &'static str) -> ReadError {
    ReadError::malformed(Place::Whole, reason)
}

enum Found {
    Message(Box<written::Written>),
    Other,
}

impl Found {
    fn of(file: &mut CompoundFile<&mut dyn crate::Input>, size: u64) -> Self {
        let mut item = Item::root(file);
        let class = item.text(0x001A).unwrap_or_default().to_ascii_lowercase();
        if NO_MESSAGES.iter().any(|other| class.starts_with(other)) {
            return Self::Other;
        }
        let attached = attached::describe(&mut item);
        Self::Message(Box::new(written::Written::of(&mut item, attached, size)))
    }
}

/// Where an attachment is a report, it is kept until the message itself is written.
fn put_reports(documents: &[Vec<u8>], place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    for document in documents {
        mail::document(document, place, sink)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
