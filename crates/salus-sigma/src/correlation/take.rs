//! From a batch and its hits to events: group and value are read from the columns, once for each
//! distinct value.

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef};
use salus_record::{Batch, envelope};

use super::event::{Event, RecordKey, Source};
use super::groups::Groups;
use super::plan::{Input, Plan};
use super::texts::Texts;
use super::window::LARGEST;
use super::{CorrelationAccount, CorrelationLimits};
use crate::Hit;
use crate::column::{Columns, Spot, texts_in};
use crate::compile::ColumnName;

/// What a cell was found to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cell<T> {
    NotRead,
    Nothing,
    /// There was no room for it.
    Beyond,
    Is(T),
}

/// One way to a field's values: a column, and what each of its distinct values came to.
struct Way<'p, T> {
    spot: Spot<'p>,
    read: Vec<Cell<T>>,
}

/// A field in one batch.
struct Reader<'p, T> {
    ways: Vec<Way<'p, T>>,
}

impl<'p, T: Copy> Reader<'p, T> {
    fn new(field: &'p [(String, ColumnName)], table: &str, columns: &mut Columns<'_>) -> Self {
        let mut ways = Vec::new();
        for (pattern, name) in field {
            if !is_of(pattern, table) {
                continue;
            }
            for spot in columns.spots(&name.name, &name.lower) {
                let codes = columns.get(spot.column).map_or(0, |column| column.codes());
                let read = vec![Cell::NotRead; codes];
                ways.push(Way { spot, read });
            }
        }
        Self { ways }
    }

    /// The value in a row: that of the first way that has one.
    fn value(
        &mut self,
        row: usize,
        columns: &mut Columns<'_>,
        make: &mut dyn FnMut(&str) -> Cell<T>,
    ) -> Cell<T> {
        for Way { spot, read } in &mut self.ways {
            let Some(column) = columns.get(spot.column) else {
                continue;
            };
            let Some(code) = column.code(row) else {
                continue;
            };
            if let Cell::NotRead = read[code] {
                let text = column.text(code).and_then(|cell| one_text(cell, *spot));
                read[code] = text.map_or(Cell::Nothing, |text| make(&text));
            }
            match read[code] {
                Cell::Nothing => {}
                found => return found,
            }
        }
        Cell::Nothing
    }
}

fn is_of(pattern: &str, table: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => table.starts_with(start),
        None => pattern == table,
    }
}

/// The one text a cell means; a list of several is one value, written as a list.
fn one_text(cell: &str, spot: Spot<'_>) -> Option<String> {
    let mut texts: Vec<String> = Vec::new();
    texts_in(cell, spot.within, &mut |text| texts.push(text.to_owned()));
    match texts.len() {
        0 | 1 => texts.pop(),
        _ => serde_json::to_string(&texts).ok(),
    }
}

/// A text column of the envelope, however it is stored.
struct Envelope<'b>(Option<&'b ArrayRef>);

impl<'b> Envelope<'b> {
    fn of(batch: &'b Batch, name: &str) -> Self {
        Self(batch.rows.column_by_name(name))
    }

    fn text(&self, row: usize) -> &'b str {
        self.text_in(row).unwrap_or_default()
    }

    fn text_in(&self, row: usize) -> Option<&'b str> {
        let array = self.0?;
        if array.is_null(row) {
            return None;
        }
        if let Some(texts) = array.as_string_opt::<i32>() {
            return Some(texts.value(row));
        }
        if let Some(texts) = array.as_string_view_opt() {
            return Some(texts.value(row));
        }
        if let Some(texts) = array.as_string_opt::<i64>() {
            return Some(texts.value(row));
        }
        let cells = array.as_dictionary_opt::<Int32Type>()?;
        let code = usize::try_from(cells.keys().value(row)).ok()?;
        Some(cells.values().as_string_opt::<i32>()?.value(code))
    }
}

/// What events are written down in.
pub(crate) struct Books<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) limits: &'a CorrelationLimits,
    pub(crate) texts: &'a mut Texts,
    pub(crate) groups: &'a mut Groups,
    pub(crate) account: &'a mut CorrelationAccount,
}

impl Books<'_> {
    /// Calls `each` with the events that the hits in a batch mean.
    pub(crate) fn take(&mut self, batch: &Batch, hits: &[Hit], each: &mut dyn FnMut(Event)) {
        let plan = self.plan;
        if !hits.iter().any(|hit| !plan.inputs_of(hit.rule).is_empty()) {
            return;
        }
        let mut taking = Taking::new(plan, batch);
        let mut row = Row::default();
        for hit in hits {
            let inputs = plan.inputs_of(hit.rule);
            if inputs.is_empty() {
                continue;
            }
            if row.at != Some(hit.row) {
                row = taking.row(hit.row, self);
            }
            for input in inputs {
                let event = match (row.time, row.record) {
                    (Some(time), Some(record)) => {
                        let input = &plan.inputs[*input];
                        taking.event(input, (hit.row, time, record), self)
                    }
                    (Some(_), None) => Err(Missing::Room),
                    (None, _) => break,
                };
                match event {
                    Ok(Some(event)) => {
                        self.account.events += 1;
                        each(event);
                    }
                    Ok(None) => {}
                    Err(Missing::Value) => self.account.incomplete += 1,
                    Err(Missing::Room) => self.account.beyond_limits += 1,
                }
            }
        }
    }
}

/// Why a hit does not become an event.
enum Missing {
    Value,
    Room,
}

/// What is known of the row at hand.
#[derive(Default, Clone, Copy)]
struct Row {
    at: Option<usize>,
    time: Option<i64>,
    /// None when there was no room for its texts.
    record: Option<RecordKey>,
}

/// One batch while its hits are read.
struct Taking<'p, 'b> {
    plan: &'p Plan,
    table: &'b str,
    columns: Columns<'b>,
    texts: Vec<Option<Reader<'p, u32>>>,
    numbers: Vec<Option<Reader<'p, f64>>>,
    times: Option<&'b arrow_array::TimestampMicrosecondArray>,
    record_ids: Envelope<'b>,
    places: Envelope<'b>,
    /// The number of the table's name, once asked for.
    table_number: Option<Option<u32>>,
    /// The evidence of the row before.
    evidence: Option<(&'b str, u32)>,
    /// Correlation, group and value of the events the row at hand has become.
    become_events: Vec<(usize, u32, u64)>,
    key: Vec<u32>,
    joined: String,
}

impl<'p, 'b> Taking<'p, 'b> {
    fn new(plan: &'p Plan, batch: &'b Batch) -> Self {
        let times = batch.rows.column_by_name(envelope::TIME);
        Self {
            plan,
            table: &batch.table,
            columns: Columns::new(batch),
            texts: plan.fields.iter().map(|_| None).collect(),
            numbers: plan.fields.iter().map(|_| None).collect(),
            times: times.and_then(|times| times.as_primitive_opt::<TimestampMicrosecondType>()),
            record_ids: Envelope::of(batch, envelope::RECORD_ID),
            places: Envelope::of(batch, envelope::PLACE),
            table_number: None,
            evidence: None,
            become_events: Vec::new(),
            key: Vec::new(),
            joined: String::new(),
        }
    }

    fn row(&mut self, at: usize, books: &mut Books<'_>) -> Row {
        let valid = self.times.filter(|times| times.is_valid(at));
        let time = valid.map(|times| times.value(at));
        if time.is_none() {
            books.account.untimed += 1;
        }
        let texts = &mut *books.texts;
        let table = *self
            .table_number
            .get_or_insert_with(|| texts.number(self.table));
        let written = (self.record_ids.text(at), self.places.text(at));
        let record =
            table.and_then(|table| RecordKey::read(written, table, &mut self.evidence, texts));
        self.become_events.clear();
        Row {
            at: Some(at),
            time,
            record,
        }
    }

    /// The event a hit means; none where the same record is already in, by way of another rule.
    fn event(
        &mut self,
        input: &Input,
        (at, time, record): (usize, i64, RecordKey),
        books: &mut Books<'_>,
    ) -> Result<Option<Event>, Missing> {
        let question = &self.plan.correlations[input.correlation].question;
        self.key.clear();
        for field in &input.group {
            let text = self.text(*field, at, books.texts)?;
            self.key.push(text);
        }
        let value = match input.values[..] {
            [] => 0,
            [field] if question.measure.is_of_numbers() => self.number(field, at)?.to_bits(),
            [field] => u64::from(self.text(field, at, books.texts)?),
            _ => u64::from(self.several(&input.values, at, books.texts)?),
        };
        let number = books
            .groups
            .number(input.correlation, &self.key, books.limits.groups);
        let group = number.ok_or(Missing::Room)?;
        if !question.measure.tells_rules_apart() {
            let event = (input.correlation, group, value);
            if self.become_events.contains(&event) {
                return Ok(None);
            }
            self.become_events.push(event);
        }
        books.groups.get_mut(group).waiting += 1;
        Ok(Some(Event {
            time,
            group,
            rule: input.rule,
            value,
            source: Source::Record(record),
        }))
    }

    fn text(&mut self, field: usize, row: usize, texts: &mut Texts) -> Result<u32, Missing> {
        let reader = self.texts[field].get_or_insert_with(|| {
            Reader::new(&self.plan.fields[field], self.table, &mut self.columns)
        });
        let mut make = |text: &str| texts.number(text).map_or(Cell::Beyond, Cell::Is);
        match reader.value(row, &mut self.columns, &mut make) {
            Cell::Is(number) => Ok(number),
            Cell::Beyond => Err(Missing::Room),
            _ => Err(Missing::Value),
        }
    }

    fn number(&mut self, field: usize, row: usize) -> Result<f64, Missing> {
        let reader = self.numbers[field].get_or_insert_with(|| {
            Reader::new(&self.plan.fields[field], self.table, &mut self.columns)
        });
        let mut make = |text: &str| number(text).map_or(Cell::Nothing, Cell::Is);
        match reader.value(row, &mut self.columns, &mut make) {
            Cell::Is(number) => Ok(number),
            _ => Err(Missing::Value),
        }
    }

    /// The values of several fields as one text, with a sign between that no source writes.
    fn several(&mut self, fields: &[usize], row: usize, texts: &mut Texts) -> Result<u32, Missing> {
        let mut joined = std::mem::take(&mut self.joined);
        joined.clear();
        for field in fields {
            let part = self.text(*field, row, texts)?;
            joined.push_str(texts.text(part));
            joined.push('\u{1f}');
        }
        let number = texts.number(&joined).ok_or(Missing::Room);
        self.joined = joined;
        number
    }
}

/// The number a text means, if it is one that can be added up.
pub(crate) fn number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    (number.abs() <= LARGEST).then_some(number)
}
