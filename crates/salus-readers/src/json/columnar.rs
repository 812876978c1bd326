//! The short way from the text of an object to columns: no tree of values is made.
//!
//! The text is passed over once; its keys and the kinds of its values name a plan, which says what
//! goes where. The plans are learned from the shapes, so that both ways give the same records with
//! the same values. What is unsound or unusual is left to the slow way.

mod head;
mod keys;
mod list;
mod marks;
mod pass;
mod plan;
mod telling;
mod texts;

use std::fmt::Write as _;

use hashbrown::HashMap;
use salus_record::{FieldColumns, Need, time};
use serde_json::Value;

use self::keys::Keys;
use self::pass::{Kind, Leaf, Outline};
use self::plan::{From, Plan, number_text};
use super::zeek;
use crate::{Place, ReadError, Row, Sink};

/// Variants before everything is forgotten and learned anew.
const ALL_VARIANTS: usize = 16_384;
/// Variants of one sequence of keys.
const VARIANTS: usize = 256;

/// What is kept from record to record.
pub(super) struct Columnar {
    /// Tables of unknown records are called after it.
    syntax: &'static str,
    keys: Keys,
    outline: Outline,
    by_sequence: HashMap<usize, Vec<Variant>>,
    plans: Vec<Numbered>,
    /// How many variants there are of all sequences.
    variants: usize,
    tables: Vec<Table>,
    fields: HashMap<String, usize>,
    scratch: String,
}

/// Records with the same keys and kinds.
struct Variant {
    kinds: Vec<u8>,
    way: Way,
}

/// How they go. A plan costs as much as two or three records, so none is made at the first sight.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Seen,
    Slow,
    Short(usize),
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// So many bytes of it are written.
    Written(usize),
    /// It is left to the slow way.
    Unusual,
    /// It goes on beyond the bytes.
    GoesOn,
}

/// A plan whose table and fields have numbers.
struct Numbered {
    plan: Plan,
    table: usize,
    fields: Vec<usize>,
    /// The places of the fields that are read even where nothing is found that is searched for.
    read: Option<Vec<usize>>,
}

struct Table {
    name: String,
    columns: FieldColumns,
}

impl Columnar {
    pub(super) fn new() -> Self {
        Self::of("json")
    }

    /// For records of another syntax that come as JSON.
    pub(super) fn of(syntax: &'static str) -> Self {
        Self {
            syntax,
            keys: Keys::new(),
            outline: Outline::default(),
            by_sequence: HashMap::new(),
            plans: Vec::new(),
            variants: 0,
            tables: Vec::new(),
            fields: HashMap::new(),
            scratch: String::new(),
        }
    }

    /// Writes the object that is alone, blanks and commas apart, on the line that these bytes begin with,
    /// or that they are as a whole.
    pub(super) fn line(
        &mut self,
        bytes: &[u8],
        is_whole: bool,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<Line, ReadError> {
        if self.pass(bytes).is_none() {
            let is_cut = !is_whole && memchr::memchr(b'\n', bytes).is_none();
            return Ok(if is_cut { Line::GoesOn } else { Line::Unusual });
        }
        if self.outline.may_wrap || (self.outline.has_line_end && !is_whole) {
            return Ok(Line::Unusual);
        }
        let behind = &bytes[self.outline.end..];
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b',');
        let length = match behind.iter().position(|byte| !is_blank(byte)) {
            Some(at) if behind[at] == b'\n' => self.outline.end + at,
            Some(_) => return Ok(Line::Unusual),
            None if is_whole => bytes.len(),
            None => return Ok(Line::GoesOn),
        };
        Ok(match self.write(bytes, place, sink)? {
            true => Line::Written(length),
            false => Line::Unusual,
        })
    }

    /// Writes the object that `bytes` begin with, and gives its length; `None` when it is unusual
    /// or goes on beyond.
    pub(super) fn element(
        &mut self,
        bytes: &[u8],
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<Option<usize>, ReadError> {
        if self.pass(bytes).is_none() {
            return Ok(None);
        }
        let is_written = self.write(bytes, place, sink)?;
        Ok(is_written.then_some(self.outline.end))
    }

    fn pass(&mut self, bytes: &[u8]) -> Option<()> {
        if self.keys.is_full() || self.variants >= ALL_VARIANTS {
            *self = Self::of(self.syntax);
        }
        self.outline.pass(bytes, &mut self.keys)
    }

    /// Writes the object that was passed.
    fn write(
        &mut self,
        bytes: &[u8],
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<bool, ReadError> {
        let Ok(text) = simdutf8::basic::from_utf8(&bytes[..self.outline.end]) else {
            return Ok(false);
        };
        let Some(number) = self.plan(text) else {
            return Ok(false);
        };
        let Numbered {
            plan,
            table,
            fields,
            read,
        } = &mut self.plans[number];
        let table = &mut self.tables[*table];
        let values = Values {
            text,
            leaves: &self.outline.leaves,
            settles: plan.settles,
        };
        let scratch = &mut self.scratch;
        let mut row = sink.record(&table.name, place);
        for from in &plan.times {
            let written = values.text(from, scratch);
            if !plan.must_read_time {
                row = row.time(written);
            } else if let Some(micros) = time::parse(written) {
                row = row.time_at(Some(micros), written);
                break;
            }
        }
        if let Some(from) = &plan.host {
            row = row.host(values.text(from, scratch));
        }
        let may_hold = self.outline.has_numbered || row.may_hold(text.as_bytes());
        let read = read.get_or_insert_with(|| read_of(plan, &row));
        let mut set = |(name, from): &(String, From), number: usize| {
            let text = values.text(from, scratch);
            row.set_numbered(&mut table.columns, number, name, text);
        };
        if may_hold {
            let all = plan.fields.iter().zip(fields);
            all.for_each(|(field, number)| set(field, *number));
        } else {
            read.iter()
                .for_each(|at| set(&plan.fields[*at], fields[*at]));
        }
        row.end()?;
        Ok(true)
    }

    /// The plan for the record that was passed.
    fn plan(&mut self, text: &str) -> Option<usize> {
        let Self {
            outline,
            by_sequence,
            plans,
            ..
        } = self;
        let known = by_sequence.entry(outline.sequence).or_default();
        let is_it = |variant: &Variant| {
            variant.kinds == outline.kinds
                && match variant.way {
                    Way::Seen => false,
                    Way::Slow => true,
                    Way::Short(plan) => outline.is_as(text, &plans[plan].plan),
                }
        };
        if let Some(found) = known.iter().position(is_it) {
            let before = found.saturating_sub(1);
            known.swap(found, before);
            return match known[before].way {
                Way::Short(plan) => Some(plan),
                Way::Seen | Way::Slow => None,
            };
        }
        let was_seen = known.iter().any(|variant| variant.kinds == outline.kinds);
        match (was_seen, known.len() < VARIANTS) {
            (true, true) => self.learn(text),
            (false, true) => {
                self.note(Way::Seen);
                None
            }
            (_, false) => None,
        }
    }

    fn learn(&mut self, text: &str) -> Option<usize> {
        let plan = Plan::of(self.syntax, text, &self.outline, &self.keys);
        let plan = plan.map(|plan| {
            let numbered = Numbered {
                table: self.table(&plan.table),
                fields: plan
                    .fields
                    .iter()
                    .map(|(name, _)| self.field(name))
                    .collect(),
                read: None,
                plan,
            };
            self.plans.push(numbered);
            self.plans.len() - 1
        });
        self.note(plan.map_or(Way::Slow, Way::Short));
        plan
    }

    fn note(&mut self, way: Way) {
        let kinds = &self.outline.kinds;
        let known = self.by_sequence.entry(self.outline.sequence).or_default();
        let seen = known
            .iter_mut()
            .find(|variant| variant.way == Way::Seen && variant.kinds == *kinds);
        if let Some(seen) = seen {
            seen.way = way;
            return;
        }
        known.push(Variant {
            kinds: kinds.clone(),
            way,
        });
        self.variants += 1;
    }

    fn table(&mut self, name: &str) -> usize {
        let known = self.tables.iter().position(|table| table.name == name);
        known.unwrap_or_else(|| {
            self.tables.push(Table {
                name: name.to_owned(),
                columns: FieldColumns::default(),
            });
            self.tables.len() - 1
        })
    }

    fn field(&mut self, name: &str) -> usize {
        let next = self.fields.len();
        *self.fields.entry_ref(name).or_insert(next)
    }
}

impl Outline {
    /// Whether the values that a plan depends on say what they must.
    fn is_as(&self, text: &str, plan: &Plan) -> bool {
        plan.pins.iter().all(|pin| {
            let leaf = &self.leaves[pin.leaf];
            let is_coded = leaf.is_coded && leaf.kind == Kind::Text && !pin.telling.is_slow();
            !is_coded && pin.telling.sign(&text[leaf.span()]) == pin.sign
        })
    }
}

/// The places of the fields whose values are read.
fn read_of(plan: &Plan, row: &Row<'_, '_>) -> Vec<usize> {
    let is_read = |at: &usize| row.need(&plan.fields[*at].0) == Need::Read;
    (0..plan.fields.len()).filter(is_read).collect()
}

/// The values of one record.
struct Values<'t> {
    text: &'t str,
    leaves: &'t [Leaf],
    settles: bool,
}

impl<'t> Values<'t> {
    fn written(&self, leaf: &Leaf) -> &'t str {
        &self.text[leaf.span()]
    }

    /// A field's text; `scratch` holds it where it does not stand in the record as it is.
    fn text<'s>(&self, from: &From, scratch: &'s mut String) -> &'s str
    where
        't: 's,
    {
        let number = match from {
            From::Literal(text) => return text,
            From::Leaf(number) | From::Mask(number) | From::Item(number) => *number,
        };
        let leaf = &self.leaves[number];
        let written = self.written(leaf);
        scratch.clear();
        match (from, leaf.kind) {
            (From::Mask(_), _) => mask(written, scratch),
            (From::Item(_), _) => item(written, scratch),
            _ if self.settles => return settled(leaf, written, scratch),
            _ if !leaf.is_coded => return written,
            (_, Kind::Text) => texts::unescape(written, scratch),
            (_, Kind::Real) => scratch.push_str(&number_text(written)),
            _ => list(written, false, scratch),
        }
        scratch
    }
}

/// A number in hexadecimal, a negative one as the bits it has.
fn mask(written: &str, to: &mut String) {
    let bits = written
        .parse::<i64>()
        .map(i64::cast_unsigned)
        .or_else(|_| written.parse());
    let written = write!(to, "{:#x}", bits.unwrap_or_default());
    written.expect("writing to memory does not fail");
}

/// The only text of a list.
fn item(list: &str, to: &mut String) {
    let item = list.trim_matches(['[', ']', ' ', '\t', '\r', '\n']);
    let item = item.strip_prefix('"').unwrap_or(item);
    texts::unescape(item.strip_suffix('"').unwrap_or(item), to);
}

/// A list as we write it.
fn list(written: &str, settles: bool, to: &mut String) {
    let Ok(mut list) = serde_json::from_str::<Value>(written) else {
        return to.push_str(written);
    };
    if settles {
        zeek::settle(&mut list);
    }
    write!(to, "{list}").expect("writing to memory does not fail");
}

/// A value as it stands in Zeek's tab-separated logs.
fn settled<'s, 't: 's>(leaf: &Leaf, written: &'t str, scratch: &'s mut String) -> &'s str {
    match leaf.kind {
        Kind::Text if leaf.is_coded => texts::unescape(written, scratch),
        Kind::Text => scratch.push_str(written),
        Kind::Real => {
            let number = serde_json::from_str::<Value>(written);
            let mut number = number.unwrap_or_default();
            zeek::settle(&mut number);
            scratch.push_str(&salus_record::scalar_text(&number).unwrap_or_default());
            return scratch;
        }
        Kind::List | Kind::OneThing => {
            list(written, true, scratch);
            return scratch;
        }
        _ if leaf.is_coded => {
            list(written, false, scratch);
            return scratch;
        }
        _ => return written,
    }
    if zeek::is_iso_time(scratch) {
        let mut text = Value::String(std::mem::take(scratch));
        zeek::settle(&mut text);
        scratch.push_str(text.as_str().unwrap_or_default());
    }
    scratch
}

#[cfg(test)]
mod tests;
