//! What a capture says of itself: its interfaces, how much each saw, and what it lost.

use std::collections::BTreeMap;

use salus_record::{Place, ReadError, limits, time};
use serde_json::{Map, Value};

use super::frames::{Captured, Drops, Interface, Section};
use super::packet::Other;
use crate::Sink;

/// The interfaces of the section that is being read.
#[derive(Default)]
pub(super) struct Captures {
    sections: u64,
    section: Section,
    interfaces: Vec<Capture>,
    /// Those of sections before, and those whose section is over.
    done: Vec<Capture>,
}

/// One interface and its packets.
#[derive(Default)]
pub(super) struct Capture {
    pub link: i32,
    pub in_connections: u64,
    pub undecodable: u64,
    section: u64,
    number: usize,
    written_by: Section,
    interface: Interface,
    packets: u64,
    bytes: u64,
    captured_bytes: u64,
    cut_short: u64,
    first: Option<i64>,
    last: Option<i64>,
    others: BTreeMap<Other, u64>,
    drops: Drops,
}

impl Captures {
    pub(super) fn section(&mut self, section: Section) {
        self.sections += 1;
        self.section = section;
        self.done.append(&mut self.interfaces);
    }

    pub(super) fn interface(
        &mut self,
        interface: Interface,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        if self.done.len() >= limits::CAPTURE_INTERFACES {
            for capture in self.done.drain(..) {
                capture.write(sink)?;
            }
        }
        self.interfaces.push(Capture {
            link: interface.link,
            section: self.sections.max(1),
            number: self.interfaces.len(),
            written_by: self.section.clone(),
            interface,
            ..Capture::default()
        });
        Ok(())
    }

    pub(super) fn of(&mut self, interface: usize) -> Option<&mut Capture> {
        self.interfaces.get_mut(interface)
    }

    /// Counters stand as they were told last.
    pub(super) fn drops(&mut self, drops: &Drops) {
        if let Some(capture) = self.interfaces.get_mut(drops.interface) {
            let known = &mut capture.drops;
            known.received = drops.received.or(known.received);
            known.by_interface = drops.by_interface.or(known.by_interface);
            known.by_system = drops.by_system.or(known.by_system);
        }
    }

    pub(super) fn finish(mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        self.done.append(&mut self.interfaces);
        self.done
            .into_iter()
            .try_for_each(|capture| capture.write(sink))
    }
}

impl Capture {
    pub(super) fn count(&mut self, packet: &Captured<'_>) {
        self.packets += 1;
        self.bytes += u64::from(packet.length);
        self.captured_bytes += packet.data.len() as u64;
        self.cut_short += u64::from(packet.data.len() < packet.length as usize);
        if let Some(micros) = packet.micros {
            self.first = Some(self.first.map_or(micros, |first| first.min(micros)));
            self.last = self.last.max(Some(micros));
        }
    }

    pub(super) fn other(&mut self, other: Other) {
        *self.others.entry(other).or_default() += 1;
    }

    fn write(self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let interface = &self.interface;
        let mut row = sink.record("pcap_capture", Place::Offset(interface.offset));
        if let Some(first) = self.first {
            row = row.time_at(time::accepted(first), &time::format_seconds(first));
        }
        row = row
            .text("format", interface.format)
            .text("section", &self.section.to_string())
            .text("interface", &self.number.to_string())
            .opt("name", interface.name.as_deref())
            .opt("description", interface.description.as_deref())
            .opt(
                "os",
                interface.os.as_deref().or(self.written_by.os.as_deref()),
            )
            .opt("hardware", self.written_by.hardware.as_deref())
            .opt("application", self.written_by.application.as_deref())
            .opt("filter", interface.filter.as_deref())
            .text("link_type", &link_name(self.link))
            .text("snap_length", &interface.snap_length.to_string())
            .opt("first_time", self.first.map(time::format).as_deref())
            .opt("last_time", self.last.map(time::format).as_deref());
        let others: u64 = self.others.values().sum();
        for (name, count) in [
            ("packets", self.packets),
            ("bytes", self.bytes),
            ("captured_bytes", self.captured_bytes),
            ("truncated_packets", self.cut_short),
            ("connection_packets", self.in_connections),
            ("other_packets", others),
            ("undecodable_packets", self.undecodable),
        ] {
            row.set(name, &count.to_string());
        }
        for (name, count) in [
            ("received", self.drops.received),
            ("dropped_by_interface", self.drops.by_interface),
            ("dropped_by_system", self.drops.by_system),
        ] {
            row = row.opt(name, count.map(|count| count.to_string()).as_deref());
        }
        if !self.others.is_empty() {
            row.set("other", &others_text(&self.others));
        }
        row.end()
    }
}

fn others_text(others: &BTreeMap<Other, u64>) -> String {
    let named = others
        .iter()
        .map(|(other, count)| (other_name(*other), Value::from(*count)));
    Value::Object(named.collect::<Map<_, _>>()).to_string()
}

fn other_name(other: Other) -> String {
    let name = match other {
        Other::Arp => "arp",
        Other::Fragment => "ip fragment",
        Other::EtherType(0x8035) => "rarp",
        Other::EtherType(0x8863 | 0x8864) => "pppoe",
        Other::EtherType(0x888E) => "802.1x",
        Other::EtherType(0x8892) => "profinet",
        Other::EtherType(0x88B8) => "goose",
        Other::EtherType(0x88CC) => "lldp",
        Other::EtherType(0x88E5) => "macsec",
        Other::EtherType(0x8847 | 0x8848) => "mpls",
        Other::EtherType(number) => return format!("ethertype 0x{number:04x}"),
        Other::Llc(0x42) => "spanning tree",
        Other::Llc(0x82) => "bacnet",
        Other::Llc(0xAA) => "snap",
        Other::Llc(0xF0) => "netbios",
        Other::Llc(service) => return format!("llc 0x{service:02x}"),
        Other::Link(link) => return format!("link {}", link_name(link)),
    };
    name.to_owned()
}

fn link_name(link: i32) -> String {
    let name = match link {
        0 => "null",
        1 => "ethernet",
        12 | 14 | 101 => "raw",
        105 => "802.11",
        108 => "loop",
        113 => "linux_sll",
        127 => "802.11_radiotap",
        189 | 220 => "usb_linux",
        228 => "ipv4",
        229 => "ipv6",
        276 => "linux_sll2",
        other => return other.to_string(),
    };
    name.to_owned()
}
