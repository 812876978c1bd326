//! Packets inside packets: IP in IP, GRE (with ERSPAN mirrors) and VXLAN.
//!
//! A tunnelled packet is counted in the connection inside, and there alone. Where nothing sound is inside, or
//! tunnels are in one another too deep, the outer packet is what is counted.

use etherparse::{EtherType, ether_type};
use salus_record::limits;

use super::packet::{Decoded, Link, Packet, ethernet, internet, tagged};

/// By what a packet was carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Tunnel {
    pub kind: &'static str,
    /// The network inside, where the tunnel numbers them; addresses of two networks may be the same.
    pub network: Option<u32>,
}

impl Tunnel {
    fn of(kind: &'static str) -> Self {
        Self {
            kind,
            network: None,
        }
    }

    pub(super) fn text(self) -> String {
        match self.network {
            Some(network) => format!("{} {network}", self.kind),
            None => self.kind.to_owned(),
        }
    }
}

const IP_IN_IP: u8 = 4;
const IPV6_IN_IP: u8 = 41;
const GRE: u8 = 47;
/// The port that was assigned to VXLAN, and the one that was used before.
const VXLAN_PORTS: [u16; 2] = [4789, 8472];

/// The packet inside one of this protocol.
pub(super) fn in_ip(protocol: u8, payload: &[u8], link: Link) -> Option<Packet<'_>> {
    match protocol {
        IP_IN_IP | IPV6_IN_IP => {
            let link = entered(link, Tunnel::of("ip"))?;
            packet(internet(payload, link))
        }
        GRE => in_gre(payload, link),
        _ => None,
    }
}

/// The packet inside one for this port.
pub(super) fn in_udp(port: u16, payload: &[u8], link: Link) -> Option<Packet<'_>> {
    let [flags, _, _, _, high, middle, low, _, inner @ ..] = payload else {
        return None;
    };
    if !VXLAN_PORTS.contains(&port) || *flags != 8 {
        return None;
    }
    let network = u32::from_be_bytes([0, *high, *middle, *low]);
    let tunnel = Tunnel {
        kind: "vxlan",
        network: Some(network),
    };
    packet(ethernet(inner, entered(link, tunnel)?))
}

fn packet(inner: Decoded<'_>) -> Option<Packet<'_>> {
    match inner {
        Decoded::Packet(packet) => Some(packet),
        Decoded::Other(_) | Decoded::Bad(_) => None,
    }
}

fn entered(link: Link, tunnel: Tunnel) -> Option<Link> {
    let tunnels = link.tunnels + 1;
    (tunnels <= limits::CAPTURE_TUNNELS).then_some(Link {
        tunnels,
        tunnel: Some(tunnel),
        ..link
    })
}

const TRANSPARENT_ETHERNET: EtherType = EtherType(0x6558);
const ERSPAN: EtherType = EtherType(0x88BE);
const ERSPAN_HEADER: usize = 8;

/// Version 0, without a route of its own.
fn in_gre(bytes: &[u8], link: Link) -> Option<Packet<'_>> {
    let [flags, version, high, low, rest @ ..] = bytes else {
        return None;
    };
    if flags & 0x40 != 0 || version & 7 != 0 {
        return None;
    }
    let (has_sum, has_key, has_number) = (flags & 0x80 != 0, flags & 0x20 != 0, flags & 0x10 != 0);
    let rest = rest.get(if has_sum { 4 } else { 0 }..)?;
    let (key, rest) = match has_key {
        true => (rest.first_chunk::<4>(), rest.get(4..)?),
        false => (None, rest),
    };
    let rest = rest.get(if has_number { 4 } else { 0 }..)?;
    let mut tunnel = Tunnel {
        kind: "gre",
        network: key.map(|key| u32::from_be_bytes(*key)),
    };
    match EtherType(u16::from_be_bytes([*high, *low])) {
        kind @ (ether_type::IPV4 | ether_type::IPV6) => {
            packet(tagged(kind, rest, entered(link, tunnel)?))
        }
        TRANSPARENT_ETHERNET => packet(ethernet(rest, entered(link, tunnel)?)),
        ERSPAN => {
            tunnel.kind = "erspan";
            // The first form of it numbers nothing and has no header.
            let rest = rest.get(if has_number { ERSPAN_HEADER } else { 0 }..)?;
            packet(ethernet(rest, entered(link, tunnel)?))
        }
        _ => None,
    }
}
