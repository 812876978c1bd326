//! Rows of one table on their way to Arrow: dictionary-encoded text columns that appear as they are met.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{StringBuilder, StringDictionaryBuilder, TimestampMicrosecondBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};

use crate::{envelope, limits};

/// Rows of one record table, with the envelope in front.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The record table.
    pub table: String,
    /// The rows; see [`envelope::fields`] for the first columns, all others are dictionary text.
    pub rows: RecordBatch,
}

type TextBuilder = StringDictionaryBuilder<Int32Type>;

struct TextColumn {
    name: String,
    cells: TextBuilder,
    /// Rows this column holds so far; it is filled up with nulls when it is next met.
    rows: usize,
}

/// The growing columns of one table.
pub(crate) struct TableBuilder {
    rows: usize,
    bytes: usize,
    record_id: StringBuilder,
    evidence_id: StringBuilder,
    place: StringBuilder,
    time: TimestampMicrosecondBuilder,
    time_original: TextBuilder,
    ingested_at: TimestampMicrosecondBuilder,
    host: TextBuilder,
    columns: Vec<TextColumn>,
    by_name: HashMap<String, usize>,
    /// Lower-case names, since Delta tables may not hold two names that differ in case alone.
    folded: HashMap<String, usize>,
    rest: serde_json::Map<String, serde_json::Value>,
}

/// The envelope of one row.
pub(crate) struct RowHead<'a> {
    pub record_id: &'a str,
    pub evidence_id: &'a str,
    pub place: &'a str,
    pub time: Option<i64>,
    pub time_original: Option<&'a str>,
    pub ingested_at: i64,
    pub host: Option<&'a str>,
}

impl TableBuilder {
    pub(crate) fn new() -> Self {
        Self {
            rows: 0,
            bytes: 0,
            record_id: StringBuilder::new(),
            evidence_id: StringBuilder::new(),
            place: StringBuilder::new(),
            time: TimestampMicrosecondBuilder::new().with_timezone("UTC"),
            time_original: TextBuilder::new(),
            ingested_at: TimestampMicrosecondBuilder::new().with_timezone("UTC"),
            host: TextBuilder::new(),
            columns: Vec::new(),
            by_name: HashMap::new(),
            folded: HashMap::new(),
            rest: serde_json::Map::new(),
        }
    }

    /// Sets a field of the row that is being written. The first value of a field stands; a second
    /// one, and a field that finds no column, goes to `_rest`.
    pub(crate) fn set(&mut self, name: &str, text: &str) {
        match self.column(name) {
            Some(at) if self.columns[at].rows == self.rows => {
                let column = &mut self.columns[at];
                column.cells.append_value(text);
                column.rows += 1;
                self.bytes += text.len() + 8;
            }
            _ => self.keep_in_rest(name, text),
        }
    }

    fn column(&mut self, name: &str) -> Option<usize> {
        let at = match self.by_name.get(name) {
            Some(at) => *at,
            None => self.open_column(name)?,
        };
        let column = &mut self.columns[at];
        while column.rows < self.rows {
            column.cells.append_null();
            column.rows += 1;
        }
        Some(at)
    }

    fn open_column(&mut self, name: &str) -> Option<usize> {
        let folded = name.to_lowercase();
        let is_full = self.columns.len() + envelope::COLUMNS.len() + 1 >= limits::TABLE_COLUMNS;
        if is_full || name.is_empty() || self.folded.contains_key(&folded) {
            return None;
        }
        let at = self.columns.len();
        self.columns.push(TextColumn {
            name: name.to_owned(),
            cells: TextBuilder::new(),
            rows: 0,
        });
        self.by_name.insert(name.to_owned(), at);
        self.folded.insert(folded, at);
        Some(at)
    }

    fn keep_in_rest(&mut self, name: &str, text: &str) {
        self.bytes += name.len() + text.len() + 8;
        let mut key = name.to_owned();
        while self.rest.contains_key(&key) {
            key.push('\'');
        }
        self.rest
            .insert(key, serde_json::Value::String(text.to_owned()));
    }

    /// Ends the row.
    pub(crate) fn end_row(&mut self, head: &RowHead<'_>) {
        if !self.rest.is_empty() {
            let rest = serde_json::Value::Object(std::mem::take(&mut self.rest)).to_string();
            self.set_rest(&rest);
        }
        self.record_id.append_value(head.record_id);
        self.evidence_id.append_value(head.evidence_id);
        self.place.append_value(head.place);
        self.time.append_option(head.time);
        self.time_original.append_option(head.time_original);
        self.ingested_at.append_value(head.ingested_at);
        self.host.append_option(head.host);
        self.rows += 1;
        self.bytes += head.record_id.len() * 2 + 64;
    }

    fn set_rest(&mut self, json: &str) {
        let at = match self.by_name.get(envelope::REST) {
            Some(at) => *at,
            None => {
                let name = envelope::REST.to_owned();
                self.columns.push(TextColumn {
                    name: name.clone(),
                    cells: TextBuilder::new(),
                    rows: 0,
                });
                self.by_name.insert(name, self.columns.len() - 1);
                self.columns.len() - 1
            }
        };
        let column = &mut self.columns[at];
        while column.rows < self.rows {
            column.cells.append_null();
            column.rows += 1;
        }
        column.cells.append_value(json);
        column.rows += 1;
    }

    pub(crate) fn is_full(&self) -> bool {
        self.rows >= limits::BATCH_ROWS || self.bytes >= limits::BATCH_BYTES
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The rows so far as Arrow columns.
    pub(crate) fn finish(mut self, table: &str) -> Batch {
        let mut fields: Vec<Field> = envelope::fields();
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(self.record_id.finish()),
            Arc::new(self.evidence_id.finish()),
            Arc::new(self.place.finish()),
            Arc::new(self.time.finish()),
            Arc::new(self.time_original.finish()),
            Arc::new(self.ingested_at.finish()),
            Arc::new(self.host.finish()),
        ];
        for mut column in self.columns {
            while column.rows < self.rows {
                column.cells.append_null();
                column.rows += 1;
            }
            fields.push(Field::new(column.name, envelope::text_type(), true));
            arrays.push(Arc::new(column.cells.finish()));
        }
        let rows = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
            .expect("every column was filled to the same length");
        Batch {
            table: table.to_owned(),
            rows,
        }
    }
}
