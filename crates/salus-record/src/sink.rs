//! Where a reader puts what it read: records by table, and rejects with their place.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::batch::{RowHead, TableBuilder};
use crate::{
    Assumed, Batch, Clock, Digest, Heard, Loose, Moment, Need, Needs, Place, ReadError, Start,
    Stretch, envelope, limits, time,
};

/// A record that could not be read, with its place and the reason (never its content).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The piece of evidence.
    pub evidence_id: String,
    /// Where it stands.
    pub place: Place,
    /// Why it could not be read.
    pub reason: String,
}

/// What a reader met in one piece of evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records and rejects met: each item is counted once, when the reader comes upon it.
    pub read: u64,
    /// Rejects among them.
    pub rejects: u64,
    /// Records by table.
    pub tables: BTreeMap<String, u64>,
}

/// What takes the batches: the matcher, the lake, both.
pub trait Output {
    /// Takes some rows of one table. An error ends the reading.
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError>;
    /// Takes a reject.
    fn reject(&mut self, reject: Reject) -> Result<(), ReadError>;
    /// What it reads of a table; everything where it does not say.
    fn needs(&self, table: &str) -> Option<Arc<Needs>> {
        let _ = table;
        None
    }
}

/// Gives each record its id and envelope, gathers rows to batches and counts.
pub struct Sink<'a> {
    ingested_at: i64,
    to: To<'a>,
    tables: Vec<Table>,
    counts: Counts,
    next_record: u64,
    /// The envelope texts of the row that is being written, used again from row to row.
    time_original: String,
    host: String,
    /// Records as they were set, when somebody wants to know.
    heard: Option<Vec<Heard>>,
}

/// Where rows and rejects go.
enum To<'a> {
    /// To whoever takes them, with their places in the evidence.
    Output {
        evidence_id: String,
        output: &'a mut dyn Output,
    },
    /// To a stretch that does not know its start.
    Stretch {
        stretch: &'a mut Stretch,
        needs: &'a NeedsOf<'a>,
    },
}

/// What is read of a table; see [`Output::needs`].
pub type NeedsOf<'n> = dyn Fn(&str) -> Option<Arc<Needs>> + 'n;

impl To<'_> {
    fn rows(&mut self, rows: Loose) -> Result<(), ReadError> {
        match self {
            Self::Output {
                evidence_id,
                output,
            } => output.batch(rows.placed(evidence_id, &Start::default())),
            Self::Stretch { stretch, .. } => {
                stretch.rows.push(rows);
                Ok(())
            }
        }
    }

    fn needs(&self, table: &str) -> Option<Arc<Needs>> {
        match self {
            Self::Output { output, .. } => output.needs(table),
            Self::Stretch { needs, .. } => needs(table),
        }
    }
}

/// Gives each batch a number of its own, of whatever sink: readers keep what they know of columns.
static BATCHES: AtomicU64 = AtomicU64::new(1);

struct Table {
    name: String,
    builder: TableBuilder,
    /// Records so far.
    records: u64,
    /// Names the batch that is being filled, among those of all tables.
    batch: u64,
}

/// Where the fields of one kind of record have their columns, so that a reader which numbers its
/// fields need not look them up by name for each record. One for each table.
#[derive(Debug, Default)]
pub struct FieldColumns {
    batch: u64,
    by_field: Vec<Lookup>,
}

#[derive(Debug, Clone, Copy)]
enum Lookup {
    Unknown,
    /// The column, if the field finds one, and the entry of the value that was set last.
    Known(Option<usize>, Option<i32>),
}

impl FieldColumns {
    /// What is known of a field in a batch.
    fn of(&mut self, batch: u64, number: usize) -> &mut Lookup {
        if self.batch != batch {
            self.batch = batch;
            self.by_field.clear();
        }
        if self.by_field.len() <= number {
            self.by_field.resize(number + 1, Lookup::Unknown);
        }
        &mut self.by_field[number]
    }

    /// The column of a field that the row has.
    fn column(&mut self, batch: u64, number: usize) -> Option<usize> {
        match *self.of(batch, number) {
            Lookup::Known(column, Some(_)) => column,
            _ => None,
        }
    }
}

impl<'a> Sink<'a> {
    /// A sink for one piece of evidence. `ingested_at` is in microseconds of UTC.
    pub fn new(digest: &Digest, ingested_at: i64, output: &'a mut dyn Output) -> Self {
        Self::resumed(digest, ingested_at, output, Counts::default())
    }

    /// A sink for the rest of a piece of evidence, of which so much was read before.
    pub fn resumed(
        digest: &Digest,
        ingested_at: i64,
        output: &'a mut dyn Output,
        counts: Counts,
    ) -> Self {
        let evidence_id = digest.evidence_id().to_owned();
        let to = To::Output {
            evidence_id,
            output,
        };
        Self::to(to, ingested_at, counts)
    }

    /// A sink for a stretch of a piece of evidence.
    pub fn stretch(stretch: &'a mut Stretch, ingested_at: i64, needs: &'a NeedsOf<'a>) -> Self {
        Self::to(
            To::Stretch { stretch, needs },
            ingested_at,
            Counts::default(),
        )
    }

    fn to(to: To<'a>, ingested_at: i64, counts: Counts) -> Self {
        Self {
            ingested_at,
            to,
            tables: Vec::new(),
            next_record: counts.read - counts.rejects + 1,
            counts,
            time_original: String::new(),
            host: String::new(),
            heard: None,
        }
    }

    /// Notes from now on what is set instead of keeping it, for a reader that learns how another sets it.
    pub fn listen(&mut self) {
        self.heard = Some(Vec::new());
    }

    /// The records noted so far.
    pub fn heard(&mut self) -> Vec<Heard> {
        self.heard.take().unwrap_or_default()
    }

    /// Begins a record. Nothing is kept unless [`Row::end`] is called; then the row is in.
    pub fn record(&mut self, table: &str, place: Place) -> Row<'_, 'a> {
        let at = self.table(table);
        if let Some(heard) = &mut self.heard {
            heard.push(Heard {
                table: self.tables[at].name.clone(),
                ..Heard::default()
            });
        }
        Row {
            sink: self,
            at,
            place,
            time: None,
            has_time: false,
            has_host: false,
            time_like: None,
            host_like: None,
        }
    }

    /// Notes a record that could not be read.
    pub fn reject(&mut self, place: Place, reason: impl Into<String>) -> Result<(), ReadError> {
        self.counts.read += 1;
        self.counts.rejects += 1;
        let reason: String = reason.into().chars().take(limits::REASON_CHARS).collect();
        match &mut self.to {
            To::Output {
                evidence_id,
                output,
            } => output.reject(Reject {
                evidence_id: evidence_id.clone(),
                place,
                reason,
            }),
            To::Stretch { stretch, .. } => {
                stretch.rejects.push((place, reason));
                Ok(())
            }
        }
    }

    /// Hands on what is left and tells what was met.
    pub fn finish(mut self) -> Result<Counts, ReadError> {
        for table in std::mem::take(&mut self.tables) {
            if table.records > 0 {
                let count = self.counts.tables.entry(table.name.clone()).or_default();
                *count += table.records;
            }
            if table.builder.rows() > 0 {
                self.to.rows(table.builder.finish(&table.name))?;
            }
        }
        if let To::Stretch { stretch, .. } = self.to {
            stretch.counts = self.counts.clone();
        }
        Ok(self.counts)
    }

    fn table(&mut self, name: &str) -> usize {
        if let Some(at) = self.tables.iter().position(|known| known.name == name) {
            return at;
        }
        let others = self.counts.tables.len();
        let name = if self.tables.len() + others >= limits::TABLES_PER_EVIDENCE {
            "other"
        } else {
            name
        };
        let clean = envelope::table_name(name);
        let known = self.tables.iter().position(|known| known.name == clean);
        known.unwrap_or_else(|| {
            let needs = self.to.needs(&clean);
            self.tables.push(Table {
                name: clean,
                builder: TableBuilder::new(0, needs),
                records: 0,
                batch: BATCHES.fetch_add(1, Ordering::Relaxed),
            });
            self.tables.len() - 1
        })
    }
}

/// A record that is being written. Fields are set in the source's order, under the source's names.
#[must_use = "a row that is not ended is not kept"]
pub struct Row<'s, 'o> {
    sink: &'s mut Sink<'o>,
    at: usize,
    place: Place,
    time: Option<i64>,
    has_time: bool,
    has_host: bool,
    /// The columns that have their texts.
    time_like: Option<usize>,
    host_like: Option<usize>,
}

impl Row<'_, '_> {
    /// The time as the source wrote it; it is read by [`time::parse`].
    pub fn time(self, written: &str) -> Self {
        let micros = time::parse(written);
        self.time_at(micros, written)
    }

    /// A time the reader itself understood (microseconds of UTC), with the source's text.
    pub fn time_at(mut self, micros: Option<i64>, written: &str) -> Self {
        self.time = micros;
        self.has_time = true;
        self.time_like = None;
        self.sink.time_original.clear();
        self.sink.time_original.push_str(written);
        if let Some(heard) = self.heard() {
            heard.time = Some(written.to_owned());
        }
        self
    }

    /// A time as `clock` reads it; what it had to assume stands in `time_assumed`.
    pub fn time_by(self, clock: &Clock, written: &str) -> Self {
        self.moment(clock.read(written), written)
    }

    /// A time a clock has read, with the source's text; what was assumed stands in `time_assumed`.
    pub fn moment(self, moment: Moment, written: &str) -> Self {
        let mut row = self.time_at(moment.instant, written);
        if moment.assumed != Assumed::NOTHING {
            row.set(envelope::TIME_ASSUMED, &moment.assumed.text());
        }
        row
    }

    /// The machine the record is about.
    pub fn host(mut self, host: &str) -> Self {
        self.has_host = true;
        self.host_like = None;
        self.sink.host.clear();
        self.sink.host.push_str(host);
        if let Some(heard) = self.heard() {
            heard.host = Some(host.to_owned());
        }
        self
    }

    fn heard(&mut self) -> Option<&mut Heard> {
        self.sink.heard.as_mut()?.last_mut()
    }

    /// Sets one field.
    pub fn text(mut self, field: &str, text: &str) -> Self {
        self.set(field, text);
        self
    }

    /// Sets one field if there is a value.
    pub fn opt(mut self, field: &str, text: Option<&str>) -> Self {
        if let Some(text) = text {
            self.set(field, text);
        }
        self
    }

    /// Sets a field for each leaf of a JSON object; see [`crate::flatten`].
    pub fn json(mut self, object: &serde_json::Value) -> Self {
        crate::flatten(object, &mut |field, text| self.set(field, text));
        self
    }

    /// Sets one field, for use in a loop.
    pub fn set(&mut self, field: &str, text: &str) {
        if let Some(heard) = self.heard() {
            heard.fields.push((field.to_owned(), text.to_owned()));
            return;
        }
        self.sink.tables[self.at].builder.set(field, text);
    }

    /// Sets the field that the reader calls `number` among the fields of `columns`.
    pub fn set_numbered(
        &mut self,
        columns: &mut FieldColumns,
        number: usize,
        field: &str,
        text: &str,
    ) {
        let Table { builder, batch, .. } = &mut self.sink.tables[self.at];
        let lookup = columns.of(*batch, number);
        let column = match *lookup {
            Lookup::Known(column, _) => column,
            Lookup::Unknown => builder.find(field),
        };
        *lookup = Lookup::Known(column, builder.put(column, field, text));
    }

    /// The same for a field that has the text of the field called `like`, which the row has already. Such a
    /// column costs nothing: a reader that does this does it in each row of the table that has that field, or
    /// sets another text.
    pub fn set_numbered_like(
        &mut self,
        columns: &mut FieldColumns,
        (number, like): (usize, usize),
        field: &str,
        text: &str,
    ) {
        let Table { builder, batch, .. } = &mut self.sink.tables[self.at];
        let source = columns.column(*batch, like);
        let lookup = columns.of(*batch, number);
        let column = match *lookup {
            Lookup::Known(column, _) => column,
            Lookup::Unknown => builder.find(field),
        };
        *lookup = Lookup::Known(column, None);
        match source {
            Some(source) => builder.put_like(column, source, field, text),
            None => {
                builder.put(column, field, text);
            }
        }
    }

    /// The time as [`Row::time`] reads it, whose text is that of the field called `like`; see [`Row::set_numbered_like`].
    pub fn time_like(self, columns: &mut FieldColumns, like: usize, written: &str) -> Self {
        let mut row = self.time(written);
        row.time_like = columns.column(row.batch(), like);
        row
    }

    /// The machine, as the field called `like` says; see [`Row::set_numbered_like`].
    pub fn host_like(self, columns: &mut FieldColumns, like: usize, host: &str) -> Self {
        let mut row = self.host(host);
        row.host_like = columns.column(row.batch(), like);
        row
    }

    fn batch(&self) -> u64 {
        self.sink.tables[self.at].batch
    }

    /// Whether a text that the row has values from may hold something that is searched for in its table.
    /// It may stand in JSON, if it has no escapes but those of one letter.
    #[must_use]
    pub fn may_hold(&self, text: &[u8]) -> bool {
        self.sink.tables[self.at].builder.may_hold(text)
    }

    /// What is done with the values of a field.
    #[must_use]
    pub fn need(&self, field: &str) -> Need {
        self.sink.tables[self.at].builder.need(field)
    }

    /// Sets such a field to the value it was set to last; `false` if it cannot be had that way.
    pub fn repeat_numbered(&mut self, columns: &mut FieldColumns, number: usize) -> bool {
        let Table { builder, batch, .. } = &mut self.sink.tables[self.at];
        match *columns.of(*batch, number) {
            Lookup::Known(Some(column), Some(entry)) => builder.repeat(column, entry),
            _ => false,
        }
    }

    /// Ends the record: it is kept and counted.
    pub fn end(self) -> Result<(), ReadError> {
        let sink = &mut *self.sink;
        let table = &mut sink.tables[self.at];
        table.builder.end_row(&RowHead {
            number: sink.next_record,
            place: self.place,
            time: self.time,
            time_original: (
                self.has_time.then_some(sink.time_original.as_str()),
                self.time_like,
            ),
            ingested_at: sink.ingested_at,
            host: (self.has_host.then_some(sink.host.as_str()), self.host_like),
        });
        sink.next_record += 1;
        sink.counts.read += 1;
        table.records += 1;
        if table.builder.is_full() {
            let next = table.builder.next();
            let full = std::mem::replace(&mut table.builder, next);
            table.batch = BATCHES.fetch_add(1, Ordering::Relaxed);
            sink.to.rows(full.finish(&table.name))?;
        }
        Ok(())
    }
}

impl Drop for Row<'_, '_> {
    fn drop(&mut self) {
        self.sink.tables[self.at].builder.undo_row();
    }
}

#[cfg(test)]
mod tests;
