//! The small services every network has: names, addresses, time, management.

use super::{Heard, Notes, Protocol, View, be_16};
use crate::pcap::{dhcp, dns};

pub(super) const PROTOCOLS: &[Protocol] = &[
    Protocol {
        name: "dhcp",
        encrypted: Some(false),
        begins: |view| !view.is_tcp && dhcp::is_message(view.bytes),
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "mdns",
        encrypted: Some(false),
        begins: |view| is_names(view, 5353),
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "llmnr",
        encrypted: Some(false),
        begins: |view| is_names(view, 5355),
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "dns",
        encrypted: Some(false),
        begins: |view| is_names(view, 53),
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "netbios_ns",
        encrypted: Some(false),
        begins: |view| !view.is_tcp && view.has_port(137) && view.bytes.len() >= 50,
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "ntp",
        encrypted: Some(false),
        begins: is_time,
        read: time,
    },
    Protocol {
        name: "snmp",
        encrypted: None,
        begins: |view| !view.is_tcp && version(view.bytes).is_some(),
        read: management,
    },
    Protocol {
        name: "tftp",
        encrypted: Some(false),
        begins: |view| !view.is_tcp && view.peer_port == 69 && matches!(view.bytes, [0, 1..=5, ..]),
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "ssdp",
        encrypted: Some(false),
        begins: |view| {
            !view.is_tcp
                && view.has_port(1900)
                && (view.bytes.starts_with(b"M-SEARCH ") || view.bytes.starts_with(b"NOTIFY "))
        },
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "dhcpv6",
        encrypted: Some(false),
        begins: |view| {
            !view.is_tcp
                && (view.has_port(546) || view.has_port(547))
                && matches!(view.bytes, [1..=13, _, _, _, ..])
        },
        read: |_, _| Heard::Enough,
    },
];

fn is_names(view: &View<'_>, port: u16) -> bool {
    let message = match (view.is_tcp, be_16(view.bytes, 0)) {
        (true, Some(_)) => &view.bytes[2..],
        _ => view.bytes,
    };
    view.has_port(port) && dns::is_message(message)
}

fn is_time(view: &View<'_>) -> bool {
    let mark = view.bytes.first().copied().unwrap_or(0);
    let (version, mode) = (mark >> 3 & 7, mark & 7);
    let is_long = view.bytes.len() >= 48 || (matches!(mode, 6 | 7) && view.bytes.len() >= 8);
    !view.is_tcp && view.has_port(123) && (1..=4).contains(&version) && mode > 0 && is_long
}

fn time(view: &View<'_>, notes: &mut Notes) -> Heard {
    let mark = view.bytes.first().copied().unwrap_or(0);
    notes.add("ntp.version", (mark >> 3 & 7).to_string());
    notes.add("ntp.mode", (mark & 7).to_string());
    Heard::Enough
}

/// The version and, of the two first versions, the community: a password in the clear.
fn version(bytes: &[u8]) -> Option<(&'static str, Option<&[u8]>)> {
    let rest = match bytes {
        [0x30, 0..=0x7F, rest @ ..]
        | [0x30, 0x81, _, rest @ ..]
        | [0x30, 0x82, _, _, rest @ ..] => rest,
        _ => return None,
    };
    match rest {
        [2, 1, version @ 0..=1, 4, length, rest @ ..] => {
            let community = rest.get(..usize::from(*length))?;
            let is_request = matches!(rest.get(usize::from(*length)), Some(0xA0..=0xA8));
            is_request.then_some((if *version == 0 { "1" } else { "2c" }, Some(community)))
        }
        [2, 1, 3, 0x30, ..] => Some(("3", None)),
        _ => None,
    }
}

fn management(view: &View<'_>, notes: &mut Notes) -> Heard {
    let Some((version, community)) = version(view.bytes) else {
        return Heard::Listening;
    };
    notes.add("snmp.version", version);
    if let Some(community) = community {
        notes.encrypted = Some(false);
        let is_default = matches!(community, b"public" | b"private");
        notes.add("snmp.default_community", is_default.to_string());
    }
    Heard::Enough
}
