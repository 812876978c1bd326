//! Builds packets and captures of them.

use etherparse::{
    EtherType, Ethernet2Header, IpNumber, Ipv4Header, TcpHeader, UdpHeader, ether_type,
};

/// 2026-03-01T08:00:00Z.
pub(crate) const START: i64 = 1_772_352_000_000_000;
pub(crate) const SYN: u8 = 2;
pub(crate) const FIN: u8 = 1;
pub(crate) const RST: u8 = 4;
pub(crate) const ACK: u8 = 16;

/// Microseconds after the start, and a frame.
pub(crate) type Timed = (i64, Vec<u8>);
/// The last byte of an address in 10.0.0.0/24, and a port.
pub(crate) type Ending = (u8, u16);

pub(crate) fn frame(kind: EtherType, source: u8, peer: u8, body: &[u8]) -> Vec<u8> {
    let header = Ethernet2Header {
        source: [2, 0, 0, 0, 0, source],
        destination: [2, 0, 0, 0, 0, peer],
        ether_type: kind,
    };
    [&header.to_bytes()[..], body].concat()
}

fn internet(protocol: u8, source: u8, peer: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("a small packet");
    let ends = ([10, 0, 0, source], [10, 0, 0, peer]);
    let header = Ipv4Header::new(length, 64, IpNumber(protocol), ends.0, ends.1);
    [&header.expect("a small packet").to_bytes()[..], body].concat()
}

pub(crate) fn plain(protocol: u8, source: u8, peer: u8, body: &[u8]) -> Vec<u8> {
    frame(
        ether_type::IPV4,
        source,
        peer,
        &internet(protocol, source, peer, body),
    )
}

pub(crate) fn udp(source: Ending, peer: Ending, payload: &[u8]) -> Vec<u8> {
    let header = UdpHeader {
        source_port: source.1,
        destination_port: peer.1,
        length: u16::try_from(8 + payload.len()).expect("a small packet"),
        checksum: 0,
    };
    plain(
        17,
        source.0,
        peer.0,
        &[&header.to_bytes()[..], payload].concat(),
    )
}

pub(crate) fn tcp(
    source: Ending,
    peer: Ending,
    (flags, sequence): (u8, u32),
    payload: &[u8],
) -> Vec<u8> {
    let mut header = TcpHeader::new(source.1, peer.1, sequence, 1000);
    header.syn = flags & SYN != 0;
    header.fin = flags & FIN != 0;
    header.rst = flags & RST != 0;
    header.ack = flags & ACK != 0;
    plain(
        6,
        source.0,
        peer.0,
        &[&header.to_bytes()[..], payload].concat(),
    )
}

/// A conversation: the client begins, the turns are sent in order (`true` from the client), all end well.
pub(crate) fn conversation(
    client: Ending,
    server: Ending,
    turns: &[(bool, &[u8])],
) -> Vec<Vec<u8>> {
    let mut next = [1_000_u32, 5_000];
    let mut packets = vec![
        tcp(client, server, (SYN, 999), b""),
        tcp(server, client, (SYN | ACK, 4_999), b""),
    ];
    for (is_client, bytes) in turns {
        for piece in bytes.chunks(1_400) {
            let side = usize::from(!is_client);
            let (from, to) = if *is_client {
                (client, server)
            } else {
                (server, client)
            };
            packets.push(tcp(from, to, (ACK, next[side]), piece));
            next[side] += piece.len() as u32;
        }
    }
    packets.push(tcp(client, server, (FIN | ACK, next[0]), b""));
    packets.push(tcp(server, client, (FIN | ACK, next[1]), b""));
    packets.push(tcp(client, server, (ACK, next[0] + 1), b""));
    packets
}

/// One packet each second.
pub(crate) fn each_second(packets: Vec<Vec<u8>>) -> Vec<Timed> {
    let times = (0..).map(|second| second * 1_000_000);
    times.zip(packets).collect()
}

/// The simplest capture: little-endian, microseconds, Ethernet.
pub(crate) fn capture(packets: &[Timed]) -> Vec<u8> {
    pcap(
        packets,
        Form {
            is_big: false,
            is_nano: false,
            link: 1,
        },
    )
}

#[derive(Clone, Copy)]
pub(crate) struct Form {
    pub is_big: bool,
    pub is_nano: bool,
    pub link: u32,
}

fn four(number: u32, is_big: bool) -> [u8; 4] {
    if is_big {
        number.to_be_bytes()
    } else {
        number.to_le_bytes()
    }
}

fn two(number: u16, is_big: bool) -> [u8; 2] {
    if is_big {
        number.to_be_bytes()
    } else {
        number.to_le_bytes()
    }
}

pub(crate) fn pcap(packets: &[Timed], form: Form) -> Vec<u8> {
    let number = |number| four(number, form.is_big);
    let mut bytes = number(if form.is_nano {
        0xA1B2_3C4D
    } else {
        0xA1B2_C3D4
    })
    .to_vec();
    bytes.extend(two(2, form.is_big));
    bytes.extend(two(4, form.is_big));
    for field in [0, 0, 65_535, form.link] {
        bytes.extend(number(field));
    }
    for (after, data) in packets {
        let micros = START + after;
        let fraction = (micros % 1_000_000) as u32;
        let fraction = if form.is_nano {
            fraction * 1_000
        } else {
            fraction
        };
        let length = data.len() as u32;
        for field in [(micros / 1_000_000) as u32, fraction, length, length] {
            bytes.extend(number(field));
        }
        bytes.extend(data);
    }
    bytes
}

/// A block of pcapng.
pub(crate) fn block(kind: u32, body: &[u8], is_big: bool) -> Vec<u8> {
    let mut body = body.to_vec();
    body.resize(body.len().next_multiple_of(4), 0);
    let length = four(12 + body.len() as u32, is_big);
    [&four(kind, is_big)[..], &length, &body, &length].concat()
}

pub(crate) fn section(is_big: bool) -> Vec<u8> {
    let version = [two(1, is_big), two(0, is_big)].concat();
    let body = [&four(0x1A2B_3C4D, is_big)[..], &version, &[0xFF; 8]].concat();
    block(0x0A0D_0D0A, &body, is_big)
}

pub(crate) fn option(code: u16, value: &[u8], is_big: bool) -> Vec<u8> {
    let mut padded = value.to_vec();
    padded.resize(value.len().next_multiple_of(4), 0);
    let length = two(value.len() as u16, is_big);
    [&two(code, is_big)[..], &length, &padded].concat()
}

pub(crate) fn interface(link: u16, options: &[u8], is_big: bool) -> Vec<u8> {
    let body = [
        &two(link, is_big)[..],
        &[0, 0],
        &four(65_535, is_big),
        options,
    ];
    block(1, &body.concat(), is_big)
}

/// Units of the time since 1970, and a frame.
pub(crate) fn enhanced(interface: u32, units: u64, data: &[u8], is_big: bool) -> Vec<u8> {
    let length = data.len() as u32;
    let fields = [
        interface,
        (units >> 32) as u32,
        units as u32,
        length,
        length,
    ];
    let mut body: Vec<u8> = fields
        .iter()
        .flat_map(|field| four(*field, is_big))
        .collect();
    body.extend(data);
    block(6, &body, is_big)
}
