//! Rows that do not know yet where in their evidence they stand.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};

use crate::{Batch, Place, envelope};

/// What of a piece of evidence comes before a stretch of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Start {
    /// Bytes.
    pub offset: u64,
    /// Records.
    pub records: u64,
    /// Lines.
    pub lines: u64,
    /// What [`Place::Record`] counts.
    pub values: u64,
}

impl Start {
    /// The place in the evidence of a place in the stretch.
    #[must_use]
    pub fn place(&self, place: Place) -> Place {
        match place {
            Place::Line(line) => Place::Line(line + self.lines),
            Place::Record(record) => Place::Record(record + self.values),
            other => other,
        }
    }
}

/// Rows of one table out of a stretch of evidence, whose numbers and places count from its start.
#[derive(Debug, Clone)]
pub struct Loose {
    rows: Batch,
    numbers: Vec<u64>,
    places: Vec<Place>,
}

impl Loose {
    pub(crate) fn new(rows: Batch, numbers: Vec<u64>, places: Vec<Place>) -> Self {
        Self {
            rows,
            numbers,
            places,
        }
    }

    /// The rows without record id, evidence id and place.
    #[must_use]
    pub fn rows(&self) -> &Batch {
        &self.rows
    }

    /// The number and place of a row, counted from the start of the stretch.
    #[must_use]
    pub fn position(&self, row: usize) -> (u64, Place) {
        (self.numbers[row], self.places[row])
    }

    /// The rows with their whole envelope.
    #[must_use]
    pub fn placed(&self, evidence_id: &str, start: &Start) -> Batch {
        let rows = self.numbers.len();
        let texts = |bytes| StringBuilder::with_capacity(rows, rows * bytes);
        let mut record_ids = texts(envelope::EVIDENCE_ID_CHARS + 8);
        let mut evidence_ids = texts(envelope::EVIDENCE_ID_CHARS);
        let mut places = texts(16);
        for (number, place) in self.numbers.iter().zip(&self.places) {
            let number = number + start.records;
            let written = write!(record_ids, "{evidence_id}:{number}")
                .and_then(|()| write!(places, "{}", start.place(*place)));
            written.expect("writing to memory does not fail");
            record_ids.append_value("");
            evidence_ids.append_value(evidence_id);
            places.append_value("");
        }
        let head: [ArrayRef; 3] = [
            Arc::new(record_ids.finish()),
            Arc::new(evidence_ids.finish()),
            Arc::new(places.finish()),
        ];
        let mut fields = envelope::fields();
        fields.truncate(head.len());
        let schema = self.rows.rows.schema_ref();
        fields.extend(schema.fields().iter().map(|field| Field::clone(field)));
        let columns = head
            .into_iter()
            .chain(self.rows.rows.columns().iter().cloned());
        let rows = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.collect())
            .expect("every column was filled to the same length");
        Batch {
            table: self.rows.table.clone(),
            rows,
        }
    }
}
