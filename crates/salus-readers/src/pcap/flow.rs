//! One connection: its two sides, what each sent, and how far it came.

use std::net::IpAddr;

use super::dns::Asked;
use super::packet::{End, Kind, Packet, Tcp};
use super::service::{self, View, Watch};
use super::stream::Stream;
use super::table::Queue;
use super::tunnel::Tunnel;

/// What the packets of a connection have in common, whichever way they go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    low: (IpAddr, u16),
    high: (IpAddr, u16),
    protocol: u8,
    tunnel: Option<Tunnel>,
}

impl Key {
    pub(super) fn of(packet: &Packet<'_>) -> Self {
        let one = (packet.source.ip, packet.source.port);
        let other = (packet.peer.ip, packet.peer.port);
        Self {
            low: one.min(other),
            high: one.max(other),
            protocol: packet.protocol,
            tunnel: packet.tunnel,
        }
    }
}

/// What one side sent.
#[derive(Debug, Default, Clone)]
pub(super) struct Side {
    pub packets: u64,
    /// Payload, as often as it was sent.
    pub bytes: u64,
    pub syn: bool,
    pub fin: bool,
    pub reset: bool,
    /// Sequence number of the first packet, and of the byte that comes next.
    first: u32,
    next: Option<u32>,
}

#[derive(Debug)]
pub(super) struct Flow {
    pub key: Key,
    /// The side that began.
    pub source: End,
    pub peer: End,
    pub vlan: Option<u16>,
    pub tunnel: Option<Tunnel>,
    pub protocol: u8,
    pub kind: Kind,
    pub first_packet: u64,
    pub first: Option<i64>,
    pub last: Option<i64>,
    /// When the packet came that came last.
    pub seen: i64,
    pub out: Side,
    pub back: Side,
    pub watch: Watch,
    /// Questions to the name service that were not answered yet.
    pub asked: Vec<Asked>,
    /// What each side sent to a name service over TCP.
    pub streams: [Stream; 2],
}

impl Flow {
    pub(super) fn new(number: u64, packet: &Packet<'_>) -> Self {
        let is_answer = match packet.kind {
            Kind::Tcp(tcp) if tcp.syn => tcp.ack,
            Kind::Tcp(_) | Kind::Udp => {
                service::is_known_port(packet.source.port)
                    && !service::is_known_port(packet.peer.port)
            }
            Kind::Icmp(..) | Kind::Plain => false,
        };
        let (source, peer) = if is_answer {
            (packet.peer, packet.source)
        } else {
            (packet.source, packet.peer)
        };
        Self {
            key: Key::of(packet),
            source,
            peer,
            vlan: packet.vlan,
            tunnel: packet.tunnel,
            protocol: packet.protocol,
            kind: packet.kind,
            first_packet: number,
            first: None,
            last: None,
            seen: 0,
            out: Side::default(),
            back: Side::default(),
            watch: Watch::default(),
            asked: Vec::new(),
            streams: Default::default(),
        }
    }

    /// Whether a packet goes the way of the one that began.
    pub(super) fn is_out(&self, packet: &Packet<'_>) -> bool {
        (packet.source.ip, packet.source.port) == (self.source.ip, self.source.port)
    }

    /// Whether a packet is the first of another connection between the same ends.
    pub(super) fn is_over_for(&self, packet: &Packet<'_>) -> bool {
        let Kind::Tcp(tcp) = packet.kind else {
            return false;
        };
        let side = if self.is_out(packet) {
            &self.out
        } else {
            &self.back
        };
        let is_repeated = side.syn && side.first == tcp.sequence;
        let has_begun = self.out.bytes + self.back.bytes > 0 || self.is_closed();
        tcp.syn && !tcp.ack && !is_repeated && has_begun
    }

    /// Takes a packet; whether it goes on where its side's last one ended.
    pub(super) fn take(&mut self, micros: Option<i64>, seen: i64, packet: &Packet<'_>) -> bool {
        self.seen = seen;
        self.first = self.first.or(micros);
        self.last = self.last.max(micros);
        let is_out = self.is_out(packet);
        let side = if is_out {
            &mut self.out
        } else {
            &mut self.back
        };
        side.packets += 1;
        side.bytes += packet.payload_bytes;
        let is_next = match packet.kind {
            Kind::Tcp(tcp) => side.follow(tcp, packet.payload_bytes),
            _ => true,
        };
        if !packet.payload.is_empty() && matches!(packet.kind, Kind::Tcp(_) | Kind::Udp) {
            self.watch.take(&View {
                bytes: packet.payload,
                is_out,
                is_next,
                is_tcp: matches!(packet.kind, Kind::Tcp(_)),
                source_port: self.source.port,
                peer_port: self.peer.port,
            });
        }
        is_next
    }

    pub(super) fn is_closed(&self) -> bool {
        self.out.reset || self.back.reset || (self.out.fin && self.back.fin)
    }

    pub(super) fn queue(&self) -> Queue {
        match self.kind {
            Kind::Tcp(_) if self.is_closed() => Queue::Closed,
            Kind::Tcp(_) => Queue::Tcp,
            _ => Queue::Other,
        }
    }

    /// Bytes it holds beside its fixed size.
    pub(super) fn weight(&self) -> usize {
        let names = self.asked.iter().map(Asked::weight);
        let streams = self.streams.iter().map(Stream::weight);
        self.watch.weight() + names.chain(streams).sum::<usize>()
    }

    /// How it went, in the code that Zeek made common.
    pub(super) fn state(&self) -> &'static str {
        let (out, back) = (&self.out, &self.back);
        match self.kind {
            Kind::Tcp(_) if out.syn => begun(out, back),
            Kind::Tcp(_) if back.syn && back.reset => "RSTRH",
            Kind::Tcp(_) if back.syn && back.fin && out.packets == 0 => "SHR",
            Kind::Tcp(_) => "OTH",
            Kind::Udp if back.packets == 0 => "S0",
            Kind::Udp if out.packets == 0 => "SHR",
            Kind::Udp => "SF",
            Kind::Icmp(..) | Kind::Plain => "OTH",
        }
    }
}

/// The state of a TCP connection whose beginning was seen.
fn begun(out: &Side, back: &Side) -> &'static str {
    if !back.syn {
        return match (back.reset, out.reset, out.fin) {
            (true, _, _) => "REJ",
            (_, true, _) => "RSTOS0",
            (_, _, true) => "SH",
            _ if back.packets > 0 => "OTH",
            _ => "S0",
        };
    }
    match (out.reset, back.reset, out.fin, back.fin) {
        (_, _, true, true) => "SF",
        (true, _, _, _) => "RSTO",
        (_, true, _, _) => "RSTR",
        (_, _, true, _) => "S2",
        (_, _, _, true) => "S3",
        _ => "S1",
    }
}

impl Side {
    /// Follows the sequence numbers; whether the packet goes on where the last one ended.
    fn follow(&mut self, tcp: Tcp, bytes: u64) -> bool {
        if self.packets == 1 {
            self.first = tcp.sequence;
        }
        self.syn |= tcp.syn;
        self.fin |= tcp.fin;
        self.reset |= tcp.reset;
        let is_next = self.next.is_none_or(|next| next == tcp.sequence);
        if is_next {
            // Sequence numbers wrap around.
            let used = bytes as u32;
            let marks = u32::from(tcp.syn) + u32::from(tcp.fin);
            self.next = Some(tcp.sequence.wrapping_add(used).wrapping_add(marks));
        }
        is_next
    }
}
