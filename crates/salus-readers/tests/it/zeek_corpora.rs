//! Zeek logs: each row of the tab-separated form is the row of the JSON form.

use std::path::Path;

use crate::corpus::{Read, Record, files, folder, read_with, reader_named, reader_of};

fn read(path: &Path) -> (&'static str, Read) {
    let bytes = std::fs::read(path).expect("a log");
    let reader = reader_of(&bytes).unwrap_or_else(|| panic!("{} is recognised", path.display()));
    (reader.about().name, read_with(reader, &bytes))
}

/// What both forms must say alike: times by their instants, since each writes them in its own way,
/// and not what the JSON form adds about its writing.
fn comparable(record: &Record, times: &[String]) -> Record {
    let kept = record.iter().filter(|(name, _)| !name.starts_with('_'));
    let instant = |name: &String, text: &String| {
        let micros = times
            .contains(name)
            .then(|| salus_record::time::parse(text));
        micros
            .flatten()
            .map_or(text.clone(), |micros| micros.to_string())
    };
    kept.map(|(name, text)| (name.clone(), instant(name, text)))
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
    let (mut wrong, mut unknown) = (Vec::new(), Vec::new());
    for path in files(&folder) {
        let bytes = std::fs::read(&path).expect("a log");
        let Some(reader) = reader_of(&bytes).filter(|reader| reader.about().name == "zeek") else {
            unknown.push(
                path.strip_prefix(&folder)
                    .expect("below it")
                    .display()
                    .to_string(),
            );
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
    // A licence, JSON (one with its numbers blanked), and rows without any header.
    assert_eq!(
        unknown,
        [
            "COPYING",
            "scripts.base.frameworks.logging.ascii-json/ssh.log",
            "scripts.base.frameworks.logging.ascii-json-iso-timestamps/ssh.log",
            "spicy.file-data-in-at-offset/x509.log",
        ]
    );
    assert!(logs >= 151, "{logs} logs");
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
