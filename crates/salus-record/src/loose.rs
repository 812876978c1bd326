//! Rows that do not know yet where in their evidence they stand.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};
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
        let mut record_ids = Texts::for_rows(rows, envelope::EVIDENCE_ID_CHARS + 8);
        let mut evidence_ids = Texts::for_rows(rows, envelope::EVIDENCE_ID_CHARS);
        let mut places = Texts::for_rows(rows, 16);
        for (number, place) in self.numbers.iter().zip(&self.places) {
            record_ids.text(evidence_id).text(":");
            record_ids.number(number + start.records).end();
            evidence_ids.text(evidence_id).end();
            match start.place(*place) {
                Place::Line(line) => places.text("line ").number(line).end(),
                other => places.text(&other.to_string()).end(),
            }
        }
        let head = [record_ids.finish(), evidence_ids.finish(), places.finish()];
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

/// A text column in which each row is put together from parts.
struct Texts {
    text: Vec<u8>,
    /// Where each row begins, and the last one ends.
    ends: Vec<i32>,
}

impl Texts {
    fn for_rows(rows: usize, bytes: usize) -> Self {
        let mut ends = Vec::with_capacity(rows + 1);
        ends.push(0);
        Self {
            text: Vec::with_capacity(rows * bytes),
            ends,
        }
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.text.extend_from_slice(text.as_bytes());
        self
    }

    fn number(&mut self, mut number: u64) -> &mut Self {
        let mut digits = [b'0'; 20];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] += (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.text.extend_from_slice(&digits[at..]);
        self
    }

    fn end(&mut self) {
        let end = i32::try_from(self.text.len()).expect("a batch is smaller than 2 GiB");
        self.ends.push(end);
    }

    fn finish(self) -> ArrayRef {
        let offsets = OffsetBuffer::new(ScalarBuffer::from(self.ends));
        Arc::new(StringArray::new(offsets, Buffer::from_vec(self.text), None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_others_write_them() {
        let numbers = [0, 7, 10, 999, 1_000_000, u64::MAX];
        let mut texts = Texts::for_rows(0, 0);
        for number in numbers {
            texts.text("line ").number(number).end();
        }
        let expected = numbers.map(|number| Place::Line(number).to_string());
        let expected: ArrayRef = Arc::new(StringArray::from_iter_values(expected));
        assert_eq!(&texts.finish(), &expected);
    }
}
