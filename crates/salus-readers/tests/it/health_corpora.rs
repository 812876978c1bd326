//! Messages and audit records of health care over public evidence: all accounted for, nobody named.

use std::collections::BTreeSet;

use salus_readers::Confidence;
use salus_record::limits;

use crate::corpus::{Read, files, files_with, folder, read_with, reader_named, reader_of};

/// The fields whose text must not be in any record: names, addresses, telephone numbers, results, notes.
const FREE: [(&str, &[usize]); 4] = [
    ("NK1", &[2, 4, 5]),
    ("NTE", &[3]),
    ("OBX", &[5]),
    ("PID", &[5, 6, 9, 11, 13, 14]),
];

#[test]
fn every_message_is_a_record_and_names_nobody() {
    let Some(folder) = folder("hl7v2", "HL7 version 2 messages") else {
        return;
    };
    let messages = files_with(&folder, "hl7");
    assert!(!messages.is_empty());
    for path in &messages {
        let name = path.display();
        let bytes = std::fs::read(path).expect("a readable file");
        let reader = reader_of(&bytes).unwrap_or_else(|| panic!("{name} is recognised"));
        assert_eq!(reader.about().name, "hl7v2", "{name}");
        let read = read_with(reader, &bytes);
        let headers = bytes.windows(4).filter(|bytes| *bytes == b"MSH|").count();
        assert_eq!(read.records.len(), headers, "{name}: {:?}", read.rejects);
        assert!(read.rejects.is_empty(), "{name}: {:?}", read.rejects);
        names_nobody(&bytes, &read, &name.to_string());
        no_line_end_matters(&bytes, &read, &name.to_string());
    }
}

fn names_nobody(bytes: &[u8], read: &Read, name: &str) {
    let text = String::from_utf8_lossy(bytes);
    let mut free = BTreeSet::new();
    for segment in text.split(['\r', '\n']) {
        let fields: Vec<&str> = segment.split('|').collect();
        let known = FREE.iter().find(|(segment, _)| *segment == fields[0]);
        for number in known.into_iter().flat_map(|(_, numbers)| *numbers) {
            let field = fields.get(*number).copied().unwrap_or_default();
            let words = field.split(|letter: char| !letter.is_alphanumeric());
            free.extend(
                words.filter(|word| word.len() > 4 && word.chars().all(char::is_alphabetic)),
            );
        }
    }
    for (_, record) in &read.records {
        for (column, value) in record {
            let kept = free.iter().find(|word| value.contains(**word));
            assert_eq!(kept, None, "{name}: {column}={value}");
        }
    }
}

/// What ends the segments says nothing.
fn no_line_end_matters(bytes: &[u8], read: &Read, name: &str) {
    let plain: Vec<u8> = String::from_utf8_lossy(bytes)
        .split(['\r', '\n'])
        .filter(|segment| !segment.trim().is_empty())
        .flat_map(|segment| format!("{segment}\r\n").into_bytes())
        .collect();
    if std::str::from_utf8(bytes).is_ok() {
        let again = read_with(reader_named("hl7v2"), &plain);
        assert_eq!(again.records, read.records, "{name}");
    }
}

#[test]
fn nothing_else_is_taken_for_messages() {
    let Some(root) = folder("", "all public evidence") else {
        return;
    };
    let reader = reader_named("hl7v2");
    for path in files(&root) {
        let is_message = path.extension().is_some_and(|end| end == "hl7");
        let Ok(file) = std::fs::File::open(&path) else {
            continue;
        };
        let mut head = Vec::new();
        let mut file = std::io::Read::take(file, limits::SNIFF_BYTES as u64);
        std::io::Read::read_to_end(&mut file, &mut head).expect("a readable file");
        let found = reader.sniff(&head);
        let is_claimed = found > Confidence::No;
        assert_eq!(is_claimed, is_message, "{}: {found:?}", path.display());
    }
}

#[test]
fn every_audit_event_has_its_time_and_agents() {
    let Some(folder) = folder("ehr-audit/fhir-spec", "FHIR audit events") else {
        return;
    };
    for path in files_with(&folder, "json") {
        let name = path.display();
        let bytes = std::fs::read(&path).expect("a readable file");
        let read = read_with(reader_named("json"), &bytes);
        assert_eq!(read.records.len(), 1, "{name}");
        let (table, record) = &read.records[0];
        assert_eq!(table, "fhir_auditevent", "{name}");
        assert!(
            record.contains_key("time") && record.contains_key("agent"),
            "{name}"
        );
    }
}

#[test]
fn an_export_s_own_counts_can_be_held_against_its_files() {
    let Some(folder) = folder("fhir/synthea-r4-bulk", "a FHIR bulk export") else {
        return;
    };
    let mut output = Vec::new();
    let mut counted = Vec::new();
    for path in files_with(&folder, "ndjson") {
        let bytes = std::fs::read(&path).expect("a readable file");
        let kind = path.file_stem().expect("a name").to_string_lossy();
        let read = read_with(reader_named("json"), &bytes);
        assert!(read.rejects.is_empty(), "{kind}");
        counted.push((format!("fhir_{}", kind.to_lowercase()), read.counts.read));
        let lines = bytes.split(|byte| *byte == b'\n');
        let claimed = lines.filter(|line| !line.is_empty()).count();
        output.push(format!(
            r#"{{"type":"{kind}","url":"https://ehr.example/{kind}.ndjson","count":{claimed}}}"#
        ));
    }
    let manifest = format!(
        r#"{{"transactionTime":"2021-06-01T00:00:00Z","request":"https://ehr.example/$export","requiresAccessToken":false,"output":[{}],"error":[]}}"#,
        output.join(",")
    );
    let read = read_with(reader_named("json"), manifest.as_bytes());
    let claims = read
        .records
        .iter()
        .filter(|(table, _)| table == "fhir_export_file");
    let claims: Vec<(String, u64)> = claims
        .map(|(_, record)| {
            let count = record["count"].parse().expect("a count");
            (format!("fhir_{}", record["type"].to_lowercase()), count)
        })
        .collect();
    assert_eq!(claims, counted);
}
