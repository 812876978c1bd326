//! The short way from a chunk to columns: templates become plans once, and values are copied by them.
//!
//! A chunk is looked through whole before anything of it is written. Where a single thing in it is
//! unusual or damaged, nothing is written and the slow way reads the chunk, so that both ways give
//! the same records and values.

use std::borrow::Cow;

use hashbrown::HashMap;
use salus_record::{FieldColumns, time};

use super::binxml::{self, Cursor, Part};
use super::event::table_of;
use super::plan::{self, Names, Piece, Plan, Role, Step, Text};
use super::value::{BINXML, NULL, Slot, UTF16_LIST, push_utf16};
use super::{CHUNK, CHUNK_HEADER, CHUNK_MARK};
use crate::{Place, ReadError, Row, Sink};

const RECORD_MARK: u32 = 0x2A2A;
const RECORD_HEADER: usize = 24;
/// Values of one template.
const SLOTS: usize = 4_096;
/// Text of one record, and of a chunk; values that a template names many times could make more.
const RECORD_TEXT: usize = 16 << 20;
const CHUNK_TEXT: usize = 4 * RECORD_TEXT;
/// Field names and channels of one log.
const NAMES: usize = 20_000;
/// Text of templates before their plans are forgotten and made anew.
const TEMPLATES: usize = 2 << 20;

/// A template with the values of one record.
#[derive(Debug, Clone, Copy)]
struct Instance {
    plan: usize,
    first: usize,
    count: usize,
}

/// A record that was looked through.
#[derive(Debug, Clone, Copy)]
struct Scanned {
    number: u64,
    event: Instance,
    piece: Option<Instance>,
}

/// What is kept from chunk to chunk.
#[derive(Default)]
pub(super) struct Columnar {
    names: FieldNames,
    /// By channel: the number of its table.
    channels: HashMap<String, usize>,
    tables: Vec<Table>,
    plans: Vec<Plan>,
    /// Plans by what they describe and what their templates say; `None` where that is unusual.
    by_template: HashMap<Vec<u8>, Option<usize>>,
    /// Bytes of templates there.
    templates: usize,
    template: Vec<u8>,
    /// Of the chunk: plans, by the place of their definition and what they describe.
    by_definition: HashMap<(u32, Piece), Option<usize>>,
    slots: Vec<Slot>,
    records: Vec<Scanned>,
    /// At most so many bytes of text come of the values looked through so far.
    expected: usize,
    text: Vec<u8>,
}

/// A record table, and what the fields written to it were last.
struct Table {
    name: String,
    columns: FieldColumns,
    last: Vec<Raw>,
}

/// A value as it stands in a chunk. Most values are those of the record before.
#[derive(Default, Clone)]
struct Raw {
    kind: u8,
    bytes: Vec<u8>,
}

#[derive(Default)]
struct FieldNames {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Names for FieldNames {
    fn number(&mut self, name: &str) -> Option<usize> {
        if let Some(known) = self.by_name.get(name) {
            return Some(*known);
        }
        let next = self.names.len();
        (next < NAMES).then(|| {
            self.names.push(name.to_owned());
            self.by_name.insert(name.to_owned(), next);
            next
        })
    }
}

impl Columnar {
    /// Reads a chunk; `false` when it is unusual and nothing was written.
    pub(super) fn read(&mut self, chunk: &[u8], sink: &mut Sink<'_>) -> Result<bool, ReadError> {
        self.by_definition.clear();
        if self.templates > TEMPLATES {
            self.plans.clear();
            self.by_template.clear();
            self.templates = 0;
        }
        self.slots.clear();
        self.records.clear();
        self.expected = 0;
        if self.scan(chunk).is_none() {
            return Ok(false);
        }
        for at in 0..self.records.len() {
            self.write(chunk, self.records[at], sink)?;
        }
        Ok(true)
    }

    /// Looks through all records of a chunk that is whole and sound.
    fn scan(&mut self, chunk: &[u8]) -> Option<()> {
        if chunk.len() != CHUNK || !chunk.starts_with(CHUNK_MARK) {
            return None;
        }
        let last = u64::from_le_bytes(chunk[32..40].try_into().ok()?);
        let free = Cursor { chunk, at: 48 }.u32()? as usize;
        let mut at = CHUNK_HEADER;
        while at < free.min(chunk.len()) {
            let mut cursor = Cursor { chunk, at };
            let is_record = cursor.u32()? == RECORD_MARK;
            let length = cursor.u32()? as usize;
            let number = u64::from_le_bytes(cursor.bytes(8)?.try_into().ok()?);
            let end = at.checked_add(length)?.checked_sub(4)?;
            if !is_record || end < at + RECORD_HEADER || end + 4 > chunk.len() {
                return None;
            }
            let scanned = self.event(chunk, (at + RECORD_HEADER, end), number)?;
            self.records.push(scanned);
            if number == last {
                break;
            }
            at = end + 4;
        }
        Some(())
    }

    fn event(&mut self, chunk: &[u8], span: (usize, usize), number: u64) -> Option<Scanned> {
        let event = self.instance(chunk, span, Piece::Event)?;
        let held = self.plans[event.plan].piece;
        let held = held.filter(|(number, _)| usize::from(*number) < event.count);
        let held = held.map(|(at, kind)| (self.slots[event.first + usize::from(at)], kind));
        let piece = match held {
            Some((slot, kind)) if slot.kind == BINXML && slot.length > 0 => {
                let start = slot.at as usize;
                let span = (start, start + usize::from(slot.length));
                let piece = self.instance(chunk, span, kind)?;
                let name = self.plans[piece.plan].elements.first()?;
                let is_there = self.plans[event.plan].elements.contains(name);
                // Two parts of one name would have to be told apart.
                (kind != Piece::Part || !is_there).then_some(Some(piece))?
            }
            Some((slot, Piece::Part)) if !slot.is_empty(chunk) => return None,
            _ => None,
        };
        Some(Scanned {
            number,
            event,
            piece,
        })
    }

    /// A template with its values, which fills the span.
    fn instance(
        &mut self,
        chunk: &[u8],
        (start, end): (usize, usize),
        piece: Piece,
    ) -> Option<Instance> {
        let mut cursor = Cursor { chunk, at: start };
        match chunk.get(start..end)? {
            [0x0F, _, _, _, 0x0C, _, ..] => cursor.at += 5,
            [0x0C, ..] => cursor.at += 1,
            _ => return None,
        }
        cursor.bytes(5)?;
        let definition = cursor.u32()?;
        if cursor.at == definition as usize {
            cursor.bytes(20)?;
            let length = cursor.u32()? as usize;
            cursor.bytes(length)?;
        }
        let count = cursor.u32()? as usize;
        if count > SLOTS {
            return None;
        }
        let plan = self.plan(chunk, definition, piece)?;
        let first = self.slots.len();
        self.values(&mut cursor, count, plan)?;
        let rest = chunk.get(cursor.at..end)?;
        matches!(rest, [] | [0, ..]).then_some(Instance { plan, first, count })
    }

    /// The values of an instance, in the order of the template.
    fn values(&mut self, cursor: &mut Cursor<'_>, count: usize, plan: usize) -> Option<()> {
        let kinds = cursor.bytes(count * 4)?;
        let plan = &self.plans[plan];
        let mut bytes = 0;
        for (number, kind) in kinds.chunks_exact(4).enumerate() {
            let slot = Slot {
                at: u32::try_from(cursor.at).ok()?,
                length: u16::from_le_bytes([kind[0], kind[1]]),
                kind: kind[2],
            };
            cursor.bytes(usize::from(slot.length))?;
            let number = number as u16;
            let has_place = match slot.kind {
                BINXML => slot.length == 0 || plan.piece.is_some_and(|(at, _)| at == number),
                UTF16_LIST => plan.lists.contains(&number),
                _ => true,
            };
            if !has_place || !slot.is_sound(cursor.chunk) {
                return None;
            }
            bytes += usize::from(slot.length);
            self.slots.push(slot);
        }
        let text = bytes * plan.steps.len();
        self.expected += text;
        (text <= RECORD_TEXT && self.expected <= CHUNK_TEXT).then_some(())
    }

    fn plan(&mut self, chunk: &[u8], definition: u32, piece: Piece) -> Option<usize> {
        if let Some(known) = self.by_definition.get(&(definition, piece)) {
            return *known;
        }
        let plan = self.template(chunk, definition, piece);
        self.by_definition.insert((definition, piece), plan);
        plan
    }

    /// The plan of a template, which chunks before may have had as well.
    fn template(&mut self, chunk: &[u8], definition: u32, piece: Piece) -> Option<usize> {
        let at = (definition as usize).checked_add(20)?;
        let mut cursor = Cursor { chunk, at };
        let end = (cursor.u32()? as usize).checked_add(at + 4)?;
        if end > chunk.len() {
            return None;
        }
        self.template.clear();
        self.template.push(piece as u8);
        binxml::flatten(cursor, end, &mut self.template)?;
        if let Some(known) = self.by_template.get(&self.template[..]) {
            return *known;
        }
        let root = binxml::parse(&self.template[1..]);
        let plan = root.and_then(|root| plan::of(&root, piece, &mut self.names));
        let plan = plan.map(|plan| {
            self.plans.push(plan);
            self.plans.len() - 1
        });
        self.templates += self.template.len();
        self.by_template.insert(self.template.clone(), plan);
        plan
    }

    fn write(
        &mut self,
        chunk: &[u8],
        record: Scanned,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let table = self.table(chunk, record.event);
        let Self {
            names,
            tables,
            plans,
            slots,
            text,
            ..
        } = self;
        let table = &mut tables[table];
        table.last.resize(names.names.len(), Raw::default());
        let mut row = sink.record(&table.name, Place::Record(record.number));
        for instance in std::iter::once(record.event).chain(record.piece) {
            let values = Values {
                chunk,
                slots: &slots[instance.first..instance.first + instance.count],
            };
            for step in &plans[instance.plan].steps {
                let is_known = values.is_still(step, &mut table.last[step.field]);
                if is_known && row.repeat_numbered(&mut table.columns, step.field) {
                    continue;
                }
                if !values.take(step, text) {
                    continue;
                }
                let text = text_of(text);
                row = match step.role {
                    Role::None => row,
                    Role::Host => row.host(&text),
                    Role::Time => values.time(step, row, &text),
                };
                let name = &names.names[step.field];
                row.set_numbered(&mut table.columns, step.field, name, &text);
            }
        }
        row.end()
    }

    /// The number of the table that the event's channel means.
    fn table(&mut self, chunk: &[u8], event: Instance) -> usize {
        self.text.clear();
        let plan = &self.plans[event.plan];
        if let Some(step) = plan.channel.map(|step| &plan.steps[step]) {
            let slots = &self.slots[event.first..event.first + event.count];
            Values { chunk, slots }.take(step, &mut self.text);
        }
        let channel = text_of(&self.text);
        if let Some(known) = self.channels.get(channel.as_ref()) {
            return *known;
        }
        let table = table_of(&channel);
        let known = self.tables.iter().position(|known| known.name == table);
        let number = known.unwrap_or_else(|| {
            self.tables.push(Table {
                name: table,
                columns: FieldColumns::default(),
                last: Vec::new(),
            });
            self.tables.len() - 1
        });
        if self.channels.len() < NAMES {
            self.channels.insert(channel.into_owned(), number);
        }
        number
    }
}

/// The values of one template in one record.
#[derive(Clone, Copy)]
struct Values<'c> {
    chunk: &'c [u8],
    slots: &'c [Slot],
}

impl Values<'_> {
    fn slot(&self, number: u16) -> Option<&Slot> {
        self.slots.get(usize::from(number))
    }

    /// Whether the step writes the value its field was set to last, which `last` remembers.
    fn is_still(&self, step: &Step, last: &mut Raw) -> bool {
        if self.is_left_out(step) {
            return false;
        }
        let slot = match step.text {
            Text::Slot(number) if step.role == Role::None => self.slot(number),
            _ => None,
        };
        let Some(slot) = slot.filter(|slot| slot.is_plain(self.chunk)) else {
            last.kind = NULL;
            return false;
        };
        let bytes = slot.bytes(self.chunk);
        if slot.kind == last.kind && bytes == last.bytes {
            return true;
        }
        last.kind = slot.kind;
        last.bytes.clear();
        last.bytes.extend_from_slice(bytes);
        false
    }

    fn is_left_out(&self, step: &Step) -> bool {
        let is_null = |number: &u16| self.slot(*number).is_some_and(Slot::is_null);
        step.depends.iter().any(is_null)
    }

    /// Puts the text of a step into `text`; `false` when there is nothing to write.
    fn take(&self, step: &Step, text: &mut Vec<u8>) -> bool {
        text.clear();
        if self.is_left_out(step) {
            return false;
        }
        match &step.text {
            Text::Literal(literal) => text.extend_from_slice(literal.as_bytes()),
            Text::Slot(number) => self.push(*number, text),
            Text::List(number) => self.push_list(*number, text),
            Text::Mixed(parts) => {
                for part in parts {
                    match part {
                        Part::Literal(literal) => text.extend_from_slice(literal.as_bytes()),
                        Part::Slot(number) => self.push(*number, text),
                    }
                }
            }
        }
        step.even_empty || !text.is_empty()
    }

    fn push(&self, number: u16, text: &mut Vec<u8>) {
        if let Some(slot) = self.slot(number) {
            slot.push(self.chunk, text);
        }
    }

    /// A list of one text is that text, a longer one is JSON.
    fn push_list(&self, number: u16, text: &mut Vec<u8>) {
        let Some(slot) = self.slot(number).filter(|slot| slot.kind == UTF16_LIST) else {
            return self.push(number, text);
        };
        let units: Vec<&[u8]> = slot.bytes(self.chunk).chunks_exact(2).collect();
        let items: Vec<Vec<u8>> = units[..units.len() - 1]
            .split(|unit| *unit == [0, 0])
            .map(|item| {
                let mut text = Vec::new();
                push_utf16(&item.concat(), &mut text);
                text
            })
            .collect();
        match &items[..] {
            [only] => text.extend_from_slice(only),
            many => {
                let many: Vec<_> = many.iter().map(|item| text_of(item)).collect();
                text.extend_from_slice(serde_json::json!(many).to_string().as_bytes());
            }
        }
    }

    /// The envelope's time, from a file time where it is one.
    fn time<'s, 'o>(&self, step: &Step, row: Row<'s, 'o>, text: &str) -> Row<'s, 'o> {
        let slot = match step.text {
            Text::Slot(number) => self.slot(number),
            _ => None,
        };
        match slot.and_then(|slot| slot.instant(self.chunk)) {
            Some(instant) => row.time_at(time::accepted(instant), text),
            None => row.time(text),
        }
    }
}

/// The values are written as UTF-8; what is not would be a fault here, and is shown as such.
fn text_of(utf8: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(utf8).map_or_else(|_| String::from_utf8_lossy(utf8), Cow::Borrowed)
}
