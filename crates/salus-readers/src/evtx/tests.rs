//! The short way and the slow way give the same records with the same values.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, TimestampMicrosecondType};
use arrow_schema::DataType;
use salus_record::{Batch, Digest, Output, ReadError, Reject, Sink};

use super::{Columnar, read};
use crate::Evidence;

type Values = BTreeMap<String, String>;

/// Records in their order, without what depends on the batch they were in.
#[derive(Default, PartialEq, Debug)]
struct Kept {
    records: BTreeMap<u64, (String, Values)>,
    rejects: Vec<String>,
}

impl Output for Kept {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        for row in 0..batch.rows.num_rows() {
            let mut values = values(&batch, row);
            let id = values.remove("record_id").expect("an id");
            let (_, number) = id.split_once(':').expect("evidence and number");
            let number = number.parse().expect("a number");
            self.records.insert(number, (batch.table.clone(), values));
        }
        Ok(())
    }

    fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
        self.rejects
            .push(format!("{}: {}", reject.place, reject.reason));
        Ok(())
    }
}

fn values(batch: &Batch, row: usize) -> Values {
    let schema = batch.rows.schema();
    let columns = schema.fields().iter().zip(batch.rows.columns());
    columns
        .filter(|(_, column)| !column.is_null(row))
        .map(|(field, column)| {
            let text = match column.data_type() {
                DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
                DataType::Timestamp(..) => column
                    .as_primitive::<TimestampMicrosecondType>()
                    .value(row)
                    .to_string(),
                _ => {
                    let cells = column.as_dictionary::<Int32Type>();
                    let key = cells.keys().value(row) as usize;
                    cells.values().as_string::<i32>().value(key).to_owned()
                }
            };
            (field.name().clone(), text)
        })
        .collect()
}

fn kept(bytes: &[u8], columnar: Option<Columnar>) -> Kept {
    let mut kept = Kept::default();
    let mut sink = Sink::new(&Digest::of(b"log"), 0, &mut kept);
    let mut input = std::io::Cursor::new(bytes);
    let mut evidence = Evidence::new(&mut input, bytes.len() as u64);
    if let Err(error) = read(&mut evidence, &mut sink, columnar) {
        drop(sink);
        kept.rejects.push(error.to_string());
        return kept;
    }
    sink.finish().expect("nothing fails in memory");
    kept
}

fn logs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(logs(&path));
        } else if path.extension().is_some_and(|end| end == "evtx") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn both_ways_give_the_same_records() {
    let root = std::env::var_os("SALUS_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    if !root.is_dir() {
        eprintln!(
            "skipped: both ways through public event logs (no {})",
            root.display()
        );
        return;
    }
    let (mut short, mut chunks) = (0, 0);
    let mut wrong = Vec::new();
    for path in logs(&root) {
        let bytes = std::fs::read(&path).expect("readable");
        for chunk in bytes.get(4096..).unwrap_or_default().chunks(65_536) {
            let mut nowhere = Kept::default();
            let mut sink = Sink::new(&Digest::of(b"log"), 0, &mut nowhere);
            let is_used = chunk.starts_with(b"ElfChnk\0");
            chunks += u32::from(is_used);
            let is_short = Columnar::default().read(chunk, &mut sink);
            let is_short = is_short.expect("nothing fails in memory");
            if is_used && !is_short {
                eprintln!("slow: {}", path.display());
            }
            short += u32::from(is_short);
        }
        let (quick, slow) = (kept(&bytes, Some(Columnar::default())), kept(&bytes, None));
        assert_eq!(
            quick.records.len(),
            slow.records.len(),
            "{}",
            path.display()
        );
        for (number, record) in &slow.records {
            let found = &quick.records[number];
            if found != record {
                wrong.push(format!(
                    "{}: {number}: {}",
                    path.display(),
                    difference(found, record)
                ));
                break;
            }
        }
        assert_eq!(quick.rejects, slow.rejects, "{}", path.display());
    }
    eprintln!("{short} of {chunks} chunks went the short way");
    assert!(
        wrong.is_empty(),
        "{} logs: {}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn difference((table, found): &(String, Values), (known, expected): &(String, Values)) -> String {
    let mut text = format!("{table} for {known}");
    for name in found.keys().chain(expected.keys()) {
        let (ours, theirs) = (found.get(name), expected.get(name));
        if ours != theirs {
            text += &format!("; {name}: {ours:?} for {theirs:?}");
        }
    }
    text
}
