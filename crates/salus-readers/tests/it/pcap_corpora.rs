//! Network captures: every packet is counted in one place, and connections are as another program tells them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::corpus::{Read, Record, files_with, folder, read_with, reader_of};

fn read(path: &Path) -> (String, Read) {
    let bytes = std::fs::read(path).expect("a capture");
    let reader = reader_of(&bytes).expect("a recognised capture");
    let read = read_with(reader, &bytes);
    let name = path
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    assert_eq!(reader.about().name, "pcap", "{name}");
    assert!(read.error.is_none(), "{name}");
    (name, read)
}

fn sum(read: &Read, table: &'static str, fields: &[&str]) -> u64 {
    let of_record = |record| fields.iter().map(|name| number(record, name)).sum::<u64>();
    of(read, table).map(of_record).sum()
}

fn number(record: &Record, name: &str) -> u64 {
    record
        .get(name)
        .map_or(0, |text| text.parse().expect("a number"))
}

fn of<'r>(read: &'r Read, table: &'static str) -> impl Iterator<Item = &'r Record> {
    let records = read.records.iter();
    records
        .filter(move |(name, _)| name == table)
        .map(|(_, record)| record)
}

/// File, packets, bytes, TCP and UDP payload, connections: as Wireshark's command line tells them.
/// (Of the damaged headers in one file it believes others.)
const KNOWN: [(&str, u64, u64, u64, u64); 16] = [
    ("BACnet__bacnet_test.pcap", 26, 1620, 424, 5),
    ("bro__dnp3__dnp3.pcap", 214, 15342, 3172, 9),
    ("bro__dnp3__dnp3_del_measure.pcap", 10, 620, 38, 1),
    ("bro__dnp3__dnp3_en_spon.pcap", 10, 623, 41, 1),
    ("bro__dnp3__dnp3_file_del.pcap", 10, 736, 154, 1),
    ("bro__dnp3__dnp3_file_read.pcap", 30, 2985, 1305, 1),
    ("bro__dnp3__dnp3_file_write.pcap", 22, 2492, 1262, 1),
    ("bro__dnp3__dnp3_link_only.pcap", 35, 6323, 4409, 1),
    ("bro__dnp3__dnp3_read.pcap", 10, 744, 162, 1),
    ("bro__dnp3__dnp3_read_p20001.pcap", 10, 744, 162, 1),
    ("bro__dnp3__dnp3_rec_time.pcap", 10, 614, 32, 1),
    ("bro__dnp3__dnp3_select_operate.pcap", 13, 888, 144, 1),
    ("bro__dnp3__dnp3_write.pcap", 10, 624, 42, 1),
    ("bro__modbus__fuzz-1011.pcap", 6, 1047, 651, 1),
    ("bro__modbus__fuzz-72.pcap", 36, 2307, 357, 1),
    ("bro__modbus__modbusSmall.pcap", 166, 12198, 1130, 19),
];

#[test]
fn every_packet_of_real_captures_is_counted_once() {
    let Some(folder) = folder("network/ics-pcap", "captures of controllers") else {
        return;
    };
    let mut services: BTreeMap<&str, u64> = BTreeMap::new();
    let reads: Vec<(String, Read)> = files_with(&folder, "pcap")
        .iter()
        .map(|path| read(path))
        .collect();
    for (name, read) in &reads {
        let of_captures = |field| sum(read, "pcap_capture", &[field]);
        let packets = of_captures("packets");
        let in_connections = sum(read, "pcap_connection", &["packets_out", "packets_in"]);
        assert_eq!(in_connections, of_captures("connection_packets"), "{name}");
        assert_eq!(
            read.rejects.len() as u64,
            of_captures("undecodable_packets"),
            "{name}"
        );
        let counted = in_connections + of_captures("other_packets") + read.rejects.len() as u64;
        assert_eq!(packets, counted, "{name}");
        let found = (
            name.as_str(),
            packets,
            of_captures("bytes"),
            sum(read, "pcap_connection", &["bytes_out", "bytes_in"]),
            of(read, "pcap_connection").count() as u64,
        );
        assert!(KNOWN.contains(&found), "{found:?}");
        for record in of(read, "pcap_connection") {
            let service = record.get("service").map_or("-", String::as_str);
            *services.entry(service).or_default() += 1;
        }
    }
    assert_eq!(reads.len(), KNOWN.len());
    let expected = [
        ("-", 4),
        ("bacnet", 1),
        ("dnp3", 20),
        ("dns", 3),
        ("modbus", 18),
    ];
    assert_eq!(services.into_iter().collect::<Vec<_>>(), expected);
}
