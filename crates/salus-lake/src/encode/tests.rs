//! Twins in a file: each column reads back as it was, and twins end where they end.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_schema::DataType;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use salus_record::envelope;

use super::*;

type Texts = fn(usize) -> Option<String>;

fn texts(rows: usize, text: Texts, in_dictionary: bool) -> ArrayRef {
    let texts: ArrayRef = Arc::new((0..rows).map(text).collect::<StringArray>());
    match in_dictionary {
        true => cast(&texts, &envelope::text_type()).expect("text fits a dictionary"),
        false => texts,
    }
}

fn batch(columns: &[(&str, &ArrayRef)]) -> RecordBatch {
    let columns = columns.iter();
    let columns = columns.map(|(name, array)| (*name, Arc::clone(array), true));
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
}

/// Writes each batch by itself and holds what is read to it, with so many groups of rows and columns that take the same room.
fn check(batches: &[RecordBatch], groups: usize, same_room: &[(usize, usize)]) {
    let file = tempfile::tempfile().expect("a file");
    let mut encoder = Encoder::new(file, &batches[0].schema()).expect("a schema");
    for batch in batches {
        encoder
            .write(std::slice::from_ref(batch))
            .expect("is written");
    }
    let (file, rows) = encoder.finish().expect("is finished");
    let all: usize = batches.iter().map(RecordBatch::num_rows).sum();
    assert_eq!(rows, all as u64);
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a Parquet file");
    let metadata = Arc::clone(reader.metadata());
    assert_eq!(metadata.num_row_groups(), groups);
    for group in metadata.row_groups() {
        for (one, other) in same_room {
            let room = |at: usize| group.column(at).compressed_size();
            assert_eq!(room(*one), room(*other));
        }
    }
    let reader = reader.with_batch_size(all).build().expect("a reader");
    let read: Vec<RecordBatch> = reader.map(|batch| batch.expect("is read")).collect();
    let mut start = 0;
    for batch in batches {
        for at in 0..batch.num_columns() {
            let written = cast(batch.column(at), &DataType::Utf8).expect("text");
            let found = cast(read[0].column(at), &DataType::Utf8).expect("text");
            assert!(
                found.slice(start, batch.num_rows()) == written,
                "column {at}"
            );
        }
        start += batch.num_rows();
    }
}

#[test]
fn what_is_one_column_is_read_as_two() {
    const FEW: Texts = |row| (row % 3 != 0).then(|| format!("w{}", row % 90));
    // The dictionary is given up on the way, so that it lies between pages of values until they are put in order.
    const MANY: Texts = |row| Some(format!("a text that no other row has, number {row}"));
    const NONE: Texts = |_| None;
    for (rows, text) in [(1, FEW), (5_000, FEW), (80_000, MANY), (10, NONE)] {
        for in_dictionary in [false, true] {
            let one = texts(rows, text, in_dictionary);
            let other = texts(rows, |row| Some(row.to_string()), in_dictionary);
            let twins = batch(&[("Host", &one), ("n", &other), ("name", &one), ("b", &one)]);
            check(&[twins.clone(), twins], 1, &[(0, 2), (0, 3)]);
        }
    }
}

#[test]
fn twins_end_with_their_group() {
    let (one, other) = (
        texts(9, |row| Some(row.to_string()), true),
        texts(9, |row| Some(format!("{row}!")), true),
    );
    let twins = batch(&[("a", &one), ("b", &one)]);
    let apart = batch(&[("a", &one), ("b", &other)]);
    check(&[twins.clone(), apart.clone()], 2, &[]);
    // What was encoded by itself goes on so.
    check(&[apart, twins], 1, &[]);
}

#[test]
fn columns_of_their_own_way_are_encoded_by_themselves() {
    let one = texts(300, |row| Some(format!("line {row}")), false);
    let like = batch(&[("a", &one), (envelope::PLACE, &one), ("b", &one)]);
    check(&[like], 1, &[(0, 2)]);
}
