//! One packet taken apart: from whom, to whom, by which protocol, and what it carries.
//!
//! Packets may be cut short by the capture's snap length; what is left of them is read, and their
//! lengths are taken from their headers.

use std::net::IpAddr;

use etherparse::{
    EtherType, Ethernet2Slice, IpNumber, Ipv6ExtensionSlice, LaxIpSlice, LaxIpv4Slice,
    LaxIpv6Slice, SingleVlanSlice, TcpSlice, UdpSlice, ether_type, ip_number,
};

use super::tunnel::{self, Tunnel};

/// What became of a packet.
pub(super) enum Decoded<'p> {
    Packet(Packet<'p>),
    Other(Other),
    Bad(&'static str),
}

/// A packet that belongs to no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Other {
    Arp,
    /// Something else than IP, by its number.
    EtherType(u16),
    /// All fragments but the first do not say which ports they are for.
    Fragment,
    /// A kind of link that is not read.
    Link(i32),
    /// A frame of IEEE 802.2, by the service it is for.
    Llc(u8),
}

pub(super) type Mac = [u8; 6];

/// One way of a connection, as one packet shows it.
pub(super) struct Packet<'p> {
    pub source: End,
    pub peer: End,
    pub vlan: Option<u16>,
    /// The innermost one.
    pub tunnel: Option<Tunnel>,
    /// The number of the protocol above IP.
    pub protocol: u8,
    pub kind: Kind,
    /// As far as it was captured.
    pub payload: &'p [u8],
    /// Its length on the wire.
    pub payload_bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub ip: IpAddr,
    /// 0 where there are no ports.
    pub port: u16,
    pub mac: Option<Mac>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Tcp(Tcp),
    Udp,
    /// Type and code.
    Icmp(u8, u8),
    Plain,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Tcp {
    pub sequence: u32,
    pub syn: bool,
    pub ack: bool,
    pub fin: bool,
    pub reset: bool,
}

const NULL: i32 = 0;
const ETHERNET: i32 = 1;
const RAW: [i32; 5] = [12, 14, 101, 228, 229];
const LOOP: i32 = 108;
const COOKED: i32 = 113;
const COOKED_2: i32 = 276;

/// Takes a packet of this kind of link apart, which was so long on the wire.
pub(super) fn decode(link: i32, data: &[u8], length: usize) -> Decoded<'_> {
    let mut decoded = decode_link(link, data);
    if let Decoded::Packet(packet) = &mut decoded {
        // A damaged header may claim more than there was.
        let most = packet.payload.len() + length.saturating_sub(data.len());
        packet.payload_bytes = packet.payload_bytes.min(most as u64);
    }
    decoded
}

fn decode_link(link: i32, data: &[u8]) -> Decoded<'_> {
    match link {
        ETHERNET => ethernet(data, Link::default()),
        NULL | LOOP => loopback(data),
        COOKED => cooked(data),
        COOKED_2 => cooked_2(data),
        link if RAW.contains(&link) => internet(data, Link::default()),
        link => Decoded::Other(Other::Link(link)),
    }
}

/// What the layers below IP say.
#[derive(Default, Clone, Copy)]
pub(super) struct Link {
    pub(super) source: Option<Mac>,
    pub(super) peer: Option<Mac>,
    pub(super) vlan: Option<u16>,
    pub(super) tunnel: Option<Tunnel>,
    pub(super) tunnels: u8,
}

pub(super) fn ethernet(data: &[u8], link: Link) -> Decoded<'_> {
    let Ok(frame) = Ethernet2Slice::from_slice_without_fcs(data) else {
        return Decoded::Bad("an Ethernet header cut short");
    };
    let link = Link {
        source: Some(frame.source()),
        peer: Some(frame.destination()),
        ..link
    };
    tagged(frame.ether_type(), frame.payload_slice(), link)
}

/// Family, in the byte order of the machine that captured.
fn loopback(data: &[u8]) -> Decoded<'_> {
    match data {
        [2 | 10 | 24 | 28 | 30, 0, 0, 0, rest @ ..]
        | [0, 0, 0, 2 | 10 | 24 | 28 | 30, rest @ ..] => internet(rest, Link::default()),
        [_, _, _, _, ..] => Decoded::Other(Other::Link(NULL)),
        _ => Decoded::Bad("a loopback header cut short"),
    }
}

fn mac_of(length: usize, bytes: &[u8]) -> Option<Mac> {
    if length == 6 {
        bytes.get(..6)?.try_into().ok()
    } else {
        None
    }
}

fn cooked(data: &[u8]) -> Decoded<'_> {
    let Some((head, rest)) = data.split_at_checked(16) else {
        return Decoded::Bad("a header of a Linux capture cut short");
    };
    let link = Link {
        source: mac_of(usize::from(head[5]), &head[6..]),
        ..Link::default()
    };
    tagged(
        EtherType(u16::from_be_bytes([head[14], head[15]])),
        rest,
        link,
    )
}

fn cooked_2(data: &[u8]) -> Decoded<'_> {
    let Some((head, rest)) = data.split_at_checked(20) else {
        return Decoded::Bad("a header of a Linux capture cut short");
    };
    let link = Link {
        source: mac_of(usize::from(head[11]), &head[12..]),
        ..Link::default()
    };
    tagged(
        EtherType(u16::from_be_bytes([head[0], head[1]])),
        rest,
        link,
    )
}

/// Tags of virtual networks in one another.
const TAGS: usize = 4;
/// Smaller numbers are lengths.
const FIRST_ETHER_TYPE: u16 = 0x600;

pub(super) fn tagged(kind: EtherType, payload: &[u8], mut link: Link) -> Decoded<'_> {
    let (mut kind, mut payload) = (kind, payload);
    for _ in 0..=TAGS {
        match kind {
            ether_type::IPV4 | ether_type::IPV6 => return internet(payload, link),
            ether_type::ARP => return Decoded::Other(Other::Arp),
            ether_type::VLAN_TAGGED_FRAME
            | ether_type::PROVIDER_BRIDGING
            | ether_type::VLAN_DOUBLE_TAGGED_FRAME => {
                let Ok(tag) = SingleVlanSlice::from_slice(payload) else {
                    return Decoded::Bad("a VLAN tag cut short");
                };
                link.vlan = Some(tag.vlan_identifier().value());
                (kind, payload) = (tag.ether_type(), tag.payload_slice());
            }
            EtherType(length) if length < FIRST_ETHER_TYPE => match payload {
                // SNAP: the number of the protocol comes behind.
                [0xAA, 0xAA, 3, 0, 0, 0, high, low, rest @ ..] => {
                    kind = EtherType(u16::from_be_bytes([*high, *low]));
                    payload = rest;
                }
                [service, ..] => return Decoded::Other(Other::Llc(*service)),
                [] => return Decoded::Bad("an Ethernet frame without anything in it"),
            },
            EtherType(other) => return Decoded::Other(Other::EtherType(other)),
        }
    }
    Decoded::Bad("too many VLAN tags")
}

/// What IP says, in either version.
struct Internet<'p> {
    source: IpAddr,
    peer: IpAddr,
    protocol: IpNumber,
    payload: &'p [u8],
    payload_bytes: usize,
    is_later_fragment: bool,
}

pub(super) fn internet(data: &[u8], link: Link) -> Decoded<'_> {
    let Ok((ip, stopped)) = LaxIpSlice::from_slice(data) else {
        return Decoded::Bad("no sound IP header");
    };
    if stopped.is_some() {
        return Decoded::Bad("an IP header with damaged extensions");
    }
    let ip = match &ip {
        LaxIpSlice::Ipv4(ip) => version_4(ip),
        LaxIpSlice::Ipv6(ip) => version_6(ip),
    };
    if ip.is_later_fragment {
        return Decoded::Other(Other::Fragment);
    }
    above(&ip, link)
}

fn version_4<'p>(ip: &LaxIpv4Slice<'p>) -> Internet<'p> {
    let header = ip.header();
    let payload = ip.payload();
    let above = usize::from(header.total_len()).saturating_sub(header.slice().len());
    let extensions = ip.extensions().auth.map_or(0, |auth| auth.slice().len());
    Internet {
        source: header.source_addr().into(),
        peer: header.destination_addr().into(),
        protocol: payload.ip_number,
        payload: payload.payload,
        payload_bytes: above.saturating_sub(extensions).max(payload.payload.len()),
        is_later_fragment: header.fragments_offset().value() != 0,
    }
}

fn version_6<'p>(ip: &LaxIpv6Slice<'p>) -> Internet<'p> {
    let header = ip.header();
    let payload = ip.payload();
    let extensions = ip.extensions();
    let above = usize::from(header.payload_length()).saturating_sub(extensions.slice().len());
    let is_later = |extension| match extension {
        Ipv6ExtensionSlice::Fragment(fragment) => fragment.fragment_offset().value() != 0,
        _ => false,
    };
    Internet {
        source: header.source_addr().into(),
        peer: header.destination_addr().into(),
        protocol: payload.ip_number,
        payload: payload.payload,
        payload_bytes: above.max(payload.payload.len()),
        is_later_fragment: payload.fragmented && extensions.clone().into_iter().any(is_later),
    }
}

fn above<'p>(ip: &Internet<'p>, link: Link) -> Decoded<'p> {
    if let Some(inner) = tunnel::in_ip(ip.protocol.0, ip.payload, link) {
        return Decoded::Packet(inner);
    }
    let (ports, header, kind, payload) = match ip.protocol {
        ip_number::TCP => {
            let Ok(tcp) = TcpSlice::from_slice(ip.payload) else {
                return Decoded::Bad("no sound TCP header");
            };
            let kind = Kind::Tcp(Tcp {
                sequence: tcp.sequence_number(),
                syn: tcp.syn(),
                ack: tcp.ack(),
                fin: tcp.fin(),
                reset: tcp.rst(),
            });
            let ports = (tcp.source_port(), tcp.destination_port());
            (ports, tcp.header_slice().len(), kind, tcp.payload())
        }
        ip_number::UDP => {
            let Ok(udp) = UdpSlice::from_slice_lax(ip.payload) else {
                return Decoded::Bad("no sound UDP header");
            };
            if let Some(inner) = tunnel::in_udp(udp.destination_port(), udp.payload(), link) {
                return Decoded::Packet(inner);
            }
            let ports = (udp.source_port(), udp.destination_port());
            (ports, 8, Kind::Udp, udp.payload())
        }
        ip_number::ICMP | ip_number::IPV6_ICMP => match ip.payload {
            [kind, code, ..] => ((0, 0), 0, Kind::Icmp(*kind, *code), ip.payload),
            _ => return Decoded::Bad("an ICMP header cut short"),
        },
        _ => ((0, 0), 0, Kind::Plain, ip.payload),
    };
    Decoded::Packet(Packet {
        source: End {
            ip: ip.source,
            port: ports.0,
            mac: link.source,
        },
        peer: End {
            ip: ip.peer,
            port: ports.1,
            mac: link.peer,
        },
        vlan: link.vlan,
        tunnel: link.tunnel,
        protocol: ip.protocol.0,
        kind,
        payload,
        payload_bytes: ip.payload_bytes.saturating_sub(header) as u64,
    })
}
