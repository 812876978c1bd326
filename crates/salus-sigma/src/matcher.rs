//! All rules over one batch: columns become predicates, predicates become rows that fit.

use std::sync::atomic::{AtomicU64, Ordering};

use arrow_buffer::BooleanBuffer;
use hashbrown::HashMap;
use salus_record::Batch;

use crate::Hit;
use crate::column::{Columns, Spot, Within, bitmap, texts_in};
use crate::compile::{ColumnName, Compiled, FieldName};
use crate::condition::{self, Expr, Facts, Rows};
use crate::predicate::Scratch;
use crate::remembered::Memory;
use crate::value::{Place, refers};

/// One rule as it looks at one table.
pub(crate) struct Unit {
    pub(crate) rule: usize,
    pub(crate) expr: Expr,
}

/// All rules, by the tables they look at.
#[derive(Default)]
pub(crate) struct Matcher {
    /// Tells it apart from all others of this process.
    id: u64,
    compiled: Compiled,
    by_table: HashMap<String, Vec<Unit>>,
    /// For tables named by how they begin.
    by_prefix: Vec<(String, Vec<Unit>)>,
}

impl Matcher {
    pub(crate) fn new(compiled: Compiled) -> Self {
        static MATCHERS: AtomicU64 = AtomicU64::new(1);
        Self {
            id: MATCHERS.fetch_add(1, Ordering::Relaxed),
            compiled,
            ..Self::default()
        }
    }

    /// The columns a field may stand in.
    pub(crate) fn name(&self, field: u32) -> &FieldName {
        &self.compiled.names[field as usize]
    }

    /// See [`Compiled::keyword_parts`].
    pub(crate) fn keyword_parts(&self, field: u32) -> Option<&[String]> {
        self.compiled.keyword_parts.get(&field)?.as_deref()
    }

    /// Adds a rule for a table, which may end in `*`.
    pub(crate) fn add(&mut self, table: &str, unit: Unit) {
        let Some(prefix) = table.strip_suffix('*') else {
            self.by_table
                .entry(table.to_owned())
                .or_default()
                .push(unit);
            return;
        };
        match self.by_prefix.iter_mut().find(|(known, _)| known == prefix) {
            Some((_, units)) => units.push(unit),
            None => self.by_prefix.push((prefix.to_owned(), vec![unit])),
        }
    }

    /// Every rule and row that fit, by row and then by rule.
    pub(crate) fn matches(&self, batch: &Batch) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut asked = Asked::new(self, batch);
        if asked.rows() == 0 {
            return hits;
        }
        for unit in self.units(&batch.table) {
            if condition::never(&unit.expr, &mut asked) {
                continue;
            }
            let mut add = |row| {
                hits.push(Hit {
                    rule: unit.rule,
                    row,
                });
            };
            match condition::rows(&unit.expr, &mut asked) {
                Rows::None => {}
                Rows::All => (0..asked.rows()).for_each(&mut add),
                Rows::Some(bits) => bits.set_indices().for_each(&mut add),
            }
        }
        hits.sort_unstable_by_key(|hit| (hit.row, hit.rule));
        hits.dedup();
        hits
    }

    /// Whether any rule looks at this table.
    pub(crate) fn reads(&self, table: &str) -> bool {
        self.units(table).next().is_some()
    }

    pub(crate) fn units(&self, table: &str) -> impl Iterator<Item = &Unit> {
        let exact = self.by_table.get(table).into_iter().flatten();
        let prefixed = self
            .by_prefix
            .iter()
            .filter(move |(prefix, _)| table.starts_with(prefix.as_str()))
            .flat_map(|(_, units)| units);
        exact.chain(prefixed)
    }
}

/// A field, once a rule has asked for it.
struct Field<'m> {
    spots: Vec<Spot<'m>>,
    /// By predicate: 0, or one more than its place in `hits`.
    slots: Vec<u32>,
    hits: Vec<Found>,
}

impl<'m> Field<'m> {
    fn new(spots: Vec<Spot<'m>>, predicates: usize) -> Self {
        let slots = if spots.is_empty() { 0 } else { predicates };
        Self {
            spots,
            slots: vec![0; slots],
            hits: Vec::new(),
        }
    }

    /// Notes that a value makes a predicate true.
    fn found(&mut self, predicate: u32, value: (u32, u32)) {
        let slot = &mut self.slots[predicate as usize];
        if *slot == 0 {
            self.hits.push(Found::default());
            *slot = self.hits.len() as u32;
        }
        self.hits[*slot as usize - 1].values.push(value);
    }
}

/// The values that make a predicate true, and the rows that hold them once somebody asks.
#[derive(Default)]
struct Found {
    /// Number of the spot, and the value's code in its column.
    values: Vec<(u32, u32)>,
    rows: Option<BooleanBuffer>,
}

/// What was asked of one batch so far.
struct Asked<'m, 'b> {
    matcher: &'m Matcher,
    columns: Columns<'b>,
    fields: Vec<Option<Field<'m>>>,
    scratch: Scratch,
}

impl<'m, 'b> Asked<'m, 'b> {
    fn new(matcher: &'m Matcher, batch: &'b Batch) -> Self {
        Self {
            matcher,
            columns: Columns::new(batch),
            fields: (0..matcher.compiled.fields.len()).map(|_| None).collect(),
            scratch: Scratch::default(),
        }
    }

    fn field(&mut self, field: u32) -> &mut Field<'m> {
        let at = field as usize;
        if self.fields[at].is_none() {
            self.fields[at] = Some(self.evaluate(at));
        }
        self.fields[at]
            .as_mut()
            .expect("the field was evaluated just before")
    }

    /// Tries all patterns of a field on each distinct value, once.
    fn evaluate(&mut self, at: usize) -> Field<'m> {
        let predicates = self.matcher.compiled.fields[at].predicates();
        let mut field = Field::new(self.spots(at), predicates);
        if field.spots.is_empty() {
            return field;
        }
        let matcher = self.matcher.compiled.fields[at].get(&self.matcher.compiled.regexes);
        let mut memory = Memory::take(self.matcher.id, at as u32);
        let mut told = Vec::new();
        for number in 0..field.spots.len() {
            let spot = field.spots[number];
            let Some(column) = self.columns.get(spot.column) else {
                continue;
            };
            for (code, value) in column.distinct() {
                let place = (number as u32, code);
                let is_plain = spot.within == Within::Value;
                if is_plain && let Some(known) = memory.recall(value) {
                    known.iter().for_each(|found| field.found(*found, place));
                    continue;
                }
                let scratch = &mut self.scratch;
                scratch.next_value(predicates);
                told.clear();
                texts_in(value, spot.within, &mut |text| {
                    matcher.hits(text, scratch, &mut |found| told.push(found));
                });
                told.iter().for_each(|found| field.found(*found, place));
                if is_plain {
                    memory.keep(value, &told);
                }
            }
        }
        memory.put_back(self.matcher.id, at as u32);
        field
    }

    fn spots(&self, at: usize) -> Vec<Spot<'m>> {
        let matcher: &'m Matcher = self.matcher;
        let FieldName { columns } = &matcher.compiled.names[at];
        if columns.is_empty() {
            let within = Within::Deep;
            let all = self.columns.all().into_iter();
            return all.map(|column| Spot { column, within }).collect();
        }
        let spots = columns
            .iter()
            .flat_map(|ColumnName { name, lower }| self.columns.spots(name, lower));
        spots.collect()
    }

    /// The field's texts in one row.
    fn texts(&mut self, field: u32, row: usize) -> Vec<String> {
        let spots = self.field(field).spots.clone();
        let mut texts = Vec::new();
        for spot in spots {
            if let Some(value) = self.columns.get(spot.column).and_then(|c| c.value(row)) {
                texts_in(value, spot.within, &mut |text| texts.push(text.to_owned()));
            }
        }
        texts
    }
}

impl Facts for Asked<'_, '_> {
    fn never_holds(&mut self, field: u32, predicate: u32) -> bool {
        let slots = &self.field(field).slots;
        slots.get(predicate as usize).is_none_or(|slot| *slot == 0)
    }

    fn holds(&mut self, field: u32, predicate: u32) -> Rows {
        if self.never_holds(field, predicate) {
            return Rows::None;
        }
        let rows = self.rows();
        let Some(known) = &mut self.fields[field as usize] else {
            return Rows::None;
        };
        let found = &mut known.hits[known.slots[predicate as usize] as usize - 1];
        if let Some(bits) = &found.rows {
            return Rows::Some(bits.clone());
        }
        let mut held: Vec<u32> = Vec::new();
        for (spot, code) in &found.values {
            let column = known.spots[*spot as usize].column;
            if let Some(column) = self.columns.get(column) {
                held.extend(column.rows_of(*code));
            }
        }
        let bits = bitmap(rows, held.into_iter());
        found.rows = Some(bits.clone());
        Rows::Some(bits)
    }

    fn exists(&mut self, field: u32) -> Rows {
        let spots = self.field(field).spots.clone();
        let rows = self.rows();
        let mut present = Rows::None;
        for spot in spots {
            let Some(column) = self.columns.get(spot.column) else {
                continue;
            };
            let here = match spot.within {
                Within::Value => column.present(),
                within => bitmap(rows, holding(column, within).into_iter()),
            };
            present = present.or(Rows::of(here));
        }
        present
    }

    fn refers(&mut self, (field, other): (u32, u32), place: Place, cased: bool) -> Rows {
        let fits: BooleanBuffer = (0..self.rows())
            .map(|row| {
                let texts = self.texts(field, row);
                let others = self.texts(other, row);
                texts
                    .iter()
                    .any(|text| others.iter().any(|other| refers(text, other, place, cased)))
            })
            .collect();
        Rows::of(fits)
    }

    fn rows(&self) -> usize {
        self.columns.rows()
    }
}

/// Rows whose value has any text at a place inside it.
fn holding(column: &crate::column::Column, within: Within<'_>) -> Vec<u32> {
    let mut rows = Vec::new();
    for (code, value) in column.distinct() {
        let mut is_there = false;
        texts_in(value, within, &mut |_| is_there = true);
        if is_there {
            rows.extend(column.rows_of(code));
        }
    }
    rows
}
