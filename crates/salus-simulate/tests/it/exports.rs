//! The exports of single products hold as many records as the truth says, and speak of the same clinic.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{clinic, file};

/// One test, for one making of the clinic: the runner starts a process per test.
#[test]
fn exports_tell_of_the_same_clinic_and_are_counted() {
    each_file_holds_the_records_it_is_said_to_hold();
    the_bulk_export_counts_its_own_lists();
    nobody_and_nothing_is_named_that_the_clinic_does_not_have();
    each_event_of_the_address_server_has_a_cell_for_each_column();
    the_capture_holds_packets_whose_lengths_add_up();
    a_sign_of_the_attack_is_met_once_and_another_never();
}

fn text(path: &str) -> String {
    let bytes = &file(path).bytes;
    let plain = if path.ends_with(".gz") {
        miniz_oxide::inflate::decompress_to_vec(&bytes[10..bytes.len() - 8]).expect("gzip")
    } else {
        bytes.clone()
    };
    String::from_utf8(plain).expect("text")
}

fn exports() -> Vec<Value> {
    let truth: Value = yaml_serde::from_str(&clinic().truth).expect("YAML");
    truth["exports"].as_array().expect("a list").clone()
}

/// How a record of a table begins in its file; tables whose records are lists of JSON are counted by a member.
const MARKS: [(&str, &str); 19] = [
    ("atna_audit", "<AuditMessage>"),
    ("cyclonedx_component", "\"supplier\":{\"name\":"),
    ("dmarc_aggregate", "<record>"),
    ("fortigate", "date="),
    ("hl7v2_batch", "HS|^"),
    ("hl7v2_message", "MSH|"),
    ("intune_device", "\"deviceName\":"),
    ("linux_auditd", "node=ac-web01 type="),
    ("nessus_host", "<ReportHost "),
    ("nessus_item", "<ReportItem "),
    ("nmap_host", "<host "),
    ("nmap_port", "<port "),
    ("nvd_cve", "\"cve\":{"),
    ("stix_indicator", "\"type\":\"indicator\""),
    ("syslog", " ac-web01 "),
    ("tls_report", "\"summary\":"),
    ("veeam_session", "\"sessionType\":"),
    ("web_access", " HTTP/1.1\""),
    ("xapi_statement", "\"verb\":"),
];

fn each_file_holds_the_records_it_is_said_to_hold() {
    let mut counted = BTreeSet::new();
    for export in exports() {
        let path = export["path"].as_str().expect("a path");
        for (table, count) in export["records"].as_object().expect("tables") {
            let Some((_, mark)) = MARKS.iter().find(|(known, _)| known == table) else {
                continue;
            };
            // The parts list names its subject's maker too.
            let others = usize::from(table == "cyclonedx_component");
            let found = text(path).matches(mark).count() - others;
            assert_eq!(Some(found as u64), count.as_u64(), "{table} in {path}");
            counted.insert(table.clone());
        }
    }
    assert_eq!(counted.len(), MARKS.len(), "{counted:?}");
}

fn the_bulk_export_counts_its_own_lists() {
    let manifest: Value = serde_json::from_str(&text("ehr/export-manifest.json")).expect("JSON");
    let lists = manifest["output"].as_array().expect("a list");
    assert_eq!(lists.len(), 9);
    for list in lists {
        let kind = list["type"].as_str().expect("a kind");
        let plain = format!("ehr/{kind}.ndjson");
        let is_plain = clinic().files.iter().any(|file| file.path == plain);
        let path = if is_plain { plain } else { plain + ".gz" };
        let resources = text(&path).lines().count() as u64;
        assert_eq!(list["count"].as_u64(), Some(resources), "{kind}");
    }
}

/// Every word of the text that begins so, to its last letter or number.
fn words<'t>(text: &'t str, start: &str) -> BTreeSet<&'t str> {
    let ends = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '-' || letter == '.');
    text.match_indices(start)
        .map(|(at, _)| {
            let rest = &text[at..];
            rest[..rest.find(ends).unwrap_or(rest.len())].trim_end_matches('.')
        })
        .collect()
}

fn nobody_and_nothing_is_named_that_the_clinic_does_not_have() {
    let patients = text("ehr/Patient.ndjson");
    let machines = [
        text("inventory/asset-list.csv"),
        text("inventory/endpoint-console.csv"),
        text("inventory/medical-devices.csv"),
    ]
    .concat();
    let (mut seen, mut addresses) = (0, 0);
    for export in exports() {
        let path = export["path"].as_str().expect("a path");
        if path.ends_with(".pcap") {
            continue;
        }
        let content = text(path);
        for patient in words(&content, "pat-") {
            assert!(patients.contains(&format!("\"{patient}\"")), "{patient}");
            seen += 1;
        }
        // A range, or a name of the reverse zone, is no address.
        let whole = |word: &&str| !word.contains('-') && word.split('.').count() == 4;
        for address in words(&content, "10.20.").into_iter().filter(whole) {
            let is_listed = [',', '\r']
                .iter()
                .any(|end| machines.contains(&format!(",{address}{end}")));
            assert!(is_listed, "{address} in {path}");
            addresses += 1;
        }
    }
    assert!(seen > 100 && addresses > 60, "{seen} {addresses}");
}

fn each_event_of_the_address_server_has_a_cell_for_each_column() {
    let log = text("windows/AC-SRV01/DhcpSrvLog-Mon.log");
    let mut lines = log.lines().skip_while(|line| !line.starts_with("ID,"));
    let columns = lines.next().expect("a header").split(',').count();
    for line in lines {
        assert_eq!(line.split(',').count(), columns, "{line}");
    }
}

fn the_capture_holds_packets_whose_lengths_add_up() {
    let bytes = &file("network/medical-network.pcap").bytes;
    assert_eq!(bytes[..4], 0xa1b2_c3d4_u32.to_le_bytes());
    let (mut at, mut packets) = (24, 0);
    while at < bytes.len() {
        let number = |place: usize| {
            let four = bytes[place..place + 4].try_into().expect("four bytes");
            u32::from_le_bytes(four) as usize
        };
        let (kept, whole) = (number(at + 8), number(at + 12));
        assert_eq!(kept, whole);
        let packet = &bytes[at + 16..at + 16 + kept];
        let said = usize::from(u16::from_be_bytes([packet[16], packet[17]]));
        assert_eq!(said + 14, kept, "the length of an IPv4 packet");
        assert_eq!(checksum(&packet[14..34]), 0, "the checksum of its head");
        at += 16 + kept;
        packets += 1;
    }
    assert_eq!(at, bytes.len());
    assert!(packets > 100, "{packets} packets");
}

/// Nothing is left when a checksum is added to what it was made of.
fn checksum(head: &[u8]) -> u16 {
    let sum: u32 = head
        .chunks(2)
        .map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]])))
        .sum();
    !u16::try_from((sum & 0xffff) + (sum >> 16)).expect("folded")
}

fn a_sign_of_the_attack_is_met_once_and_another_never() {
    let names = text("network/dns.log.gz");
    let bundle = text("threat-intel/county-bundle.json");
    for (name, times) in [
        ("cdn-status.invoice-sync.example", 1),
        ("files-status.invoice-sync.example", 0),
    ] {
        assert!(bundle.contains(name), "{name}");
        let asked = names
            .lines()
            .filter(|line| line.split('\t').any(|cell| cell == name))
            .count();
        assert_eq!(asked, times, "{name}");
    }
}
