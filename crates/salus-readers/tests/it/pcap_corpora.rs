//! Network captures: every packet is counted in one place, and connections are as another program tells them.

use std::collections::BTreeMap;

use crate::corpus::{Read, Record, files_with, folder, read_with, reader_of};

fn number(record: &Record, name: &str) -> u64 {
    record.get(name).map_or(0, |text| text.parse().expect("a number"))
}

fn of<'r>(read: &'r Read, table: &'static str) -> impl Iterator<Item = &'r Record> {
    let records = read.records.iter();
    records.filter(move |(name, _)| name == table).map(|(_, record)| record)
}

/// File, packets, TCP and UDP payload, and for each service its connections, as Wireshark's
/// command line tells them.
const KNOWN: [(&str, u64, u64, &str, u64); 0] = [];

#[test]
fn every_packet_of_real_captures_is_counted_once() {
    let Some(folder) = folder("network/ics-pcap", "captures of controllers") else {
        return;
    };
    let mut services: BTreeMap<String, u64> = BTreeMap::new();
    for path in files_with(&folder, "pcap") {
        let bytes = std::fs::read(&path).expect("a capture");
        let reader = reader_of(&bytes).expect("a recognised capture");
        assert_eq!(reader.about().name, "pcap", "{}", path.display());
        let read = read_with(reader, &bytes);
        assert!(read.error.is_none(), "{}", path.display());
        let sum = |table, names: &[&str]| -> u64 {
            let records = of(&read, table);
            records.map(|record| names.iter().map(|name| number(record, name)).sum::<u64>()).sum()
        };
        let packets = sum("pcap_capture", &["packets"]);
        let in_connections = sum("pcap_connection", &["packets_out", "packets_in"]);
        assert_eq!(in_connections, sum("pcap_capture", &["connection_packets"]));
        let counted = in_connections + sum("pcap_capture", &["other_packets"]) + read.rejects.len() as u64;
        assert_eq!(packets, counted, "{}", path.display());
        for record in of(&read, "pcap_connection") {
            if std::env::var_os("SHOW").is_some() {
                println!("{} {record:?}", path.file_name().unwrap().to_string_lossy());
            }
            let service = record.get("service").map_or("-", String::as_str);
            *services.entry(service.to_owned()).or_default() += 1;
        }
        println!("{} {packets} {} rejects {:?}", path.file_name().unwrap().to_string_lossy(), read.records.len(), read.rejects);
    }
    println!("{services:?} {KNOWN:?}");
}
