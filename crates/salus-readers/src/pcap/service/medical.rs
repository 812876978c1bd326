//! DICOM associations and HL7 version 2 messages.

use super::{Heard, Notes, Protocol, View, be_16, be_32, clean};

pub(super) const PROTOCOLS: &[Protocol] = &[
    Protocol {
        name: "dicom",
        encrypted: Some(false),
        begins: is_association,
        read: association,
    },
    Protocol {
        name: "hl7",
        encrypted: Some(false),
        begins: is_message,
        read: message,
    },
];

const REQUEST: u8 = 1;
const ACCEPT: u8 = 2;
const REJECT: u8 = 3;
const ABORT: u8 = 7;
/// Type, length, version, two titles and a reserved part stand before the items.
const FIXED: usize = 74;

fn is_association(view: &View<'_>) -> bool {
    let bytes = view.bytes;
    let is_title = |at: usize| {
        let title = bytes.get(at..at + 16);
        title.is_some_and(|title| title.iter().all(|byte| matches!(byte, b' '..=b'~' | 0)))
    };
    view.is_tcp
        && bytes.starts_with(&[REQUEST, 0])
        && be_32(bytes, 2).is_some_and(|length| (FIXED - 6..1 << 20).contains(&length))
        && bytes.get(8..10) == Some(&[0, 0])
        && bytes.get(6..8) == Some(&[0, 1])
        && is_title(10)
        && is_title(26)
}

fn association(view: &View<'_>, notes: &mut Notes) -> Heard {
    let bytes = view.bytes;
    let length = be_32(bytes, 2).unwrap_or(0) + 6;
    match bytes.first() {
        Some(&REQUEST | &ACCEPT) if bytes.len() < length => Heard::More,
        Some(&REQUEST) => {
            notes.add_bytes("dicom.called_ae", &bytes[10..26]);
            notes.add_bytes("dicom.calling_ae", &bytes[26..42]);
            request_items(&bytes[FIXED.min(length)..length], notes);
            Heard::Enough
        }
        Some(&ACCEPT) => {
            let items = items_of(bytes.get(FIXED..length).unwrap_or_default());
            let contexts = items.filter(|(kind, _)| *kind == 0x21);
            let taken = contexts.filter(|(_, body)| body.get(2) == Some(&0));
            notes.add("dicom.answer", "accepted");
            notes.add("dicom.accepted_contexts", taken.count().to_string());
            Heard::Enough
        }
        Some(&REJECT) => {
            notes.add("dicom.answer", "rejected");
            let reason = bytes
                .get(7..10)
                .map(|codes| format!("{} {} {}", codes[0], codes[1], codes[2]));
            notes.add("dicom.reject_reason", reason.unwrap_or_default());
            Heard::Enough
        }
        Some(&ABORT) => {
            notes.add("dicom.answer", "aborted");
            Heard::Enough
        }
        _ => Heard::Listening,
    }
}

fn request_items(items: &[u8], notes: &mut Notes) {
    let mut syntaxes = Vec::new();
    for (kind, body) in items_of(items) {
        match kind {
            0x20 => {
                let inner = items_of(body.get(4..).unwrap_or_default());
                let abstracts = inner.filter(|(kind, _)| *kind == 0x30);
                syntaxes.extend(abstracts.map(|(_, uid)| clean(uid)));
            }
            0x50 => {
                for (kind, value) in items_of(body) {
                    match kind {
                        0x55 => notes.add_bytes("dicom.implementation", value),
                        0x58 => notes.add("dicom.user_identity", identity(value)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    notes.add_list("dicom.abstract_syntaxes", &syntaxes);
}

fn identity(value: &[u8]) -> &'static str {
    match value.first() {
        Some(1) => "user name",
        Some(2) => "user name and password",
        Some(3) => "kerberos",
        Some(4) => "saml",
        Some(5) => "jwt",
        _ => "other",
    }
}

/// Type, a reserved byte, length, body: as often as it fits.
fn items_of(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let length = be_16(rest, 2)?;
        let (kind, body) = (rest[0], rest.get(4..4 + length)?);
        rest = &rest[4 + length..];
        Some((kind, body))
    })
}

/// Begins a message of the lower layer protocol.
const START: u8 = 0x0B;

fn header_of(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = bytes.strip_prefix(&[START]).unwrap_or(bytes);
    let is_header = [b"MSH", b"FHS", b"BHS"]
        .iter()
        .any(|mark| bytes.starts_with(*mark));
    let is_separated = bytes.get(3).is_some_and(u8::is_ascii_punctuation);
    (is_header && is_separated && bytes.len() > 8).then_some(bytes)
}

fn is_message(view: &View<'_>) -> bool {
    let is_framed = view.bytes.first() == Some(&START);
    view.is_tcp && header_of(view.bytes).is_some_and(|bytes| is_framed || bytes[4..7] == *b"^~\\")
}

/// Fields of the header by their numbers; what stands behind the header is not looked at, but for
/// whether the other side took the message.
fn message(view: &View<'_>, notes: &mut Notes) -> Heard {
    let Some(bytes) = header_of(view.bytes) else {
        return Heard::Listening;
    };
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let mut segments = bytes.split(is_end);
    let header = segments.next().unwrap_or_default();
    let separator = bytes[3];
    let field = |number: usize| header.split(|byte| *byte == separator).nth(number - 1);
    let mut note = |name, number| {
        if let Some(text) = field(number) {
            notes.add_bytes(name, text);
        }
    };
    if view.is_out {
        note("hl7.sending_application", 3);
        note("hl7.sending_facility", 4);
        note("hl7.receiving_application", 5);
        note("hl7.receiving_facility", 6);
        note("hl7.message_type", 9);
        note("hl7.processing", 11);
        note("hl7.version", 12);
    } else {
        let taken = segments.find_map(|segment| segment.strip_prefix(b"MSA"));
        if let Some(code) = taken.and_then(|segment| segment.get(1..3)) {
            notes.add_bytes("hl7.acknowledgement", code);
        }
    }
    Heard::Enough
}
