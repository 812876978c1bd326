//! Each limit on a reader: what is beyond it is a reject that says so, and what stands beside it is read.

use salus_readers::READERS;
use salus_record::limits;

use crate::corpus::{Read, files, read_with, reader_named, reader_of};

fn read(reader: &str, text: &str) -> Read {
    read_with(reader_named(reader), text.as_bytes())
}

/// Reader, what is beyond a limit, why it is refused, and how many records stand beside it.
fn check(reader: &str, text: &str, reason: &str, records: usize) {
    let read = read(reader, text);
    let reasons: Vec<&str> = read.rejects.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, [reason], "{reader}");
    assert_eq!(read.records.len(), records, "{reader}, {reason}");
    assert!(read.error.is_none(), "{reader}, {reason}");
}

#[test]
fn json_and_tables_beyond_a_limit_cost_themselves_alone() {
    let levels = limits::JSON_DEPTH;
    let (open, close) = ("[".repeat(levels), "]".repeat(levels));
    let json = "{\"a\":1}\n";
    let deep = format!("{{\"a\":{open}1{close}}}\n{json}");
    check("json", &deep, "nested deeper than 64 levels", 1);
    let values = "1,".repeat(limits::RECORD_VALUES);
    let many = format!("{{\"a\":[{values}1]}}\n{json}");
    check("json", &many, "more than 1000000 values", 1);
    let csv = "Asset Tag,Host Name,Model,Status\n1,ws-01,X,in use\n";
    let cells = "x,".repeat(20_000);
    let wide = format!("{csv}{cells}\n2,ws-02,Y,lost\n");
    check("csv", &wide, "a row larger than the limit", 2);
}

#[test]
fn lines_beyond_the_limit_cost_themselves_alone() {
    let long = "x".repeat(limits::LINE_BYTES + (1 << 20));
    let line = "line longer than 16 MiB";
    let csv = "Asset Tag,Host Name,Model,Status\n1,ws-01,X,in use\n";
    check("csv", &format!("{csv}{long}\n2,ws-02,Y,lost\n"), line, 2);
    let lease = "2026-03-01T08:00:00Z dhcpd: DHCPACK on 10.0.4.7 to 00:1b:17:aa:01:02\n";
    check("dhcpd", &format!("{long}\n{lease}"), line, 1);
    let header = |number: u8| format!("MSH|^~\\&|A|||||x|ACK|{number}|P|2.5\r");
    let message = format!("{}NTE|{long}\r{}", header(1), header(2));
    check("hl7v2", &message, "a segment longer than 16 MiB", 2);
}

#[test]
fn elements_beyond_a_limit_cost_themselves_alone() {
    let scan = |host: &str| {
        format!("<nmaprun scanner=\"nmap\">{host}<host><address addr=\"A\"/></host></nmaprun>")
    };
    let levels = limits::XML_DEPTH;
    let (open, close) = ("<a>".repeat(levels), "</a>".repeat(levels));
    let deep = format!("<host><address addr=\"B\"/>{open}{close}</host>");
    let too_much = "it holds too many elements, or too deep ones";
    check("xml", &scan(&deep), too_much, 2);
    let attributes = (0..=limits::XML_ATTRIBUTES).map(|n| format!("a{n}=\"1\" "));
    let wide = format!("<host {}/>", attributes.collect::<String>());
    check(
        "xml",
        &scan(&wide),
        "too many attributes, or too long ones",
        2,
    );
}

#[test]
fn at_a_limit_nothing_is_refused() {
    let deep = limits::JSON_DEPTH - 1;
    let deep = format!("{{\"a\":{}1{}}}\n", "[".repeat(deep), "]".repeat(deep));
    let values = format!("{{\"a\":[{}1]}}\n", "1,".repeat(limits::RECORD_VALUES - 10));
    let columns = (0..2 * limits::TABLE_COLUMNS).map(|n| format!("\"c{n}\":{n}"));
    let columns = format!("{{{}}}\n", columns.collect::<Vec<_>>().join(","));
    for text in [deep, values] {
        let read = read("json", &text);
        assert_eq!((read.records.len(), read.rejects.len()), (1, 0));
    }
    // Columns beyond the limit are kept together.
    let read = read("json", &columns);
    let (_, record) = &read.records[0];
    assert!(record["_rest"].contains("\"c1999\""));
}

#[test]
fn tables_beyond_the_limit_are_one() {
    let lines = (0..2 * limits::TABLES_PER_EVIDENCE).map(|n| format!("{{\"name{n}\":1}}\n"));
    let read = read("json", &lines.collect::<String>());
    let tables: std::collections::BTreeSet<&str> = read
        .records
        .iter()
        .map(|(table, _)| table.as_str())
        .collect();
    assert_eq!(read.records.len(), 2 * limits::TABLES_PER_EVIDENCE);
    // Those beyond stand in one of their own.
    assert_eq!(tables.len(), limits::TABLES_PER_EVIDENCE + 1);
    assert!(tables.contains("other"));
}

/// Readers whose evidence is text, by lines or as a whole.
fn seeds_of_text() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    let texts = files(&folder).into_iter().filter_map(|path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((name, String::from_utf8(std::fs::read(path).ok()?).ok()?))
    });
    texts.collect()
}

#[test]
fn text_in_utf_16_gives_the_same_records() {
    // Messages are bytes, whatever they hold; nobody saves them as UTF-16 and has messages still.
    const BYTES: [&str; 1] = ["mail"];
    let mut differ = Vec::new();
    for (name, text) in seeds_of_text() {
        let reader = reader_of(text.as_bytes()).expect("seeds are recognised");
        if BYTES.contains(&reader.about().name) {
            continue;
        }
        let wide: Vec<u8> = std::iter::once('\u{FEFF}')
            .chain(text.trim_start_matches('\u{FEFF}').chars())
            .flat_map(|letter| letter.encode_utf16(&mut [0; 2]).to_vec())
            .flat_map(u16::to_le_bytes)
            .collect();
        let found = reader_of(&wide).map(|found| found.about().name);
        let (ours, theirs) = (read_with(reader, &wide), read_with(reader, text.as_bytes()));
        if found != Some(reader.about().name) || ours.records.len() != theirs.records.len() {
            let counts = (ours.records.len(), theirs.records.len());
            differ.push(format!("{name}: {found:?}, {counts:?} records"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn zeros_behind_evidence_lose_nothing_of_it() {
    for (name, text) in seeds_of_text() {
        let reader = reader_of(text.as_bytes()).expect("seeds are recognised");
        let whole = read_with(reader, text.as_bytes());
        let filled = [text.trim_end().as_bytes(), b"\n", &[0; 4_096]].concat();
        let read = read_with(reader, &filled);
        // A document that must be whole is refused as one; what comes line by line is kept.
        let is_refused =
            read.records.is_empty() && (read.error.is_some() || !read.rejects.is_empty());
        assert!(
            read.records.len() == whole.records.len() || is_refused,
            "{name}: {} of {} records, {:?}",
            read.records.len(),
            whole.records.len(),
            read.rejects
        );
    }
    assert!(READERS.len() > 20);
}
