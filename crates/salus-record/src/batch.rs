//! Rows of one table on their way to Arrow: dictionary-encoded text columns that appear as they are met.

use std::sync::Arc;

use arrow_array::builder::TimestampMicrosecondBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use hashbrown::HashMap;

use crate::text_column::{ABSENT, TextColumn};
use crate::{Loose, Need, Needs, Place, envelope, limits};

/// Rows of one record table, with the envelope in front.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The record table.
    pub table: String,
    /// The rows; see [`envelope::fields`] for the first columns, all others are dictionary text.
    pub rows: RecordBatch,
}

/// Columns of the envelope that need to know where in the evidence a row stands.
const PLACED: usize = 3;

struct Column {
    name: String,
    need: Need,
    /// Rows this column holds so far; it is filled up when it is next met.
    cells: TextColumn,
    like: Option<Like>,
    /// Another one is like it.
    is_source: bool,
}

/// A column that is set to what another one has, and so need not be kept by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Like {
    column: usize,
    /// The first row for which that holds. A row that sets the column by itself has its own value.
    since: usize,
}

impl Column {
    fn new(name: &str, need: Need, expected: usize) -> Self {
        Self {
            name: name.to_owned(),
            need,
            cells: TextColumn::for_rows(expected),
            like: None,
            is_source: false,
        }
    }

    /// Takes the row's value from the column `source`, if that can be; `false` if it must be set by itself.
    fn take_like(&mut self, source: &mut Self, column: usize, row: usize) -> bool {
        if let Some(like) = self.like {
            return like.column == column;
        }
        let both = [self.need, source.need];
        let is_free = self.cells.rows() <= row && source.cells.rows() > row;
        if both != [Need::Read; 2] || !is_free || source.like.is_some() || self.is_source {
            return false;
        }
        source.is_source = true;
        self.like = Some(Like { column, since: row });
        true
    }

    fn is_kept(&self) -> bool {
        let is_met = self.cells.rows() > 0 || self.like.is_some();
        let has_values = self.like.is_some() || !self.cells.is_blank();
        is_met && (self.need == Need::Read || has_values)
    }
}

/// Gives a column that was not like another in all rows the values of the other one.
fn settle(columns: &mut [Column], at: usize) {
    let Some(Like { column, since }) = columns[at].like else {
        return;
    };
    let Ok([own, source]) = columns.get_disjoint_mut([at, column]) else {
        return;
    };
    if !own.cells.is_blank() || source.cells.has_values_before(since) {
        own.cells.fill_from(&source.cells, since);
        own.like = None;
    }
}

/// The growing columns of one table, and the row that is being written.
pub(crate) struct TableBuilder {
    rows: usize,
    bytes: usize,
    expected: usize,
    numbers: Vec<u64>,
    places: Vec<Place>,
    time: TimestampMicrosecondBuilder,
    time_original: Column,
    ingested_at: TimestampMicrosecondBuilder,
    host: Column,
    columns: Vec<Column>,
    /// Columns by the source's field name; `None` for a field that finds no column.
    by_field: HashMap<String, Option<usize>>,
    /// Lower-case names, since Delta tables may not hold two names that differ in case alone.
    folded: HashMap<String, usize>,
    /// The columns that the row has values in, in their order.
    touched: Vec<usize>,
    rest: serde_json::Map<String, serde_json::Value>,
    /// What is read of the table; everything where there is none.
    needs: Option<Arc<Needs>>,
}

/// The envelope of one row.
pub(crate) struct RowHead<'a> {
    pub number: u64,
    pub place: Place,
    pub time: Option<i64>,
    pub time_original: Said<'a>,
    pub ingested_at: i64,
    pub host: Said<'a>,
}

/// A text of the envelope, and the column whose text it is.
pub(crate) type Said<'a> = (Option<&'a str>, Option<usize>);

impl TableBuilder {
    /// For a batch that is likely to get `expected` rows: as many as the one before it had.
    pub(crate) fn new(expected: usize, needs: Option<Arc<Needs>>) -> Self {
        let times = || TimestampMicrosecondBuilder::with_capacity(expected).with_timezone("UTC");
        Self {
            rows: 0,
            bytes: 0,
            expected,
            numbers: Vec::with_capacity(expected),
            places: Vec::with_capacity(expected),
            time: times(),
            time_original: Column::new(envelope::TIME_ORIGINAL, Need::Read, expected),
            ingested_at: times(),
            host: Column::new(envelope::HOST, Need::Read, expected),
            columns: Vec::new(),
            by_field: HashMap::new(),
            folded: HashMap::new(),
            touched: Vec::new(),
            rest: serde_json::Map::new(),
            needs,
        }
    }

    /// One like this for the next batch.
    pub(crate) fn next(&self) -> Self {
        Self::new(self.rows, self.needs.clone())
    }

    /// Sets a field of the row that is being written. The first value of a field stands; a second
    /// one, and a field that finds no column, goes to `_rest`.
    pub(crate) fn set(&mut self, field: &str, text: &str) {
        let column = self.find(field);
        self.put(column, field, text);
    }

    /// As [`TableBuilder::set`], for a column that was found before; gives the value's entry in it.
    pub(crate) fn put(&mut self, column: Option<usize>, field: &str, text: &str) -> Option<i32> {
        let Some(at) = column.filter(|at| self.columns[*at].cells.rows() <= self.rows) else {
            self.keep_in_rest(field, text);
            return None;
        };
        if self.columns[at].need != Need::Read && !self.may_hold_value(text) {
            self.leave_out(at);
            return Some(ABSENT);
        }
        let cells = &mut self.columns[at].cells;
        cells.fill_to(self.rows);
        self.touched.push(at);
        self.bytes += text.len() + 8;
        Some(cells.push(text))
    }

    /// The same for a text that the row has in another column already. From the first such row on the column is
    /// taken to be like the other one: a row that sets the other and not this has the value in both.
    pub(crate) fn put_like(&mut self, column: Option<usize>, like: usize, field: &str, text: &str) {
        let pair = column.and_then(|at| self.columns.get_disjoint_mut([at, like]).ok());
        if pair.is_some_and(|[own, source]| own.take_like(source, like, self.rows)) {
            return;
        }
        self.put(column, field, text);
    }

    fn may_hold_value(&self, text: &str) -> bool {
        let needs = self.needs.as_ref();
        needs.is_some_and(|needs| needs.may_hold_value(text))
    }

    /// What is done with the values of a field.
    pub(crate) fn need(&self, field: &str) -> Need {
        let needs = self.needs.as_ref();
        needs.map_or(Need::Read, |needs| needs.of(&envelope::column_name(field)))
    }

    /// Whether a text may hold something that is searched for in the table.
    pub(crate) fn may_hold(&self, text: &[u8]) -> bool {
        self.needs
            .as_ref()
            .is_some_and(|needs| needs.may_hold(text))
    }

    /// Sets a column whose value nobody needs; a second value of it will not count.
    pub(crate) fn leave_out(&mut self, column: usize) {
        let Column { need, cells, .. } = &mut self.columns[column];
        if *need == Need::Searched && cells.rows() <= self.rows {
            cells.fill_to(self.rows + 1);
            self.touched.push(column);
        }
    }

    /// Sets a column to a value it has, or to none; `false` if the row has one in it already.
    pub(crate) fn repeat(&mut self, column: usize, entry: i32) -> bool {
        if entry == ABSENT {
            self.leave_out(column);
            return true;
        }
        let cells = &mut self.columns[column].cells;
        if cells.rows() > self.rows {
            return false;
        }
        cells.fill_to(self.rows);
        self.touched.push(column);
        self.bytes += cells.push_entry(entry) + 8;
        true
    }

    /// The column of a field; records of one kind name their fields in the same order.
    pub(crate) fn find(&mut self, field: &str) -> Option<usize> {
        let next = self.touched.last().map_or(0, |at| at + 1);
        let is_next = |column: &Column| column.name == field && field != envelope::REST;
        if self.columns.get(next).is_some_and(is_next) {
            return Some(next);
        }
        match self.by_field.get(field) {
            Some(known) => *known,
            None => {
                let column = self.open_column(field);
                self.by_field.insert(field.to_owned(), column);
                column
            }
        }
    }

    fn open_column(&mut self, field: &str) -> Option<usize> {
        let name = envelope::column_name(field);
        let folded = name.to_lowercase();
        let is_full = self.columns.len() + envelope::COLUMNS.len() + 1 >= limits::TABLE_COLUMNS;
        if is_full || name.is_empty() || self.folded.contains_key(&folded) {
            return None;
        }
        self.folded.insert(folded, self.columns.len());
        Some(self.add_column(&name))
    }

    fn add_column(&mut self, name: &str) -> usize {
        let needs = self.needs.as_ref();
        let need = needs.map_or(Need::Read, |needs| needs.of(name));
        self.columns.push(Column::new(name, need, self.expected));
        self.columns.len() - 1
    }

    fn keep_in_rest(&mut self, field: &str, text: &str) {
        if self.needs.is_some() {
            return;
        }
        self.bytes += field.len() + text.len() + 8;
        let mut key = envelope::column_name(field).into_owned();
        for _ in 0..limits::REPEATS {
            if !self.rest.contains_key(&key) {
                break;
            }
            key.push('\'');
        }
        match self.rest.get_mut(&key) {
            Some(serde_json::Value::String(known)) => {
                known.push('\n');
                known.push_str(text);
            }
            _ => {
                self.rest
                    .insert(key, serde_json::Value::String(text.to_owned()));
            }
        }
    }

    /// Takes back what was set since the last row ended.
    pub(crate) fn undo_row(&mut self) {
        for at in self.touched.drain(..) {
            self.columns[at].cells.undo();
        }
        self.rest.clear();
    }

    /// Ends the row.
    pub(crate) fn end_row(&mut self, head: &RowHead<'_>) {
        if !self.rest.is_empty() {
            let rest = serde_json::Value::Object(std::mem::take(&mut self.rest)).to_string();
            self.set_rest(&rest);
        }
        self.touched.clear();
        self.numbers.push(head.number);
        self.places.push(head.place);
        self.time.append_option(head.time);
        self.ingested_at.append_value(head.ingested_at);
        for (own, said) in [
            (&mut self.time_original, head.time_original),
            (&mut self.host, head.host),
        ] {
            let source = said.1.and_then(|at| Some((at, self.columns.get_mut(at)?)));
            let is_like = source.is_some_and(|(at, source)| own.take_like(source, at, self.rows));
            if let (Some(text), false) = (said.0, is_like) {
                own.cells.fill_to(self.rows);
                own.cells.push(text);
            }
        }
        self.rows += 1;
        self.bytes += envelope::EVIDENCE_ID_CHARS * 2 + 70;
    }

    fn set_rest(&mut self, json: &str) {
        let known = self
            .columns
            .iter()
            .position(|column| column.name == envelope::REST);
        let at = known.unwrap_or_else(|| self.add_column(envelope::REST));
        let cells = &mut self.columns[at].cells;
        cells.fill_to(self.rows);
        cells.push(json);
    }

    pub(crate) fn is_full(&self) -> bool {
        self.rows >= limits::BATCH_ROWS || self.bytes >= limits::BATCH_BYTES
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The rows so far as Arrow columns. A column without any value is left out.
    pub(crate) fn finish(mut self, table: &str) -> Loose {
        let rows = self.rows;
        let mut columns = self.columns;
        let others = columns.len();
        columns.extend([self.time_original, self.host]);
        for at in 0..columns.len() {
            settle(&mut columns, at);
        }
        let likes: Vec<Option<Like>> = columns.iter().map(|column| column.like).collect();
        let (kept, texts): (Vec<_>, Vec<_>) = columns
            .into_iter()
            .map(|column| ((column.is_kept(), column.name), column.cells))
            .unzip();
        let is_own = |at: usize| likes[at].is_none() && (kept[at].0 || at >= others);
        let texts = texts.into_iter().enumerate();
        let own: Vec<Option<ArrayRef>> = texts
            .map(|(at, cells)| is_own(at).then(|| cells.finish(rows)))
            .collect();
        let array = |at: usize| own[likes[at].map_or(at, |like| like.column)].clone();
        let head = |at: usize| array(others + at).expect("every column of the envelope is kept");
        let mut fields: Vec<Field> = envelope::fields().split_off(PLACED);
        let mut arrays = vec![
            Arc::new(self.time.finish()),
            head(0),
            Arc::new(self.ingested_at.finish()),
            head(1),
        ];
        for (at, (is_kept, name)) in kept.into_iter().take(others).enumerate() {
            if let Some(array) = array(at).filter(|_| is_kept) {
                fields.push(Field::new(name, envelope::text_type(), true));
                arrays.push(array);
            }
        }
        let rows = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
            .expect("every column was filled to the same length");
        let rows = Batch {
            table: table.to_owned(),
            rows,
        };
        Loose::new(rows, self.numbers, self.places)
    }
}
