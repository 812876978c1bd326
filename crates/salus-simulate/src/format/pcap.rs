//! A capture file of whole TCP conversations over IPv4, as tcpdump writes it.

use crate::moment::Moment;

/// Seconds between two packets of a conversation, in microseconds.
const STEP: i64 = 1_800;
const SYN: u8 = 0x02;
const ACK: u8 = 0x10;
const PUSH: u8 = 0x08;
const FIN: u8 = 0x01;

/// One end of a conversation.
#[derive(Clone, Copy)]
pub(crate) struct End {
    pub(crate) mac: [u8; 6],
    pub(crate) address: [u8; 4],
    pub(crate) port: u16,
}

/// A conversation from greeting to farewell: who said what, in turn; true is the one who called.
pub(crate) struct Conversation {
    pub(crate) begun: Moment,
    pub(crate) caller: End,
    pub(crate) called: End,
    pub(crate) turns: Vec<(bool, Vec<u8>)>,
}

/// The capture, its packets in the order of time.
pub(crate) fn file(conversations: &[Conversation]) -> Vec<u8> {
    written(conversations.iter().flat_map(packets).collect())
}

/// By what the packets of a conversation are carried from one office to the other.
#[derive(Clone, Copy)]
pub(crate) enum Tunnel {
    /// Generic routing encapsulation, packet in packet.
    Gre,
    /// Frames of the network of this number, in UDP.
    Vxlan(u32),
}

/// A capture taken between two offices, where each conversation is inside a tunnel.
pub(crate) fn tunnelled(conversations: &[(Tunnel, Conversation)]) -> Vec<u8> {
    let inside = conversations.iter().flat_map(|(tunnel, talk)| {
        let carried = packets(talk).into_iter();
        carried.map(|(time, packet)| (time, carry(*tunnel, &packet)))
    });
    written(inside.collect())
}

fn carry(tunnel: Tunnel, inner: &[u8]) -> Vec<u8> {
    let gate = |office: u8| End {
        mac: [2, 0xac, 10, 20, office, 1],
        address: [10, 20, office, 1],
        port: 0,
    };
    let (protocol, payload) = match tunnel {
        // Behind the head of Ethernet stands the packet itself.
        Tunnel::Gre => (47, [&[0, 0, 8, 0], &inner[14..]].concat()),
        Tunnel::Vxlan(network) => {
            let [_, high, middle, low] = network.to_be_bytes();
            let length = u16::try_from(16 + inner.len()).expect("a short packet");
            let ports = [61_000_u16, 4_789, length, 0]
                .map(u16::to_be_bytes)
                .concat();
            let head = [8, 0, 0, 0, high, middle, low, 0];
            (17, [&ports, &head[..], inner].concat())
        }
    };
    frame((gate(50), gate(1)), protocol, &payload)
}

fn written(mut packets: Vec<(Moment, Vec<u8>)>) -> Vec<u8> {
    packets.sort_by_key(|(time, _)| *time);
    let mut out = Vec::new();
    out.extend(0xa1b2_c3d4_u32.to_le_bytes());
    out.extend(2_u16.to_le_bytes());
    out.extend(4_u16.to_le_bytes());
    out.extend([0; 8]);
    out.extend(65_535_u32.to_le_bytes());
    out.extend(1_u32.to_le_bytes());
    for (time, packet) in packets {
        let length = u32::try_from(packet.len()).expect("a short packet");
        let seconds = u32::try_from(time.epoch()).expect("this century");
        let micros = u32::try_from(time.micros().rem_euclid(1_000_000)).expect("below a second");
        for number in [seconds, micros, length, length] {
            out.extend(number.to_le_bytes());
        }
        out.extend(packet);
    }
    out
}

fn packets(talk: &Conversation) -> Vec<(Moment, Vec<u8>)> {
    let mut line = Line {
        talk,
        // Where the caller and the called one stand in what they said.
        next: [1_000, 5_000],
        packets: Vec::new(),
    };
    line.send(true, SYN, &[]);
    line.send(false, SYN | ACK, &[]);
    line.send(true, ACK, &[]);
    for (is_caller, said) in &talk.turns {
        for part in said.chunks(1_400) {
            line.send(*is_caller, PUSH | ACK, part);
            line.send(!is_caller, ACK, &[]);
        }
    }
    line.send(true, FIN | ACK, &[]);
    line.send(false, FIN | ACK, &[]);
    line.send(true, ACK, &[]);
    line.packets
}

struct Line<'a> {
    talk: &'a Conversation,
    next: [u32; 2],
    packets: Vec<(Moment, Vec<u8>)>,
}

impl Line<'_> {
    fn send(&mut self, is_caller: bool, flags: u8, said: &[u8]) {
        let (from, to) = if is_caller {
            (self.talk.caller, self.talk.called)
        } else {
            (self.talk.called, self.talk.caller)
        };
        let (own, other) = if is_caller { (0, 1) } else { (1, 0) };
        let answered = if flags & ACK == 0 {
            0
        } else {
            self.next[other]
        };
        let segment = segment((from, to), (self.next[own], answered), flags, said);
        let length = u32::try_from(said.len()).expect("a short packet");
        self.next[own] += length + u32::from(flags & (SYN | FIN) != 0);
        let number = i64::try_from(self.packets.len()).expect("a short conversation");
        let time = self.talk.begun.plus_micros(number * STEP);
        self.packets.push((time, frame((from, to), 6, &segment)));
    }
}

fn segment(
    (from, to): (End, End),
    (sequence, answered): (u32, u32),
    flags: u8,
    said: &[u8],
) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(from.port.to_be_bytes());
    out.extend(to.port.to_be_bytes());
    out.extend(sequence.to_be_bytes());
    out.extend(answered.to_be_bytes());
    out.extend([0x50, flags, 0xff, 0xff, 0, 0, 0, 0]);
    out.extend(said);
    let mut whole = [&from.address[..], &to.address[..], &[0, 6]].concat();
    whole.extend(
        u16::try_from(out.len())
            .expect("a short packet")
            .to_be_bytes(),
    );
    whole.extend(&out);
    out[16..18].copy_from_slice(&checksum(&whole).to_be_bytes());
    out
}

fn frame((from, to): (End, End), protocol: u8, segment: &[u8]) -> Vec<u8> {
    let length = u16::try_from(20 + segment.len()).expect("a short packet");
    let mut head = vec![0x45, 0];
    head.extend(length.to_be_bytes());
    head.extend([0, 1, 0x40, 0, 64, protocol, 0, 0]);
    head.extend(from.address);
    head.extend(to.address);
    let sum = checksum(&head);
    head[10..12].copy_from_slice(&sum.to_be_bytes());
    [&to.mac[..], &from.mac[..], &[8, 0], &head, segment].concat()
}

/// The internet's checksum (RFC 1071).
fn checksum(bytes: &[u8]) -> u16 {
    let mut sum: u32 = bytes
        .chunks(2)
        .map(|pair| u32::from(pair[0]) << 8 | u32::from(pair.get(1).copied().unwrap_or_default()))
        .sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !u16::try_from(sum).expect("folded")
}
