//! Runs a reader over text and shows its records and rejects as lines, for the tests of readers.

pub(crate) mod kept;

use std::io::Cursor;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use salus_record::{Batch, Digest, Output, ReadError, Reject, Sink, envelope, time};

use crate::{Evidence, Kinds, Reader};

#[derive(Default)]
struct Shown(Vec<(String, String)>);

impl Output for Shown {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        for row in 0..batch.rows.num_rows() {
            self.0.push(show(&batch, row));
        }
        Ok(())
    }

    fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
        let place = reject.place.to_string();
        self.0.push((place, format!("rejected, {}", reject.reason)));
        Ok(())
    }
}

fn show(batch: &Batch, row: usize) -> (String, String) {
    let rows = &batch.rows;
    let mut text = batch.table.clone();
    let times = rows
        .column_by_name(envelope::TIME)
        .expect("the envelope's time");
    let times = times.as_primitive::<TimestampMicrosecondType>();
    if !times.is_null(row) {
        text += &format!(" time={}", time::format(times.value(row)));
    }
    for (at, field) in rows.schema().fields().iter().enumerate() {
        let is_envelope = envelope::COLUMNS.contains(&field.name().as_str());
        if is_envelope && field.name() != envelope::HOST {
            continue;
        }
        if let Some(value) = cell(rows, at, row) {
            text += &format!(" {}={value}", field.name());
        }
    }
    let place = rows
        .column_by_name(envelope::PLACE)
        .expect("the envelope's place");
    (place.as_string::<i32>().value(row).to_owned(), text)
}

fn cell(rows: &RecordBatch, column: usize, row: usize) -> Option<&str> {
    let cells = rows.column(column).as_dictionary::<Int32Type>();
    let key = cells.key(row)?;
    Some(cells.values().as_string::<i32>().value(key))
}

/// Holds what `reader` makes of `input` against lines such as `line 1: table a=1` and
/// `line 2: rejected, why`; records come by table, rejects in their order before them.
pub(crate) fn check(reader: &dyn Reader, input: &str, expected: &[&str]) {
    check_bytes(reader, input.as_bytes(), expected);
}

/// As [`check`], over bytes.
pub(crate) fn check_bytes(reader: &dyn Reader, input: &[u8], expected: &[&str]) {
    check_kinds(reader, Kinds::built_in(), input, expected);
}

/// As [`check`], where an organisation has kinds of exports of its own.
pub(crate) fn check_with(reader: &dyn Reader, kinds: &Kinds, input: &str, expected: &[&str]) {
    check_kinds(reader, kinds, input.as_bytes(), expected);
}

fn check_kinds(reader: &dyn Reader, kinds: &Kinds, input: &[u8], expected: &[&str]) {
    let found = shown_with(reader, kinds, input);
    assert_eq!(found, expected, "{}", reader.about().name);
}

/// What `reader` makes of `input`, one line for each record and reject.
pub(crate) fn shown(reader: &dyn Reader, input: &[u8]) -> Vec<String> {
    shown_with(reader, Kinds::built_in(), input)
}

fn shown_with(reader: &dyn Reader, kinds: &Kinds, input: &[u8]) -> Vec<String> {
    let mut shown = Shown::default();
    let mut sink = Sink::new(&Digest::of(input), 0, &mut shown);
    let mut bytes = Cursor::new(input);
    let mut evidence = Evidence::new(&mut bytes, input.len() as u64).with_kinds(kinds);
    let end = reader.read(&mut evidence, &mut sink);
    let counts = sink.finish().expect("nothing fails in memory");
    assert_eq!(counts.read, shown.0.len() as u64, "the account balances");
    let mut found: Vec<String> = shown
        .0
        .iter()
        .map(|(place, text)| format!("{place}: {text}"))
        .collect();
    if let Err(error) = end {
        found.push(format!("failed: {error}"));
    }
    found
}

/// The folder of public evidence, unless it is not there.
pub(crate) fn public_data(wanted: &str) -> Option<std::path::PathBuf> {
    let root = std::env::var_os("SALUS_DATA").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        std::path::PathBuf::from,
    );
    if !root.is_dir() {
        eprintln!("skipped: {wanted} (no {})", root.display());
        return None;
    }
    Some(root)
}
