//! What controllers of buildings, machines and power supplies speak.

use super::{Heard, Notes, Protocol, View, be_16, clean, le_16};

pub(super) const PROTOCOLS: &[Protocol] = &[
    Protocol {
        name: "dnp3",
        encrypted: Some(false),
        begins: |view| matches!(view.bytes, [5, 0x64, 5..=255, _, ..]),
        read: dnp3,
    },
    Protocol {
        name: "bacnet",
        encrypted: Some(false),
        begins: is_bacnet,
        read: bacnet,
    },
    Protocol {
        name: "s7",
        encrypted: Some(false),
        begins: is_s7,
        read: |_, _| Heard::Enough,
    },
    Protocol {
        name: "enip",
        encrypted: Some(false),
        begins: is_enip,
        read: enip,
    },
    Protocol {
        name: "modbus",
        encrypted: Some(false),
        begins: is_modbus,
        read: modbus,
    },
];

/// Start, length, control, destination, source, checksum; then transport and application.
fn dnp3(view: &View<'_>, notes: &mut Notes) -> Heard {
    if view.is_out {
        let number = |at| le_16(view.bytes, at).map(|number| number.to_string());
        notes.add("dnp3.destination", number(4).unwrap_or_default());
        notes.add("dnp3.source", number(6).unwrap_or_default());
        let function = view.bytes.get(12).map(u8::to_string);
        notes.add("dnp3.function", function.unwrap_or_default());
    }
    Heard::Enough
}

fn is_bacnet(view: &View<'_>) -> bool {
    !view.is_tcp
        && matches!(view.bytes, [0x81, 0..=0x0C, _, _, ..])
        && be_16(view.bytes, 2).is_some_and(|length| length >= 4 && length <= view.bytes.len())
}

fn bacnet(view: &View<'_>, notes: &mut Notes) -> Heard {
    // Message of the network layer: version 1, control without addresses, then the application's.
    let message = match view.bytes {
        [_, 0x0A | 0x0B, _, _, 1, control, message @ ..] if control & 0xA8 == 0 => message,
        _ => return Heard::Listening,
    };
    let name = match message {
        [kind, _, _, service, ..] if kind >> 4 == 0 => format!("confirmed {service}"),
        [kind, service, ..] if kind >> 4 == 1 => format!("unconfirmed {service}"),
        [kind, ..] => answer_name(kind >> 4).to_owned(),
        [] => return Heard::Listening,
    };
    let field = if view.is_out {
        "bacnet.request"
    } else {
        "bacnet.reply"
    };
    notes.add(field, name);
    Heard::Enough
}

fn answer_name(kind: u8) -> &'static str {
    match kind {
        2 => "simple ack",
        3 => "complex ack",
        4 => "segment ack",
        5 => "error",
        6 => "reject",
        7 => "abort",
        _ => "other",
    }
}

/// Siemens controllers: the transport of ISO over TCP, at its own port or with the protocol's mark.
fn is_s7(view: &View<'_>) -> bool {
    let bytes = view.bytes;
    let is_transport = bytes.starts_with(&[3, 0]) && be_16(bytes, 2) == Some(bytes.len());
    let is_connect =
        matches!(bytes.get(5), Some(0xE0 | 0xD0)) && matches!(bytes.get(11), Some(0xC0..=0xC2));
    let is_data = matches!(bytes.get(4..8), Some([2, 0xF0, 0x80, 0x32]));
    view.is_tcp && is_transport && ((is_connect && view.has_port(102)) || is_data)
}

fn is_enip(view: &View<'_>) -> bool {
    let is_command = matches!(le_16(view.bytes, 0), Some(0x04 | 0x63..=0x66 | 0x6F | 0x70));
    let length = le_16(view.bytes, 2);
    let is_whole = length.is_some_and(|length| length + 24 == view.bytes.len());
    view.has_port(44818) && is_command && is_whole
}

/// A device that says who it is tells its product's name behind a fixed part.
fn enip(view: &View<'_>, notes: &mut Notes) -> Heard {
    const NAME: usize = 24 + 2 + 4 + 32;
    let bytes = view.bytes;
    if le_16(bytes, 0) == Some(0x63) && !view.is_out {
        let length = bytes.get(NAME).map_or(0, |length| usize::from(*length));
        let name = bytes.get(NAME + 1..NAME + 1 + length);
        notes.add("enip.product", name.map(clean).unwrap_or_default());
    }
    Heard::Enough
}

/// Transaction, protocol 0, length, unit, function.
fn is_modbus(view: &View<'_>) -> bool {
    let bytes = view.bytes;
    let length = be_16(bytes, 4).unwrap_or(0);
    let is_header = be_16(bytes, 2) == Some(0) && (2..=254).contains(&length);
    let is_whole = bytes.len() == length + 6;
    let is_request = length == 6 && matches!(bytes.get(7), Some(1..=6));
    view.is_tcp && is_header && (view.has_port(502) || (is_whole && is_request))
}

fn modbus(view: &View<'_>, notes: &mut Notes) -> Heard {
    if let (true, [_, _, _, _, _, _, unit, function, ..]) = (view.is_out, view.bytes) {
        notes.add("modbus.unit", unit.to_string());
        notes.add("modbus.function", function.to_string());
    }
    Heard::Enough
}
