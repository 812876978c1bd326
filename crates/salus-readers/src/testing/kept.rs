//! Keeps all records with all values, to hold one way of reading against another.

use std::collections::BTreeMap;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, TimestampMicrosecondType};
use arrow_schema::DataType;
use salus_record::{Batch, Clock, Counts, Digest, Output, ReadError, Reject, Sink, Start, Stretch};

use crate::{Cut, Evidence, Kinds, Known, Passed, StretchOf};

type Values = BTreeMap<String, String>;

/// Records by their number, without what depends on the batch they were in.
#[derive(Default, PartialEq, Debug)]
pub(crate) struct Kept {
    pub(crate) records: BTreeMap<u64, (String, Values)>,
    pub(crate) rejects: Vec<String>,
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

impl Kept {
    /// What `read` makes of these bytes.
    pub(crate) fn of(
        bytes: &[u8],
        read: impl FnOnce(&mut Evidence<'_>, &mut Sink<'_>) -> Result<(), ReadError>,
    ) -> Self {
        let mut kept = Self::default();
        let mut sink = Sink::new(&Digest::of(b"log"), 0, &mut kept);
        let mut input = std::io::Cursor::new(bytes);
        let mut evidence = Evidence::new(&mut input, bytes.len() as u64);
        if let Err(error) = read(&mut evidence, &mut sink) {
            drop(sink);
            kept.rejects.push(error.to_string());
            return kept;
        }
        sink.finish().expect("nothing fails in memory");
        kept
    }

    /// What these bytes are, read in stretches of about this length by turns of two readers.
    pub(crate) fn in_stretches(cut: &dyn Cut, bytes: &[u8], length: usize) -> Self {
        Self::cut(cut, bytes, length).0
    }

    /// Where such a stretch is torn, if one is.
    pub(crate) fn torn_at(cut: &dyn Cut, bytes: &[u8], length: usize) -> Option<u64> {
        Self::cut(cut, bytes, length).1
    }

    fn cut(cut: &dyn Cut, bytes: &[u8], length: usize) -> (Self, Option<u64>) {
        let digest = Digest::of(b"log");
        let mut kept = Self::default();
        let (mut start, mut counts) = (Start::default(), Counts::default());
        let mut input = std::io::Cursor::new(bytes);
        let known = Known {
            head: bytes,
            clock: Clock::default(),
            kinds: Kinds::built_in(),
        };
        let mut readers = [cut.stretches(known), cut.stretches(known)];
        loop {
            let mut stretch = Vec::new();
            let read = cut.next(&mut input, start.offset, length, &mut stretch);
            read.expect("nothing fails in memory");
            let of = StretchOf {
                bytes: &stretch,
                offset: start.offset,
                is_last: input.position() == bytes.len() as u64,
            };
            let mut held = Stretch::default();
            let mut sink = Sink::stretch(&mut held, 0, &|_| None);
            readers.reverse();
            let passed = readers[0].read(of, &mut sink);
            sink.finish().expect("nothing fails in memory");
            let Ok(Passed::Whole { lines, values }) = passed else {
                break;
            };
            for rows in &held.rows {
                let batch = rows.placed(digest.evidence_id(), &start);
                kept.batch(batch).expect("nothing fails in memory");
            }
            for (place, reason) in &held.rejects {
                kept.rejects
                    .push(format!("{}: {reason}", start.place(*place)));
            }
            counts.read += held.counts.read;
            counts.rejects += held.counts.rejects;
            start.offset += stretch.len() as u64;
            start.records += held.counts.read - held.counts.rejects;
            start.lines += lines;
            start.values += values;
            if of.is_last {
                return (kept, None);
            }
        }
        input.set_position(start.offset);
        let mut sink = Sink::resumed(&digest, 0, &mut kept, counts);
        let mut evidence = Evidence::new(&mut input, bytes.len() as u64);
        if let Err(error) = cut.rest(&mut evidence, &start, &mut sink) {
            drop(sink);
            kept.rejects.push(error.to_string());
            return (kept, Some(start.offset));
        }
        sink.finish().expect("nothing fails in memory");
        (kept, Some(start.offset))
    }

    /// The same, whatever batches the records were in: of names that differ in case alone, the first of
    /// a batch becomes a column and the others go to the rest.
    pub(crate) fn without_batches(&self) -> Self {
        let records = self.records.iter().map(|(number, (table, values))| {
            let mut all: Vec<(String, String)> = Vec::new();
            for (name, value) in values {
                let rest: Option<BTreeMap<String, String>> = (name == "_rest")
                    .then(|| serde_json::from_str(value).ok())
                    .flatten();
                let none = || BTreeMap::from([(name.clone(), value.clone())]);
                let named = rest.unwrap_or_else(none).into_iter();
                all.extend(
                    named.map(|(name, value)| (name.trim_end_matches('\'').to_lowercase(), value)),
                );
            }
            all.sort();
            let numbered = all.into_iter().enumerate();
            let values = numbered.map(|(at, (name, value))| (format!("{name} {at}"), value));
            (*number, (table.clone(), values.collect()))
        });
        Self {
            records: records.collect(),
            rejects: self.rejects.clone(),
        }
    }

    /// The first record that is not as it should be, and how.
    pub(crate) fn difference(&self, expected: &Self) -> Option<String> {
        if self.rejects != expected.rejects {
            let (ours, theirs) = (&self.rejects, &expected.rejects);
            return Some(format!("rejects: {ours:?} for {theirs:?}"));
        }
        let (ours, theirs) = (self.records.len(), expected.records.len());
        if ours != theirs {
            return Some(format!("{ours} records for {theirs}"));
        }
        expected.records.iter().find_map(|(number, expected)| {
            let found = self.records.get(number)?;
            (found != expected).then(|| format!("{number}: {}", difference(found, expected)))
        })
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
