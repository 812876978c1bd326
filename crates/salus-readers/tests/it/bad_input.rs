//! What is not evidence: every reader gets all of it, none may panic, and every account balances.

use salus_readers::READERS;

use crate::corpus::{read_with, reader_of};

const DHCPD: &str = "2026-03-01T08:00:00Z dhcpd: DHCPACK on 10.0.4.7 to 00:1b:17:aa:01:02\n";
const CISCO: &str = "<189>7: sw1: Feb 17 13:40:03: %SYS-5-CONFIG_I: Configured from console\n";
const MAIL: &str = "From: a@a.org\r\nTo: b@b.org\r\nSubject: x\r\nContent-Type: multipart/mixed; \
    boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<a href=http://c.org>c</a>\r\n--b\r\n\
    Content-Type: application/pdf; name=d.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n";
const DMARC: &str = "<?xml version=\"1.0\"?><feedback><report_metadata><report_id>7</report_id></report_metadata>\
    <record><row><source_ip>192.0.2.7</source_ip><count>1</count></row></record></feedback>";
const ZEEK: &str = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n\
    #path\tconn\n#fields\tts\tuid\tservices\n#types\ttime\tstring\tset[string]\n\
    1772352000.250000\tC1\tssl,http\n1772352001.250000\tC2\t-\n";
const TABLE: &str =
    "Asset Tag;Host Name;Model;Status\n1;ws-01;\"X\n\"\"1\"\"\";in use\n2;ws-02;Y;lost\n";
const JSON: &str = "{\"eventVersion\":\"1.08\",\"eventTime\":\"2026-03-01T08:00:00Z\",\"eventName\":\"GetObject\",\
    \"userIdentity\":{\"arn\":\"a\"},\"list\":[1,{\"x\":[2]}]}\n{\"a\":1}\n";
const XML: &str = "<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner=\"nmap\" start=\"1772352000\">\n\
    <host><status state=\"up\"/><address addr=\"10.0.0.7\" addrtype=\"ipv4\"/><ports><port portid=\"104\">\
    <state state=\"open\"/></port></ports></host>\n<runstats><hosts up=\"1\"/></runstats></nmaprun>\n";
const YAML: &str = "salus: organisation\nname: Clinic\ndomains: [a.org]\n";

/// An event log's header and one chunk that says more than it holds.
fn event_log() -> Vec<u8> {
    let mut bytes = vec![0; 4096 + 65_536];
    bytes[..8].copy_from_slice(b"ElfFile\0");
    let chunk = &mut bytes[4096..];
    chunk[..8].copy_from_slice(b"ElfChnk\0");
    chunk[8] = 1;
    chunk[16] = 9;
    chunk[24] = 1;
    chunk[32] = 9;
    chunk[40] = 128;
    chunk[48..52].copy_from_slice(&60_000_u32.to_le_bytes());
    chunk[512..516].copy_from_slice(b"\x2a\x2a\0\0");
    chunk[516..520].copy_from_slice(&200_u32.to_le_bytes());
    chunk[520] = 1;
    chunk[536..540].copy_from_slice(&[0x0F, 1, 1, 0]);
    chunk[540] = 0x0C;
    chunk[708..712].copy_from_slice(&200_u32.to_le_bytes());
    bytes
}

fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let texts = [
        ("cisco", CISCO),
        ("dhcpd", DHCPD),
        ("dmarc", DMARC),
        ("mail", MAIL),
        ("zeek", ZEEK),
        ("csv", TABLE),
        ("json", JSON),
        ("xml", XML),
        ("yaml", YAML),
    ];
    let mut samples: Vec<_> = texts
        .map(|(name, text)| (name, text.as_bytes().to_vec()))
        .into();
    samples.push(("evtx", event_log()));
    let bill = include_bytes!("../../../../fuzz/seeds/bom.xml");
    let columns = include_bytes!("../../../../fuzz/seeds/events.parquet");
    samples.push(("cyclonedx", bill.to_vec()));
    samples.push(("parquet", columns.to_vec()));
    let captures = [
        (
            "pcap",
            &include_bytes!("../../../../fuzz/seeds/network.pcap")[..],
        ),
        (
            "pcapng",
            include_bytes!("../../../../fuzz/seeds/network.pcapng"),
        ),
    ];
    samples.extend(captures.map(|(name, bytes)| (name, bytes.to_vec())));
    samples
}

/// Bytes without meaning, the same ones every time.
fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

fn check(what: &str, bytes: &[u8]) {
    for reader in READERS {
        let begun = std::time::Instant::now();
        let read = read_with(*reader, bytes);
        assert!(
            begun.elapsed().as_secs() < 60,
            "{} over {what} comes to an end",
            reader.about().name
        );
        let name = reader.about().name;
        assert!(
            bytes.is_empty() <= (read.counts.read == 0),
            "{name} makes something of nothing"
        );
        for reject in &read.rejects {
            assert!(
                !reject.reason.contains("ws-01"),
                "{name} over {what} tells no content"
            );
        }
    }
    let _ = reader_of(bytes);
}

#[test]
fn nothing_is_nothing() {
    check("nothing", b"");
    for mark in [
        &b"\xEF\xBB\xBF"[..],
        b"\xFF\xFE",
        b"\xFE\xFF",
        b"\n",
        b"\r\n\r\n",
        b" ",
    ] {
        check("hardly anything", mark);
    }
}

#[test]
fn every_syntax_in_every_reader() {
    for (name, bytes) in samples() {
        check(name, &bytes);
    }
}

#[test]
fn whatever_is_cut_short() {
    for (name, bytes) in samples() {
        for seventh in 1..7 {
            check(name, &bytes[..bytes.len() * seventh / 7]);
        }
        for cut in 0..bytes.len().min(64) {
            check(name, &bytes[..cut]);
        }
    }
}

#[test]
fn zeros_in_place_of_evidence() {
    for (name, mut bytes) in samples() {
        let half = bytes.len() / 2;
        bytes[half..].fill(0);
        check(name, &bytes);
        check(name, &vec![0; bytes.len()]);
    }
    check("zeros", &vec![0; 200_000]);
}

#[test]
fn bytes_without_meaning() {
    for seed in 1..=20 {
        check("noise", &noise(20_000, seed * 0x9E37_79B9));
    }
    for (name, bytes) in samples() {
        for seed in 1..=30 {
            let mut bytes = bytes.clone();
            let places = noise(64, seed * 0x1234_5677);
            for pair in places.chunks_exact(4) {
                let at = u32::from_le_bytes([pair[0], pair[1], pair[2], 0]) as usize % bytes.len();
                bytes[at] = pair[3];
            }
            check(name, &bytes);
        }
    }
}

#[test]
fn text_that_is_not_unicode() {
    for (name, bytes) in samples() {
        let latin: Vec<u8> = bytes
            .iter()
            .map(|byte| if *byte == b'o' { 0xF6 } else { *byte })
            .collect();
        check(name, &latin);
        let units = bytes.iter().flat_map(|byte| u16::from(*byte).to_le_bytes());
        check(
            name,
            &[0xFF, 0xFE].into_iter().chain(units).collect::<Vec<u8>>(),
        );
        let units = bytes.iter().flat_map(|byte| u16::from(*byte).to_be_bytes());
        check(
            name,
            &[0xFE, 0xFF].into_iter().chain(units).collect::<Vec<u8>>(),
        );
    }
}

#[test]
fn a_line_without_end() {
    let starts = [
        "{\"a\":\"",
        "a,b\n1,\"",
        "From: a@a.org\nTo: ",
        "#separator \\x09\n#fields\t",
        "<nmaprun scanner=\"nmap\"><host a=\"",
    ];
    for (start, length) in [("", 17 << 20)]
        .into_iter()
        .chain(starts.map(|start| (start, 1 << 20)))
    {
        let mut bytes = start.as_bytes().to_vec();
        bytes.resize(length, b'x');
        check("a long line", &bytes);
    }
}

#[test]
fn deep_nesting() {
    check("brackets", "[".repeat(5_000).as_bytes());
    check("braces", "{\"a\":".repeat(5_000).as_bytes());
    check("elements", "<nmaprun><host>".repeat(5_000).as_bytes());
    check(
        "parentheses",
        format!("From: a\nTo: {}", "(".repeat(20_000)).as_bytes(),
    );
    check(
        "tags",
        format!(
            "From: a\nTo: b\nContent-Type: text/html\n\n{}",
            "<a href=x>".repeat(20_000)
        )
        .as_bytes(),
    );
    let parts =
        (0..500).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
    check(
        "parts",
        format!("From: a\nTo: b\n{}", parts.collect::<String>()).as_bytes(),
    );
    let chain = "Content-Type: message/rfc822\n\n".repeat(1_900);
    check("messages", format!("From: a\nTo: b\n{chain}").as_bytes());
    check(
        "aliases",
        "salus: organisation\na: &a [x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n".as_bytes(),
    );
}
