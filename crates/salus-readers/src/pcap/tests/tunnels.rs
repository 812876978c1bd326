//! Packets inside packets are counted in the connection inside; what cannot be opened stays what it is.

use etherparse::ether_type;

use super::build::{capture, each_second, frame, plain, udp};
use super::{connections, of, read};

const COLUMNS: [&str; 5] = ["tunnel", "transport", "source_ip", "peer_port", "bytes_out"];

/// One connection from 10.0.0.7 to port 9 of 10.0.0.8, inside whatever is given.
fn inner() -> Vec<u8> {
    udp((7, 6), (8, 9), b"hello")
}

fn gre(flags: [u8; 2], kind: u16, more: &[u8], body: &[u8]) -> Vec<u8> {
    let body = [&flags[..], &kind.to_be_bytes(), more, body].concat();
    plain(47, 1, 2, &body)
}

fn vxlan(body: &[u8]) -> Vec<u8> {
    udp(
        (1, 5_555),
        (2, 4_789),
        &[&[8, 0, 0, 0, 0, 1, 2, 0][..], body].concat(),
    )
}

fn check(packet: Vec<u8>, expected: &str) {
    let bytes = capture(&each_second(vec![packet]));
    assert_eq!(connections(&bytes, &COLUMNS), [expected]);
    let capture = &of(&read(&bytes), "pcap_capture")[0];
    assert_eq!(capture["connection_packets"], "1");
}

#[test]
fn what_is_inside_is_counted() {
    let (ethernet, ip) = (inner(), inner()[14..].to_vec());
    let of = |tunnel: &str| format!("{tunnel} udp 10.0.0.7 9 5");
    check(plain(4, 1, 2, &ip), &of("ip"));
    check(gre([0, 0], 0x0800, &[], &ip), &of("gre"));
    // A sum, a key and a number in front.
    let more = [&[0; 4][..], &[0, 0, 0, 42], &[0; 4]].concat();
    check(gre([0xB0, 0], 0x0800, &more, &ip), &of("gre 42"));
    check(gre([0, 0], 0x6558, &[], &ethernet), &of("gre"));
    check(gre([0, 0], 0x88BE, &[], &ethernet), &of("erspan"));
    check(gre([0x10, 0], 0x88BE, &[0; 12], &ethernet), &of("erspan"));
    check(vxlan(&ethernet), &of("vxlan 258"));
    // A tag outside, a tag inside, and two tunnels.
    let tagged = [&[0, 7, 8, 0][..], &ip].concat();
    let tagged = frame(ether_type::VLAN_TAGGED_FRAME, 7, 8, &tagged);
    check(vxlan(&tagged), &of("vxlan 258"));
    let twice = [
        &[0, 9, 0x81, 0][..],
        &[0, 7, 8, 0],
        &plain(4, 1, 2, &ip)[14..],
    ]
    .concat();
    check(
        frame(ether_type::PROVIDER_BRIDGING, 1, 2, &twice),
        &of("ip"),
    );
    check(vxlan(&plain(4, 1, 2, &ip)), &of("ip"));
}

#[test]
fn what_cannot_be_opened_stays_what_it_is() {
    let ip = inner()[14..].to_vec();
    let gre_of = |bytes: usize| format!("- gre 10.0.0.1 - {bytes}");
    // Three in one another: the one in the middle is the last that is opened.
    let two = plain(4, 1, 2, &plain(4, 3, 4, &ip)[14..]);
    check(plain(4, 5, 6, &two[14..]), "ip ipip 10.0.0.3 - 33");
    // Another version, a route, and something else than IP.
    check(gre([0, 1], 0x880B, &[], &ip), &gre_of(4 + ip.len()));
    check(gre([0x40, 0], 0x0800, &[], &ip), &gre_of(4 + ip.len()));
    check(gre([0, 0], 0x0806, &[], &[0; 28]), &gre_of(32));
    check(gre([0x20, 0], 0x0800, &[], &[1, 2]), &gre_of(6));
    check(plain(4, 1, 2, &[0x45; 3]), "- ipip 10.0.0.1 - 3");
    check(
        vxlan(&frame(ether_type::ARP, 1, 2, &[0; 28])),
        "- udp 10.0.0.1 4789 50",
    );
    check(vxlan(&[]), "- udp 10.0.0.1 4789 8");
}

#[test]
fn the_same_addresses_in_two_networks_are_two_connections() {
    let of = |network: u8| {
        let head = [8, 0, 0, 0, 0, 0, network, 0];
        udp((1, 5_555), (2, 4_789), &[&head[..], &inner()].concat())
    };
    let bytes = capture(&each_second(vec![of(1), of(2), of(1)]));
    let found = connections(&bytes, &["tunnel", "packets_out"]);
    assert_eq!(found, ["vxlan 2 1", "vxlan 1 2"]);
}
