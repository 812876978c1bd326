//! Finds the folders of real evidence and reads files from them, holding the account to balance.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use salus_readers::{Evidence, READERS, Reader, recognise};
use salus_record::{Batch, Counts, Digest, Output, ReadError, Reject, Sink, envelope, limits};

/// The folder `name` of the developer data, or a line saying what is skipped.
pub fn folder(name: &str, what: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("SALUS_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let folder = root.join(name);
    if !folder.is_dir() {
        eprintln!("skipped: {what} (no {})", folder.display());
        return None;
    }
    Some(folder)
}

/// All files below `folder`, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The files below `folder` that end on `.<extension>`.
pub fn files_with(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = files(folder);
    found.retain(|path| path.extension().is_some_and(|other| other == extension));
    found
}

/// One record: column to text, without the envelope but with `time` in microseconds.
pub type Record = BTreeMap<String, String>;

/// What a reader made of some bytes.
#[derive(Default)]
pub struct Read {
    pub counts: Counts,
    /// Table and columns, in the order in which they came.
    pub records: Vec<(String, Record)>,
    pub rejects: Vec<Reject>,
    pub error: Option<ReadError>,
    record_ids: HashSet<String>,
}

impl Output for Read {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        let rows = &batch.rows;
        assert!(
            rows.num_rows() <= limits::BATCH_ROWS,
            "a batch within its rows"
        );
        assert!(
            rows.num_columns() <= limits::TABLE_COLUMNS,
            "a batch within its columns"
        );
        let ids = rows
            .column_by_name(envelope::RECORD_ID)
            .expect("the envelope");
        for row in 0..rows.num_rows() {
            let id = ids.as_string::<i32>().value(row).to_owned();
            assert!(self.record_ids.insert(id), "a record id is given once");
            self.records.push((batch.table.clone(), record(rows, row)));
        }
        Ok(())
    }

    fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
        assert!(reject.reason.chars().count() <= limits::REASON_CHARS);
        self.rejects.push(reject);
        Ok(())
    }
}

fn record(rows: &RecordBatch, row: usize) -> Record {
    let mut record = Record::new();
    for (field, column) in rows.schema().fields().iter().zip(rows.columns()) {
        let name = field.name().as_str();
        if name == envelope::TIME {
            let times = column.as_primitive::<TimestampMicrosecondType>();
            if !times.is_null(row) {
                record.insert(name.to_owned(), times.value(row).to_string());
            }
        } else if name == envelope::HOST || !envelope::COLUMNS.contains(&name) {
            let cells = column.as_dictionary::<Int32Type>();
            if let Some(key) = cells.key(row) {
                let text = cells.values().as_string::<i32>().value(key);
                record.insert(name.to_owned(), text.to_owned());
            }
        }
    }
    record
}

/// Reads `bytes` with `reader`; whatever they are, the account must balance.
pub fn read_with(reader: &dyn Reader, bytes: &[u8]) -> Read {
    let mut read = Read::default();
    let mut input = Cursor::new(bytes);
    let mut evidence = Evidence::new(&mut input, bytes.len() as u64);
    let digest = Digest::of(&bytes[..bytes.len().min(4096)]);
    let mut sink = Sink::new(&digest, 0, &mut read);
    let end = reader.read(&mut evidence, &mut sink);
    let counts = sink.finish().expect("nothing fails in memory");
    let stored: u64 = counts.tables.values().sum();
    assert_eq!(
        counts.read,
        stored + counts.rejects,
        "{}",
        reader.about().name
    );
    assert_eq!(stored, read.records.len() as u64, "{}", reader.about().name);
    assert_eq!(
        counts.rejects,
        read.rejects.len() as u64,
        "{}",
        reader.about().name
    );
    read.counts = counts;
    read.error = end.err();
    read
}

/// The reader that recognises `bytes`.
pub fn reader_of(bytes: &[u8]) -> Option<&'static dyn Reader> {
    recognise(&bytes[..bytes.len().min(limits::SNIFF_BYTES)])
}

/// The reader of this name.
pub fn reader_named(name: &str) -> &'static dyn Reader {
    *READERS
        .iter()
        .find(|reader| reader.about().name == name)
        .expect("a reader of this name")
}
