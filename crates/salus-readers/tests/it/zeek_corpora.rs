//! Zeek logs: each row of the tab-separated form is the row of the JSON form.

use std::path::Path;

use crate::corpus::{Read, Record, files, folder, read_with, reader_named, reader_of};

fn read(path: &Path) -> (&'static str, Read) {
    let bytes = std::fs::read(path).expect("a log");
    let reader = reader_of(&bytes).unwrap_or_else(|| panic!("{} is recognised", path.display()));
    (reader.about().name, read_with(reader, &bytes))
}

/// What both forms must say alike: not the times, which each writes in its own way, and not what
/// the JSON form adds about its writing.
fn comparable(record: &Record, times: &[String]) -> Record {
    let is_own = |name: &str| name.starts_with('_') || times.iter().any(|time| time == name);
    let kept = record
        .iter()
        .filter(|(name, _)| name.as_str() == "time" || !is_own(name));
    kept.map(|(name, text)| (name.clone(), text.clone()))
        .collect()
}

/// The columns of type `time`, from the header.
fn time_columns(path: &Path) -> Vec<String> {
    let text = String::from_utf8_lossy(&std::fs::read(path).expect("a log")).into_owned();
    let line = |mark: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(mark));
        found
            .unwrap_or_default()
            .split('\t')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let pairs = line("#fields\t").into_iter().zip(line("#types\t"));
    pairs
        .filter(|(_, kind)| kind == "time")
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn both_forms_give_the_same_records() {
    let Some(folder) = folder("network/zeek-sample", "Zeek TSV against JSON") else {
        return;
    };
    let mut wrong = Vec::new();
    let mut records = 0;
    for path in files(&folder.join("default")) {
        let (reader, tsv) = read(&path);
        assert_eq!(reader, "zeek", "{}", path.display());
        let (reader, json) = read(&folder.join("json").join(path.file_name().expect("a name")));
        assert_eq!(reader, "json", "{}", path.display());
        assert!(
            tsv.rejects.is_empty() && json.rejects.is_empty(),
            "{}",
            path.display()
        );
        assert_eq!(tsv.records.len(), json.records.len(), "{}", path.display());
        let times = time_columns(&path);
        for (at, ((table, left), (other, right))) in
            tsv.records.iter().zip(&json.records).enumerate()
        {
            records += 1;
            assert_eq!(table, other, "{}", path.display());
            let (left, right) = (comparable(left, &times), comparable(right, &times));
            if left != right {
                let differ = |record: &Record, than: &Record| {
                    let own = record
                        .iter()
                        .filter(|(name, text)| than.get(*name) != Some(*text));
                    own.map(|(name, text)| format!("{name}={text}"))
                        .collect::<Vec<_>>()
                        .join(" ")
                };
                wrong.push(format!(
                    "{} {at}: {} | {}",
                    path.display(),
                    differ(&left, &right),
                    differ(&right, &left)
                ));
            }
        }
    }
    eprintln!("{records} records compared");
    assert!(
        wrong.is_empty(),
        "{} differ\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}

#[test]
fn zeek_s_own_test_logs_are_read_without_rejects() {
    let Some(folder) = folder("network/zeek-btest", "Zeek's test logs") else {
        return;
    };
    let (mut logs, mut records) = (0, 0);
    let mut wrong = Vec::new();
    for path in files(&folder) {
        let bytes = std::fs::read(&path).expect("a log");
        let Some(reader) = reader_of(&bytes).filter(|reader| reader.about().name == "zeek") else {
            let has_header = bytes.windows(11).any(|window| window == b"#separator ");
            assert!(!has_header, "{} is recognised", path.display());
            continue;
        };
        let read = read_with(reader, &bytes);
        logs += 1;
        records += read.records.len();
        for reject in &read.rejects {
            wrong.push(format!(
                "{} {}: {}",
                path.display(),
                reject.place,
                reject.reason
            ));
        }
    }
    eprintln!("{logs} logs, {records} records");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(logs >= 135, "{logs} logs");
}

#[test]
fn real_logs_are_read_whole() {
    let Some(folder) = folder("network/zeek-otrf", "Zeek logs of simulated attacks") else {
        return;
    };
    for path in files(&folder) {
        let bytes = std::fs::read(&path).expect("a log");
        if bytes.starts_with(b"#separator") {
            let read = read_with(reader_named("zeek"), &bytes);
            assert!(
                read.error.is_none() && read.rejects.is_empty(),
                "{}",
                path.display()
            );
        }
    }
}
