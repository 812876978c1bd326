//! What Windows networks speak: file shares, remote desktops, directories, Kerberos, remote calls.

use super::{Heard, Notes, Protocol, View, be_16, be_32, first_line, le_16, le_32};

pub(super) const PROTOCOLS: &[Protocol] = &[
    Protocol {
        name: "smb",
        encrypted: None,
        begins: |view| view.is_tcp && share(view.bytes).is_some(),
        read: shares,
    },
    Protocol {
        name: "rdp",
        encrypted: None,
        begins: is_desktop,
        read: desktop,
    },
    Protocol {
        name: "kerberos",
        encrypted: None,
        begins: |view| ticket(view).is_some(),
        read: tickets,
    },
    Protocol {
        name: "ldap",
        encrypted: Some(false),
        begins: is_directory,
        read: directory,
    },
    Protocol {
        name: "dce_rpc",
        encrypted: None,
        begins: |view| view.is_tcp && matches!(view.bytes, [5, 0, 11 | 12, _, 0x10, 0, 0, 0, ..]),
        read: |_, _| Heard::Enough,
    },
];

/// The message of the file sharing protocol behind the session's header.
fn share(bytes: &[u8]) -> Option<&[u8]> {
    let message = match bytes {
        [0, _, _, _, message @ ..] => message,
        _ => return None,
    };
    let is_share = matches!(message, [0xFC..=0xFF, b'S', b'M', b'B', ..]);
    is_share.then_some(message)
}

/// Whether a message of the file sharing protocol is encrypted.
pub(super) fn is_sealed(bytes: &[u8]) -> bool {
    share(bytes).is_some_and(|message| message[0] == 0xFD)
}

const NEGOTIATE_1: u8 = 0x72;

fn shares(view: &View<'_>, notes: &mut Notes) -> Heard {
    let Some(message) = share(view.bytes) else {
        return Heard::Listening;
    };
    match message[0] {
        0xFF if message.get(4) == Some(&NEGOTIATE_1) && !view.is_out => {
            notes.add("smb.dialect", "1");
            notes.encrypted.get_or_insert(false);
            Heard::Enough
        }
        0xFE if !view.is_out && le_16(message, 12) == Some(0) => {
            answer_2(message, notes);
            notes.encrypted.get_or_insert(false);
            // After a first answer to version 1 the exact dialect comes with a second one.
            if le_16(message, 68) == Some(0x02FF) {
                Heard::Listening
            } else {
                Heard::Enough
            }
        }
        0xFD => {
            notes.encrypted = Some(true);
            Heard::Enough
        }
        _ => Heard::Listening,
    }
}

/// The answer to the question for a dialect: behind a header of 64 bytes.
fn answer_2(message: &[u8], notes: &mut Notes) {
    let dialect = match le_16(message, 68) {
        Some(0x0202) => "2.0.2",
        Some(0x0210) => "2.1",
        Some(0x0300) => "3.0",
        Some(0x0302) => "3.0.2",
        Some(0x0311) => "3.1.1",
        _ => return,
    };
    notes.add("smb.dialect", dialect);
    if let Some(mode) = le_16(message, 66) {
        notes.add("smb.signing_required", (mode & 2 != 0).to_string());
    }
}

const REQUEST: u8 = 0xE0;
const CONFIRM: u8 = 0xD0;

/// The header of the transport that remote desktops share with some controllers.
fn transport(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let length = be_16(bytes, 2)?;
    let is_header = bytes.starts_with(&[3, 0]) && (11..=bytes.len()).contains(&length);
    is_header.then(|| (bytes[5], &bytes[11..length]))
}

fn is_desktop(view: &View<'_>) -> bool {
    let Some((REQUEST, rest)) = transport(view.bytes) else {
        return false;
    };
    let is_request = rest.starts_with(b"Cookie: ") || rest.starts_with(&[1, 0, 8, 0]);
    view.is_tcp && (is_request || (rest.is_empty() && view.peer_port == 3389))
}

fn desktop(view: &View<'_>, notes: &mut Notes) -> Heard {
    match transport(view.bytes) {
        Some((REQUEST, rest)) => {
            if rest.starts_with(b"Cookie: ") {
                let line = first_line(rest);
                notes.add_bytes("rdp.cookie", &line[b"Cookie: ".len()..]);
            }
            Heard::Enough
        }
        Some((CONFIRM, rest)) => {
            let chosen = le_32(rest, 4);
            let security = match (rest.first(), chosen) {
                (Some(3), _) => "refused",
                (Some(2), Some(1)) => "tls",
                (Some(2), Some(2 | 8)) => "credssp",
                (Some(2), Some(4)) => "rdstls",
                _ => "standard",
            };
            if matches!(security, "tls" | "credssp" | "rdstls") {
                notes.encrypted = Some(true);
            }
            notes.add("rdp.security", security);
            Heard::Enough
        }
        _ => Heard::Listening,
    }
}

/// The kind of a message of Kerberos; over TCP its length stands in front.
fn ticket(view: &View<'_>) -> Option<&'static str> {
    let bytes = if view.is_tcp {
        let length = be_32(view.bytes, 0)?;
        let rest = &view.bytes[4..];
        (rest.len() <= length).then_some(rest)?
    } else {
        view.bytes
    };
    let kind = match bytes.first()? {
        0x6A => "AS-REQ",
        0x6B => "AS-REP",
        0x6C => "TGS-REQ",
        0x6D => "TGS-REP",
        0x7E => "KRB-ERROR",
        _ => return None,
    };
    let head = &bytes[..bytes.len().min(24)];
    let mut windows = head.windows(5);
    // The version of the protocol, 5, stands at the beginning of every message.
    windows
        .any(|window| matches!(window, [0xA0 | 0xA1, 3, 2, 1, 5]))
        .then_some(kind)
}

fn tickets(view: &View<'_>, notes: &mut Notes) -> Heard {
    if let Some(kind) = ticket(view) {
        let name = if view.is_out {
            "kerberos.request"
        } else {
            "kerberos.reply"
        };
        notes.add(name, kind);
    }
    Heard::Enough
}

/// The operation of a message of LDAP: `SEQUENCE { INTEGER, [operation] … }`.
fn operation(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(&[0x30])?;
    let (_, rest) = length_of(rest)?;
    let [2, size @ 1..=4, rest @ ..] = rest else {
        return None;
    };
    rest.get(usize::from(*size)..)
}

/// A length of BER, and what stands behind it.
fn length_of(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    match first {
        0..=0x7F => Some((usize::from(*first), rest)),
        0x81..=0x84 => {
            let count = usize::from(first & 0x7F);
            let (digits, rest) = rest.split_at_checked(count)?;
            let length = digits
                .iter()
                .fold(0, |sum, digit| sum << 8 | usize::from(*digit));
            Some((length, rest))
        }
        _ => None,
    }
}

const BIND: u8 = 0x60;

fn is_directory(view: &View<'_>) -> bool {
    let is_port = matches!(view.peer_port, 389 | 3268);
    let known = |kind: u8| {
        kind == BIND || (is_port && matches!(kind, 0x61 | 0x63..=0x65 | 0x42 | 0x77 | 0x78))
    };
    operation(view.bytes)
        .and_then(<[u8]>::first)
        .is_some_and(|kind| known(*kind))
        && (is_port || bind(view.bytes).is_some())
}

/// How a bind proves who binds: behind the version and the name.
fn bind(bytes: &[u8]) -> Option<&'static str> {
    let operation = operation(bytes)?.strip_prefix(&[BIND])?;
    let (_, body) = length_of(operation)?;
    let body = body.strip_prefix(&[2, 1])?.get(1..)?;
    let (length, rest) = length_of(body.strip_prefix(&[4])?)?;
    let proof = rest.get(length..)?;
    match proof {
        [0x80, 0, ..] => Some("anonymous"),
        [0x80, ..] => Some("password"),
        [0xA3, ..] => Some("sasl"),
        [0x89..=0x8B, ..] => Some("ntlm"),
        _ => None,
    }
}

fn directory(view: &View<'_>, notes: &mut Notes) -> Heard {
    if let Some(proof) = bind(view.bytes) {
        notes.add("ldap.bind", proof);
    }
    Heard::Enough
}
