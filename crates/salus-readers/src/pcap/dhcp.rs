//! Messages about addresses: who asks for one, under which name, and who gets which for how long.

use std::net::Ipv4Addr;

use salus_record::{ReadError, time};

use super::flow::Flow;
use super::service::clean;
use super::track::Told;
use super::write::mac_text;
use crate::Sink;

const COOKIE: usize = 236;
const MARK: &[u8] = &[0x63, 0x82, 0x53, 0x63];

pub(super) fn is_message(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(1 | 2)) && bytes.get(COOKIE..COOKIE + 4) == Some(MARK)
}

/// Takes a message of a connection that speaks DHCP.
pub(super) fn take(flow: &Flow, told: &Told<'_, '_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let bytes = told.packet.payload;
    if !is_message(bytes) {
        return Ok(());
    }
    let mut row = sink.record("pcap_dhcp", told.place());
    if let Some(micros) = told.micros {
        row = row.time_at(time::accepted(micros), &time::format_seconds(micros));
    }
    let kind = option(bytes, 53).and_then(|value| value.first());
    let mac = (bytes[1] == 1 && bytes[2] == 6).then(|| {
        mac_text([
            bytes[28], bytes[29], bytes[30], bytes[31], bytes[32], bytes[33],
        ])
    });
    let number = u32::from_be_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
    row = row
        .text("source_ip", &told.packet.source.ip.to_string())
        .opt("vlan", flow.vlan.map(|vlan| vlan.to_string()).as_deref())
        .text("message_type", kind_name(kind.copied()))
        .text("transaction_id", &format!("0x{number:08x}"))
        .opt("mac", mac.as_deref())
        .opt("client_ip", address(&bytes[12..16]).as_deref())
        .opt("assigned_ip", address(&bytes[16..20]).as_deref())
        .opt("relay_ip", address(&bytes[24..28]).as_deref());
    for (name, code) in [("requested_ip", 50), ("server_ip", 54)] {
        row = row.opt(name, option(bytes, code).and_then(address).as_deref());
    }
    let text = |code| {
        option(bytes, code)
            .map(clean)
            .filter(|text| !text.is_empty())
    };
    row = row
        .opt("host_name", text(12).as_deref())
        .opt("fqdn", option(bytes, 81).and_then(full_name).as_deref())
        .opt("domain", text(15).as_deref())
        .opt("vendor_class", text(60).as_deref())
        .opt(
            "lease_seconds",
            option(bytes, 51).and_then(seconds).as_deref(),
        );
    row.end()
}

fn address(bytes: &[u8]) -> Option<String> {
    let four: [u8; 4] = bytes.try_into().ok()?;
    (four != [0; 4]).then(|| Ipv4Addr::from(four).to_string())
}

fn seconds(bytes: &[u8]) -> Option<String> {
    let four: [u8; 4] = bytes.try_into().ok()?;
    Some(u32::from_be_bytes(four).to_string())
}

/// Flags and two old codes stand before the name, which is text or written as in DNS.
fn full_name(bytes: &[u8]) -> Option<String> {
    let flags = *bytes.first()?;
    let name = bytes.get(3..)?;
    if flags & 4 == 0 {
        return Some(clean(name)).filter(|name| !name.is_empty());
    }
    let (mut labels, mut rest) = (Vec::new(), name);
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        if length == 0 || length > after.len() {
            break;
        }
        labels.push(clean(&after[..length]));
        rest = &after[length..];
    }
    (!labels.is_empty()).then(|| labels.join("."))
}

/// The first option of a code.
fn option(bytes: &[u8], code: u8) -> Option<&[u8]> {
    let mut rest = bytes.get(COOKIE + 4..)?;
    loop {
        match rest {
            [0, after @ ..] => rest = after,
            [255, ..] | [] | [_] => return None,
            [known, length, after @ ..] => {
                let value = after.get(..usize::from(*length))?;
                if *known == code {
                    return Some(value);
                }
                rest = &after[value.len()..];
            }
        }
    }
}

fn kind_name(kind: Option<u8>) -> &'static str {
    match kind {
        None => "BOOTP",
        Some(1) => "DISCOVER",
        Some(2) => "OFFER",
        Some(3) => "REQUEST",
        Some(4) => "DECLINE",
        Some(5) => "ACK",
        Some(6) => "NAK",
        Some(7) => "RELEASE",
        Some(8) => "INFORM",
        Some(_) => "OTHER",
    }
}
