//! TLS and QUIC: which server is meant, and which version and cipher were agreed on.

use super::{Heard, Notes, Protocol, View, be_16, clean};

pub(super) const PROTOCOLS: &[Protocol] = &[
    Protocol {
        name: "tls",
        encrypted: Some(true),
        begins: |view| view.is_tcp && is_hello(view.bytes),
        read: hello,
    },
    Protocol {
        name: "dtls",
        encrypted: Some(true),
        begins: |view| !view.is_tcp && matches!(view.bytes, [22, 0xFE, 0xFD | 0xFF, 0, 0, ..]),
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "quic",
        encrypted: Some(true),
        begins: is_quic,
        read: |_, _| Heard::Enough,
    },
];

const HANDSHAKE: u8 = 22;
const CLIENT: u8 = 1;
const SERVER: u8 = 2;

/// Whether a record of TLS begins here: handshake or data.
pub(super) fn is_record(bytes: &[u8]) -> bool {
    matches!(bytes, [HANDSHAKE | 23, 3, 0..=4, ..])
}

fn is_hello(bytes: &[u8]) -> bool {
    matches!(bytes, [HANDSHAKE, 3, 0..=4, _, _, CLIENT | SERVER, 0, ..])
}

/// A long header of version 1, 2 or a draft, from either side.
fn is_quic(view: &View<'_>) -> bool {
    let is_version = matches!(
        view.bytes,
        [0xC0..=0xFF, 0, 0, 0, 1, ..]
            | [0xC0..=0xFF, 0x6B, 0x33, 0x43, 0xCF, ..]
            | [0xC0..=0xFF, 0xFF, 0, 0, 29..=34, ..]
    );
    !view.is_tcp && view.has_port(443) && is_version && view.bytes.len() >= 40
}

fn hello(view: &View<'_>, notes: &mut Notes) -> Heard {
    let bytes = view.bytes;
    if let [21, 3, _, _, _, level, code, ..] = bytes {
        notes.add("tls.alert", format!("{level} {code}"));
        return Heard::Enough;
    }
    if !is_hello(bytes) {
        return Heard::Listening;
    }
    let length = be_16(bytes, 3).unwrap_or(0) + 5;
    if bytes.len() < length {
        return Heard::More;
    }
    let body = &bytes[9.min(length)..length];
    match bytes[5] {
        CLIENT => client(body, notes),
        _ => server(body, notes),
    };
    Heard::Enough
}

/// Version, random, session, ciphers, compression; then extensions.
fn client(body: &[u8], notes: &mut Notes) -> Option<()> {
    let version = be_16(body, 0)?;
    let at = 34;
    let at = at + 1 + usize::from(*body.get(at)?);
    let at = at + 2 + be_16(body, at)?;
    let at = at + 1 + usize::from(*body.get(at)?);
    let mut versions = vec![version_name(version)];
    for (kind, value) in extensions(body, at) {
        match kind {
            0 => notes.add_bytes("tls.server_name", value.get(5..).unwrap_or_default()),
            16 => notes.add_list("tls.alpn", &names(value.get(2..).unwrap_or_default())),
            43 => {
                let offered = value.get(1..).unwrap_or_default().chunks_exact(2);
                let offered = offered.filter_map(|two| be_16(two, 0));
                let offered = offered.filter(|version| version & 0x0F0F != 0x0A0A);
                versions = offered.map(version_name).collect();
            }
            _ => {}
        }
    }
    notes.add_list("tls.client_versions", &versions);
    Some(())
}

fn server(body: &[u8], notes: &mut Notes) -> Option<()> {
    let mut version = be_16(body, 0)?;
    let at = 34;
    let at = at + 1 + usize::from(*body.get(at)?);
    let cipher = be_16(body, at)?;
    for (kind, value) in extensions(body, at + 3) {
        if kind == 43 {
            version = be_16(value, 0).unwrap_or(version);
        }
    }
    notes.add("tls.version", version_name(version));
    notes.add("tls.cipher", format!("0x{cipher:04x}"));
    Some(())
}

fn extensions(body: &[u8], at: usize) -> impl Iterator<Item = (usize, &[u8])> {
    let length = be_16(body, at).unwrap_or(0);
    let end = body.len().min(at + 2 + length);
    let mut rest = body.get(at + 2..end).unwrap_or_default();
    std::iter::from_fn(move || {
        let (kind, length) = (be_16(rest, 0)?, be_16(rest, 2)?);
        let value = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, value))
    })
}

/// Names, each behind its length.
fn names(bytes: &[u8]) -> Vec<String> {
    let mut rest = bytes;
    let next = || {
        let length = usize::from(*rest.first()?);
        let name = rest.get(1..=length)?;
        rest = &rest[1 + length..];
        Some(clean(name))
    };
    std::iter::from_fn(next).take(super::LIST_ITEMS).collect()
}

fn version_name(version: usize) -> String {
    match version {
        0x0002 => "SSLv2".to_owned(),
        0x0300 => "SSLv3".to_owned(),
        0x0301..=0x0304 => format!("TLSv1.{}", version - 0x0301),
        other => format!("0x{other:04x}"),
    }
}
