//! The text columns of a batch: distinct values, and the rows that hold each of them.

use std::cell::OnceCell;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, StringArray};
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder};
use arrow_schema::DataType;
use hashbrown::HashMap;
use salus_record::{Batch, envelope};
use serde_json::Value;

/// One text column: its distinct values, and from each of them to its rows.
pub(crate) struct Column {
    cells: DictionaryArray<Int32Type>,
    /// Whether some row holds the value with this code; a dictionary may be larger than its batch.
    used: Vec<bool>,
    /// Turned around once somebody asks for rows, which few columns come to.
    by_code: OnceCell<ByCode>,
}

/// `rows[starts[code]..starts[code + 1]]` are the rows with that value.
struct ByCode {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Column {
    fn new(array: &ArrayRef) -> Option<Self> {
        let cells = dictionary(array)?;
        let mut used = vec![false; cells.values().len()];
        for (_, code) in present(&cells) {
            used[code] = true;
        }
        Some(Self {
            cells,
            used,
            by_code: OnceCell::new(),
        })
    }

    fn values(&self) -> &StringArray {
        self.cells.values().as_string::<i32>()
    }

    /// The distinct values that some row holds.
    pub(crate) fn distinct(&self) -> impl Iterator<Item = (u32, &str)> {
        let values = self.values();
        (0..values.len())
            .filter(|code| self.used[*code] && values.is_valid(*code))
            .map(|code| (code as u32, values.value(code)))
    }

    /// The rows that hold a value.
    pub(crate) fn rows_of(&self, code: u32) -> &[u32] {
        let ByCode { starts, rows } = self.by_code.get_or_init(|| ByCode::new(&self.cells));
        let at = code as usize;
        &rows[starts[at] as usize..starts[at + 1] as usize]
    }

    /// Rows that hold any value.
    pub(crate) fn present(&self) -> BooleanBuffer {
        match self.cells.logical_nulls() {
            Some(nulls) => nulls.into_inner(),
            None => BooleanBuffer::new_set(self.cells.len()),
        }
    }

    /// How many codes its values have.
    pub(crate) fn codes(&self) -> usize {
        self.cells.values().len()
    }

    /// The code of the value in a row.
    pub(crate) fn code(&self, row: usize) -> Option<usize> {
        let keys = self.cells.keys();
        keys.is_valid(row).then(|| keys.value(row) as usize)
    }

    /// The value with a code.
    pub(crate) fn text(&self, code: usize) -> Option<&str> {
        let values = self.values();
        values.is_valid(code).then(|| values.value(code))
    }

    /// The value in a row.
    pub(crate) fn value(&self, row: usize) -> Option<&str> {
        self.text(self.code(row)?)
    }
}

impl ByCode {
    /// Counts the rows of each code, then puts each row in its place.
    fn new(cells: &DictionaryArray<Int32Type>) -> Self {
        let mut starts = vec![0_u32; cells.values().len() + 1];
        for (_, code) in present(cells) {
            starts[code + 1] += 1;
        }
        for code in 1..starts.len() {
            starts[code] += starts[code - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0_u32; starts.last().map_or(0, |all| *all as usize)];
        for (row, code) in present(cells) {
            rows[next[code] as usize] = row;
            next[code] += 1;
        }
        Self { starts, rows }
    }
}

/// Row and code of each row that holds a value.
fn present(cells: &DictionaryArray<Int32Type>) -> impl Iterator<Item = (u32, usize)> {
    let keys = cells.keys();
    (0..keys.len())
        .filter(|row| keys.is_valid(*row))
        .map(|row| (row as u32, keys.value(row) as usize))
}

/// A text array as a dictionary; history may come back from the lake as plain text.
fn dictionary(array: &ArrayRef) -> Option<DictionaryArray<Int32Type>> {
    let mut builder = StringDictionaryBuilder::<Int32Type>::new();
    match array.data_type() {
        DataType::Dictionary(key, value) => {
            let is_ours = **key == DataType::Int32 && **value == DataType::Utf8;
            return is_ours.then(|| array.as_dictionary::<Int32Type>().clone());
        }
        DataType::Utf8 => builder.extend(array.as_string::<i32>()),
        DataType::LargeUtf8 => builder.extend(array.as_string::<i64>()),
        DataType::Utf8View => builder.extend(array.as_string_view()),
        _ => return None,
    }
    Some(builder.finish())
}

/// The columns of one batch, read when they are first asked for.
pub(crate) struct Columns<'b> {
    batch: &'b Batch,
    by_name: HashMap<&'b str, usize>,
    /// Lower-case names; `None` where two columns differ in case alone.
    folded: HashMap<String, Option<usize>>,
    read: Vec<Option<Option<Column>>>,
}

impl<'b> Columns<'b> {
    pub(crate) fn new(batch: &'b Batch) -> Self {
        let schema = batch.rows.schema_ref();
        let mut by_name = HashMap::new();
        let mut folded: HashMap<String, Option<usize>> = HashMap::new();
        for (at, field) in schema.fields().iter().enumerate() {
            let name = field.name().as_str();
            if envelope::COLUMNS.contains(&name) || name == envelope::REST {
                continue;
            }
            by_name.insert(name, at);
            folded
                .entry(name.to_lowercase())
                .and_modify(|known| *known = None)
                .or_insert(Some(at));
        }
        Self {
            batch,
            by_name,
            folded,
            read: (0..schema.fields().len()).map(|_| None).collect(),
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.batch.rows.num_rows()
    }

    /// The column a field name means: by its own name, else by the only one that differs in case.
    pub(crate) fn find(&self, name: &str, lower: &str) -> Option<usize> {
        self.by_name
            .get(name)
            .copied()
            .or_else(|| self.folded.get(lower).copied().flatten())
    }

    /// Where a field's texts are: in the column of its name, or inside the values of a column that
    /// holds the first parts of it.
    pub(crate) fn spots<'n>(&self, name: &'n str, lower: &str) -> Vec<Spot<'n>> {
        let mut spots = Vec::new();
        if let Some(column) = self.find(name, lower) {
            let within = Within::Value;
            spots.push(Spot { column, within });
        }
        for (dot, _) in name.match_indices('.') {
            let parent = &name[..dot];
            if let Some(column) = self.find(parent, &parent.to_lowercase()) {
                let within = Within::Path(&name[dot + 1..]);
                spots.push(Spot { column, within });
            }
        }
        spots
    }

    /// All columns a record's source wrote, in order.
    pub(crate) fn all(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.by_name.values().copied().collect();
        all.sort_unstable();
        all
    }

    /// The column, if it holds text.
    pub(crate) fn get(&mut self, at: usize) -> Option<&Column> {
        self.read[at]
            .get_or_insert_with(|| Column::new(self.batch.rows.column(at)))
            .as_ref()
    }
}

/// Where a field's texts are in a batch: a column, and the way into its values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot<'n> {
    pub(crate) column: usize,
    pub(crate) within: Within<'n>,
}

/// Where in a column's value a field's texts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within<'p> {
    /// The value, or the elements of the list it holds.
    Value,
    /// Under this path in the objects of the list it holds.
    Path(&'p str),
    /// Every text at any depth.
    Deep,
}

/// Calls `each` with each text that a value means. A value that is no list means itself.
pub(crate) fn texts_in(value: &str, within: Within<'_>, each: &mut dyn FnMut(&str)) {
    let may_nest = value.starts_with('[') || (within == Within::Deep && value.starts_with('{'));
    let parsed: Option<Value> = may_nest.then(|| serde_json::from_str(value).ok()).flatten();
    match (parsed, within) {
        (Some(parsed), Within::Value) => scalars(&parsed, each),
        (Some(parsed), Within::Path(path)) => at_path(&parsed, path, each),
        (Some(parsed), Within::Deep) => deep(&parsed, each),
        (None, Within::Path(_)) => {}
        (None, _) => each(value),
    }
}

fn scalars(value: &Value, each: &mut dyn FnMut(&str)) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| scalars(element, each)),
        Value::String(text) => each(text),
        Value::Null | Value::Object(_) => {}
        other => each(&other.to_string()),
    }
}

fn at_path(value: &Value, path: &str, each: &mut dyn FnMut(&str)) {
    match value {
        Value::Array(elements) => {
            for element in elements {
                at_path(element, path, each);
            }
        }
        Value::Object(members) => {
            if let Some(found) = members.get(path) {
                scalars(found, each);
            }
            for (at, _) in path.match_indices('.') {
                if let Some(inner) = members.get(&path[..at]) {
                    at_path(inner, &path[at + 1..], each);
                }
            }
        }
        _ => {}
    }
}

fn deep(value: &Value, each: &mut dyn FnMut(&str)) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| deep(element, each)),
        Value::Object(members) => members.values().for_each(|member| deep(member, each)),
        other => scalars(other, each),
    }
}

/// Collects rows to a bitmap.
pub(crate) fn bitmap(rows: usize, set: impl Iterator<Item = u32>) -> BooleanBuffer {
    let mut builder = BooleanBufferBuilder::new(rows);
    builder.append_n(rows, false);
    for row in set {
        builder.set_bit(row as usize, true);
    }
    builder.finish()
}
