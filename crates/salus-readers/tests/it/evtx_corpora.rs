//! Windows event logs: record counts of a second parser, and values of the Sigma project.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::corpus::{Record, files_with, folder, read_with, reader_named, reader_of};

/// `file,…,records,channels,event_ids,…`; only file names can hold a quoted comma.
fn catalogue(text: &str) -> Vec<Vec<String>> {
    let mut lines = text.lines();
    lines.next();
    lines.map(cells).collect()
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            other => cells.last_mut().expect("one cell").push(other),
        }
    }
    cells
}

fn tally(records: &[(String, Record)], column: &str) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, record) in records {
        *counts
            .entry(record.get(column).map_or("", String::as_str))
            .or_default() += 1;
    }
    counts
        .iter()
        .map(|(key, count)| format!("{key}={count}"))
        .collect()
}

#[test]
fn every_log_gives_the_records_of_the_catalogue() {
    let Some(folder) = folder("evtx", "counts of Windows event logs") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("catalogue.csv")).expect("the catalogue");
    let mut wrong = Vec::new();
    let (mut records, mut rejects) = (0, 0);
    for row in catalogue(&text) {
        let [file, .., _] = row.as_slice() else {
            continue;
        };
        let bytes = std::fs::read(folder.join(file)).expect("a file of the catalogue");
        let read = read_with(reader_named("evtx"), &bytes);
        records += read.records.len();
        rejects += read.rejects.len();
        let wanted: usize = row[5].parse().expect("a count");
        if read.records.len() != wanted {
            wrong.push(format!(
                "{file}: {} records, not {wanted}",
                read.records.len()
            ));
            continue;
        }
        // The catalogue names the most frequent values only.
        for (column, at) in [("Channel", 6), ("EventID", 7)] {
            let found = tally(&read.records, column);
            for part in row[at].split(';').filter(|part| !part.is_empty()) {
                if !found.contains(&part.replace("None=", "=")) {
                    wrong.push(format!("{file}: {column} {found:?}, not {part}"));
                }
            }
        }
    }
    eprintln!("{records} records, {rejects} rejects");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The event's data as columns, the way the JSON beside a log writes them.
fn data_of(event: &Value) -> Record {
    let mut record = Record::new();
    for part in ["EventData", "UserData"] {
        if let Some(data) = event.pointer(&format!("/Event/{part}")) {
            salus_record::flatten(data, &mut |name, text| {
                let leaf = name.rsplit('.').next().unwrap_or(name);
                record.insert(leaf.to_owned(), text.to_owned());
            });
        }
    }
    record.remove("xmlns");
    record
}

/// The tool that wrote the JSON trimmed blanks and wrote GUIDs bare and in capitals,
/// unlike Windows.
fn is_same(found: Option<&String>, expected: &str) -> bool {
    let Some(found) = found else {
        return expected.is_empty();
    };
    let found = found.trim();
    let bare = found
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    found == expected.trim() || bare.is_some_and(|bare| bare.eq_ignore_ascii_case(expected))
}

#[test]
fn sigma_s_logs_have_the_values_of_the_json_beside_them() {
    let Some(folder) = folder("sigma/regression_data", "values of Windows events") else {
        return;
    };
    let mut wrong = Vec::new();
    let (mut events, mut values) = (0, 0);
    for log in files_with(&folder, "evtx") {
        let bytes = std::fs::read(&log).expect("a log");
        let read = read_with(reader_named("evtx"), &bytes);
        assert!(
            read.error.is_none() && read.rejects.is_empty(),
            "{}",
            log.display()
        );
        let json = std::fs::read_to_string(log.with_extension("json")).expect("its JSON");
        let stream = serde_json::Deserializer::from_str(&json).into_iter::<Value>();
        let expected: Vec<Record> = stream.map(|event| data_of(&event.expect("JSON"))).collect();
        assert!(!expected.is_empty());
        for (at, expected) in expected.iter().enumerate() {
            events += 1;
            values += expected.len();
            let fits = |(_, record): &&(String, Record)| {
                expected
                    .iter()
                    .all(|(name, text)| is_same(record.get(name), text))
            };
            if read.records.iter().find(fits).is_none() {
                let found = read.records.get(at).map(|(_, record)| record);
                let differ = |(name, text): &(&String, &String)| {
                    !is_same(found.and_then(|record| record.get(*name)), text)
                };
                let differ: Vec<_> = expected.iter().filter(differ).collect();
                wrong.push(format!("{} event {at}: {differ:?}", log.display()));
            }
        }
    }
    eprintln!("{events} events, {values} values");
    assert!(
        wrong.is_empty(),
        "{} events differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn logs_are_recognised() {
    let Some(folder) = folder("evtx", "recognising Windows event logs") else {
        return;
    };
    for log in files_with(&folder, "evtx") {
        let bytes = std::fs::read(&log).expect("a log");
        let reader = reader_of(&bytes).map(|reader| reader.about().name);
        assert!(
            reader == Some("evtx") || !bytes.starts_with(b"ElfFile"),
            "{}",
            log.display()
        );
    }
}
