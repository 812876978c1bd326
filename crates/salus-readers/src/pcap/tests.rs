//! Captures built packet by packet, and what they become.

pub(crate) mod build;
mod names;
mod tunnels;

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use etherparse::{EtherType, ether_type};
use proptest::prelude::*;
use salus_record::{Batch, Digest, Output, ReadError, Reject, Sink, limits};

use super::Pcap;
use crate::testing::check_bytes;
use crate::testing::kept::Kept;
use crate::{Evidence, Reader};
use build::{
    ACK, FIN, Form, RST, START, SYN, Timed, block, capture, conversation, each_second, enhanced,
    frame, interface, option, pcap, plain, section, tcp, udp,
};

type Values = BTreeMap<String, String>;

fn read(bytes: &[u8]) -> Kept {
    Kept::of(bytes, |evidence, sink| Pcap.read(evidence, sink))
}

fn of(kept: &Kept, table: &str) -> Vec<Values> {
    let records = kept.records.values().filter(|(name, _)| name == table);
    records.map(|(_, values)| values.clone()).collect()
}

/// These columns of each connection.
fn connections(bytes: &[u8], columns: &[&str]) -> Vec<String> {
    let show = |values: &Values| {
        let texts = columns
            .iter()
            .map(|name| values.get(*name).map_or("-", String::as_str));
        texts.collect::<Vec<_>>().join(" ")
    };
    of(&read(bytes), "pcap_connection")
        .iter()
        .map(show)
        .collect()
}

const CLIENT: (u8, u16) = (1, 50_000);
const SERVER: (u8, u16) = (2, 80);

fn web() -> Vec<Timed> {
    each_second(conversation(
        CLIENT,
        SERVER,
        &[
            (
                true,
                b"GET /a/4711/b?name=x HTTP/1.1\r\nHost: a.example\r\n\r\n",
            ),
            (false, b"HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\nhello"),
        ],
    ))
}

#[test]
fn a_conversation_becomes_one_record() {
    check_bytes(
        &Pcap,
        &capture(&web()),
        &[
            "record 1: pcap_connection time=2026-03-01T08:00:00Z started=2026-03-01T08:00:00Z \
             ended=2026-03-01T08:00:06Z duration=6.000000 source_ip=10.0.0.1 source_port=50000 \
             source_mac=02:00:00:00:00:01 peer_ip=10.0.0.2 peer_port=80 peer_mac=02:00:00:00:00:02 \
             transport=tcp packets_out=4 packets_in=3 bytes_out=50 bytes_in=39 state=SF \
             ended_by=closed service=http encrypted=false http.method=GET http.path=/a/*/b \
             http.host=a.example http.status=200 http.server=nginx",
            "offset 0: pcap_capture time=2026-03-01T08:00:00Z format=pcap section=1 interface=0 \
             link_type=ethernet snap_length=65535 first_time=2026-03-01T08:00:00Z \
             last_time=2026-03-01T08:00:06Z packets=7 bytes=467 captured_bytes=467 \
             truncated_packets=0 connection_packets=7 other_packets=0 undecodable_packets=0",
        ],
    );
}

/// The same packets in blocks; the clock counts units of `power` (of ten) from a second on.
fn blocks(packets: &[Timed], power: u8, is_big: bool) -> Vec<u8> {
    let resolution = option(9, &[power], is_big);
    let mut bytes = [section(is_big), interface(1, &resolution, is_big)].concat();
    for (after, data) in packets {
        let micros = (START + after) as u64;
        let units = match power {
            6.. => micros * 10_u64.pow(u32::from(power) - 6),
            _ => micros / 10_u64.pow(6 - u32::from(power)),
        };
        bytes.extend(enhanced(0, units, data, is_big));
    }
    bytes
}

#[test]
fn every_format_gives_the_same_connections() {
    let packets = web();
    let expected = of(&read(&capture(&packets)), "pcap_connection");
    assert_eq!(expected.len(), 1);
    let mut forms = Vec::new();
    for is_big in [false, true] {
        for is_nano in [false, true] {
            forms.push(pcap(
                &packets,
                Form {
                    is_big,
                    is_nano,
                    link: 1,
                },
            ));
        }
        for power in [0, 3, 6, 9] {
            forms.push(blocks(&packets, power, is_big));
        }
    }
    for (at, bytes) in forms.iter().enumerate() {
        assert_eq!(of(&read(bytes), "pcap_connection"), expected, "form {at}");
    }
}

#[test]
fn interfaces_tell_their_names_and_losses() {
    let is_big = true;
    let names = [option(2, b"eth0", is_big), option(3, b"ward 3", is_big)].concat();
    let drops = [
        option(4, &9_u64.to_be_bytes(), is_big),
        option(5, &2_u64.to_be_bytes(), is_big),
    ];
    let statistics = [&[0; 12][..], &drops.concat()].concat();
    let packet = udp((1, 5), (2, 6), b"x");
    let bytes = [
        section(is_big),
        interface(1, &names, is_big),
        enhanced(0, START as u64, &packet, is_big),
        enhanced(7, START as u64, &packet, is_big),
        block(
            3,
            &[&(packet.len() as u32).to_be_bytes()[..], &packet].concat(),
            is_big,
        ),
        block(5, &statistics, is_big),
        section(false),
        interface(113, &[], false),
    ];
    let kept = read(&bytes.concat());
    assert_eq!(
        kept.rejects,
        ["record 2: a packet of an interface that is not described"]
    );
    let captures = of(&kept, "pcap_capture");
    let show = |name: &str| {
        let texts = captures
            .iter()
            .map(|values| values.get(name).map_or("-", String::as_str));
        texts.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(show("name"), "eth0 -");
    assert_eq!(show("description"), "ward 3 -");
    assert_eq!(show("packets"), "2 0");
    assert_eq!(show("received"), "9 -");
    assert_eq!(show("dropped_by_interface"), "2 -");
    assert_eq!(show("section"), "1 2");
    assert_eq!(show("link_type"), "ethernet linux_sll");
}

#[test]
fn a_capture_that_breaks_off_costs_its_last_packet() {
    let whole = capture(&web());
    for (bytes, reason) in [
        (
            &whole[..whole.len() - 5],
            "the capture ends inside a packet",
        ),
        (
            &whole[..whole.len() - 60],
            "the capture ends inside a packet's header",
        ),
    ] {
        let kept = read(bytes);
        assert_eq!(kept.rejects.len(), 1);
        assert!(kept.rejects[0].ends_with(reason), "{}", kept.rejects[0]);
        assert_eq!(of(&kept, "pcap_capture")[0]["packets"], "6");
    }
    let mut damaged = whole.clone();
    damaged[24 + 8..24 + 12].fill(0xFF);
    let kept = read(&damaged);
    assert!(
        kept.rejects[0].contains("damaged from here on"),
        "{}",
        kept.rejects[0]
    );
    let blocks = blocks(&web(), 6, false);
    let kept = read(&blocks[..blocks.len() - 5]);
    assert!(kept.rejects[0].ends_with("the capture ends inside a block"));
    assert_eq!(of(&kept, "pcap_capture")[0]["packets"], "6");
}

#[test]
fn what_is_no_connection_is_counted_by_kind() {
    let mut fragment = udp((1, 5), (2, 6), b"payload");
    fragment[14 + 7] = 9; // not the first
    let mut no_version = udp((1, 5), (2, 6), b"payload");
    no_version[14] = 0x25;
    let tagged = [&[0, 7, 8, 0][..], &udp((3, 5), (2, 6), b"x")[14..]].concat();
    let packets = [
        frame(ether_type::ARP, 1, 2, &[0; 28]),
        frame(EtherType(0x88CC), 1, 2, &[0; 28]),
        frame(EtherType(0x1234), 1, 2, &[0; 28]),
        frame(EtherType(38), 1, 2, &[0x82, 0x82, 3]),
        fragment,
        no_version,
        vec![1, 2, 3],
        plain(6, 1, 2, &[0; 7]),
        frame(ether_type::VLAN_TAGGED_FRAME, 3, 2, &tagged),
        plain(1, 1, 2, &[8, 0, 0, 0]),
        plain(89, 1, 2, &[0; 20]),
    ];
    let bytes = capture(&each_second(packets.to_vec()));
    let kept = read(&bytes);
    assert_eq!(
        kept.rejects,
        [
            "record 6: no sound IP header",
            "record 7: an Ethernet header cut short",
            "record 8: no sound TCP header",
        ]
    );
    let other = r#"{"arp":1,"ethertype 0x1234":1,"lldp":1,"ip fragment":1,"bacnet":1}"#;
    assert_eq!(of(&kept, "pcap_capture")[0]["other"], other);
    assert_eq!(
        connections(
            &bytes,
            &["transport", "vlan", "source_port", "icmp_type", "state"]
        ),
        ["udp 7 5 - S0", "icmp - - 8 OTH", "ospf - - - OTH"]
    );
    let kept = read(&pcap(
        &each_second(vec![vec![0; 60]]),
        Form {
            is_big: false,
            is_nano: false,
            link: 127,
        },
    ));
    assert_eq!(
        of(&kept, "pcap_capture")[0]["other"],
        r#"{"link 802.11_radiotap":1}"#
    );
}

#[test]
fn other_links_lead_to_the_same_packets() {
    let packet = udp((1, 5), (2, 6), b"x");
    let ip = &packet[14..];
    let cooked = [&[0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0][..], ip].concat();
    let cooked_2 = [
        &[8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0][..],
        ip,
    ]
    .concat();
    let snap = [&[0xAA, 0xAA, 3, 0, 0, 0, 8, 0][..], ip].concat();
    for (link, data) in [
        (0, [&[2, 0, 0, 0][..], ip].concat()),
        (1, frame(EtherType(50), 1, 2, &snap)),
        (101, ip.to_vec()),
        (108, [&[0, 0, 0, 2][..], ip].concat()),
        (113, cooked),
        (276, cooked_2),
    ] {
        let bytes = pcap(
            &[(0, data)],
            Form {
                is_big: false,
                is_nano: false,
                link,
            },
        );
        let found = connections(
            &bytes,
            &["source_ip", "source_port", "peer_port", "bytes_out"],
        );
        assert_eq!(found, ["10.0.0.1 5 6 1"], "link {link}");
    }
}

#[test]
fn the_state_says_how_it_went() {
    let (out, back) = (
        |flags| tcp(CLIENT, SERVER, (flags, 7), b""),
        |flags| tcp(SERVER, CLIENT, (flags, 9), b""),
    );
    let established = || vec![out(SYN), back(SYN | ACK), out(ACK)];
    let with = |more: Vec<Vec<u8>>| [established(), more].concat();
    for (packets, expected) in [
        (vec![out(SYN)], "S0 end of capture"),
        (vec![out(SYN), back(RST | ACK)], "REJ closed"),
        (vec![out(SYN), out(RST)], "RSTOS0 closed"),
        (vec![out(SYN), out(FIN)], "SH end of capture"),
        (established(), "S1 end of capture"),
        (with(vec![out(FIN)]), "S2 end of capture"),
        (with(vec![back(FIN)]), "S3 end of capture"),
        (with(vec![out(FIN), back(FIN)]), "SF closed"),
        (with(vec![out(RST)]), "RSTO closed"),
        (with(vec![back(RST)]), "RSTR closed"),
        (vec![back(SYN | ACK)], "OTH end of capture"),
        (vec![out(ACK)], "OTH end of capture"),
    ] {
        let bytes = capture(&each_second(packets));
        assert_eq!(connections(&bytes, &["state", "ended_by"]), [expected]);
    }
}

#[test]
fn silence_and_new_beginnings_part_connections() {
    let packet = || udp((1, 5000), (2, 6000), b"x");
    let bytes = capture(&[
        (0, packet()),
        (59_000_000, packet()),
        (120_000_000, packet()),
    ]);
    assert_eq!(
        connections(&bytes, &["packets_out", "ended_by"]),
        ["2 idle", "1 end of capture"]
    );
    let mut twice = conversation(CLIENT, SERVER, &[(true, b"a")]);
    let mut again = conversation(CLIENT, SERVER, &[(true, b"bb")]);
    again[0] = tcp(CLIENT, SERVER, (SYN, 77), b"");
    twice.extend(again);
    assert_eq!(
        connections(
            &capture(&each_second(twice)),
            &["bytes_out", "state", "ended_by"]
        ),
        ["1 SF next", "2 SF closed"]
    );
    // An answer that comes first does not turn the connection around.
    let bytes = capture(&[(0, udp((2, 53), (1, 40_000), b"x"))]);
    assert_eq!(
        connections(&bytes, &["source_ip", "peer_port"]),
        ["10.0.0.1 53"]
    );
}

/// Why connections ended, one word in order for each.
#[derive(Default)]
struct Ends(Vec<String>);

impl Output for Ends {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        let Some(column) = batch.rows.column_by_name("ended_by") else {
            return Ok(());
        };
        let cells = column.as_dictionary::<Int32Type>();
        let words = cells.values().as_string::<i32>();
        let word = |key: Option<i32>| words.value(key.expect("a word") as usize).to_owned();
        self.0.extend(cells.keys().iter().map(word));
        Ok(())
    }

    fn reject(&mut self, _: Reject) -> Result<(), ReadError> {
        Ok(())
    }
}

#[test]
fn a_full_table_lets_the_oldest_go() {
    let ending = |n: usize| ((n % 250) as u8, (n / 250) as u16 + 1);
    let packets: Vec<Timed> = (0..=limits::CAPTURE_CONNECTIONS)
        .map(|n| (n as i64, udp(ending(n), (251, 9), b"")))
        .collect();
    let bytes = capture(&packets);
    let mut ends = Ends::default();
    let mut sink = Sink::new(&Digest::of(b"x"), 0, &mut ends);
    let mut input = std::io::Cursor::new(&bytes[..]);
    let mut evidence = Evidence::new(&mut input, bytes.len() as u64);
    Pcap.read(&mut evidence, &mut sink)
        .expect("a sound capture");
    sink.finish().expect("nothing fails in memory");
    assert_eq!(ends.0.len(), packets.len());
    assert_eq!(ends.0[0], "table full");
    assert!(ends.0[1..].iter().all(|word| word == "end of capture"));
}

/// Ends, payload and transport of a packet.
type Sent = (u8, u8, bool, usize);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Held against a table of sums over both ends.
    #[test]
    fn connections_are_the_sums_of_their_packets(sent in proptest::collection::vec((0..4_u8, 4..8_u8, any::<bool>(), 0..50_usize), 0..200)) {
        let build = |(source, peer, is_tcp, length): &Sent| {
            let (source, peer) = ((*source, 40_000 + u16::from(*source)), (*peer, 50_000));
            let payload = vec![0xEE; *length];
            if *is_tcp { tcp(source, peer, (ACK, 1), &payload) } else { udp(source, peer, &payload) }
        };
        let packets: Vec<Timed> = sent.iter().enumerate().map(|(n, sent)| (n as i64, build(sent))).collect();
        let mut expected: BTreeMap<(u8, u8, bool), (usize, usize)> = BTreeMap::new();
        for (source, peer, is_tcp, length) in &sent {
            let sums = expected.entry((*source, *peer, *is_tcp)).or_default();
            *sums = (sums.0 + 1, sums.1 + length);
        }
        let mut expected: Vec<String> = expected.iter().map(|((source, peer, is_tcp), (packets, bytes))| {
            let transport = if *is_tcp { "tcp" } else { "udp" };
            format!("10.0.0.{source} 10.0.0.{peer} {transport} {packets} {bytes}")
        }).collect();
        let mut found = connections(&capture(&packets), &["source_ip", "peer_ip", "transport", "packets_out", "bytes_out"]);
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn every_packet_is_counted_whatever_is_in_it(
        packets in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..90), 0..60),
        link in prop_oneof![Just(0_u32), Just(1), Just(101), Just(113), Just(276)],
        kind in prop_oneof![Just([8, 0]), Just([0x86, 0xDD]), Just([0x81, 0])],
    ) {
        let mut packets = packets;
        for packet in &mut packets {
            if link == 1 && packet.len() > 14 {
                packet[12..14].copy_from_slice(&kind);
                packet[14] = 0x40 | (packet[14] & 0x2F);
            }
        }
        let count = packets.len() as u64;
        let timed: Vec<Timed> = packets.into_iter().enumerate().map(|(n, data)| (n as i64 * 7_000_000, data)).collect();
        let kept = read(&pcap(&timed, Form { is_big: false, is_nano: false, link }));
        let sum = |table: &str, name: &str| -> u64 {
            of(&kept, table).iter().map(|values| values[name].parse::<u64>().expect("a number")).sum()
        };
        let in_connections = sum("pcap_connection", "packets_out") + sum("pcap_connection", "packets_in");
        prop_assert_eq!(in_connections, sum("pcap_capture", "connection_packets"));
        let others = sum("pcap_capture", "other_packets");
        prop_assert_eq!(in_connections + others + kept.rejects.len() as u64, count);
    }
}
