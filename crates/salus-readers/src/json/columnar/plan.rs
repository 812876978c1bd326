//! What becomes of records with the same keys and kinds, learned from the shapes themselves.
//!
//! A record whose values are replaced by marks is given to the shapes; where the marks come out
//! says which value goes to which field. The values that a shape looks at are left as they are and
//! belong to the plan; see `telling.rs`. A mark that does not come out as it went in means that the
//! shape does more than to copy, and there is no plan.

use hashbrown::HashMap;
use salus_record::{Batch, Digest, Heard, Output, ReadError, Reject, Sink, scalar_text};
use serde_json::{Number, Value, json};

use super::keys::Keys;
use super::pass::{Kind, Outline};
use super::telling::{self, Telling};
use crate::Place;
use crate::json::{Object, generic, put_as, unwrap, zeek};

/// Begins every text that serves as a mark, and every number.
const MARK: &str = "salusleaf";
const NUMBER: i64 = 770_000_000_000_000;
const REAL: f64 = 77_000_000.25;
const INSTANT: f64 = 1_500_000_000.25;
const NUMBER_HEAD: &str = "770000";

/// Where a field's text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum From {
    Literal(&'static str),
    /// The leaf of this number.
    Leaf(usize),
    /// The number there, in hexadecimal.
    Mask(usize),
    /// The only item of the list there.
    Item(usize),
}

/// A value that must say the same for the plan to hold.
#[derive(Debug)]
pub(super) struct Pin {
    pub(super) leaf: usize,
    pub(super) telling: Telling,
    pub(super) sign: String,
}

/// How records become rows.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) table: String,
    /// Fields in their order.
    pub(super) fields: Vec<(String, From)>,
    /// What may be the time; the first is taken, or the first that can be read as one.
    pub(super) times: Vec<From>,
    pub(super) must_read_time: bool,
    pub(super) host: Option<From>,
    /// Values are brought to the text of Zeek's tab-separated form.
    pub(super) settles: bool,
    pub(super) pins: Vec<Pin>,
}

impl Plan {
    /// The plan for records like this one, if there is any.
    pub(super) fn of(syntax: &str, text: &str, outline: &Outline, keys: &Keys) -> Option<Self> {
        let mut object: Object = serde_json::from_str(text).ok()?;
        let mut marks = Marks::new(text, outline, keys);
        marks.members(&mut object)?;
        if marks.kinds != outline.kinds {
            return None; // a member is there twice
        }
        let times: Vec<String> = generic::times(&unwrap::record_of(object.clone())).collect();
        let heard = row_of(syntax, object)?;
        let generic = heard.table.strip_prefix(syntax);
        let is_generic = generic.is_some_and(|rest| rest.starts_with('_'));
        let mut plan = Self {
            settles: heard.table.starts_with("zeek_"),
            fields: Vec::new(),
            times: Vec::new(),
            must_read_time: is_generic,
            host: marks.from(heard.host.as_deref())?,
            pins: Vec::new(),
            table: heard.table,
        };
        if plan.table.contains(MARK) || plan.table.contains(NUMBER_HEAD) {
            return None;
        }
        if is_generic {
            for time in times {
                plan.times.extend(marks.from(Some(&time))?);
            }
        } else {
            let time = marks.from(heard.time.as_deref())?;
            plan.times.extend(time);
        }
        for (field, text) in heard.fields {
            plan.fields.push((field, marks.from(Some(&text))??));
        }
        plan.pins = marks.pins;
        Some(plan)
    }
}

/// Puts marks for the leaves of an object.
struct Marks<'a> {
    text: &'a str,
    outline: &'a Outline,
    keys: &'a Keys,
    kinds: Vec<u8>,
    leaves: usize,
    by_text: HashMap<String, From>,
    pins: Vec<Pin>,
}

impl<'a> Marks<'a> {
    fn new(text: &'a str, outline: &'a Outline, keys: &'a Keys) -> Self {
        let literals = ["", "true", "false", "{}", "[]"];
        Self {
            text,
            outline,
            keys,
            kinds: Vec::new(),
            leaves: 0,
            by_text: literals
                .iter()
                .map(|text| ((*text).to_owned(), From::Literal(text)))
                .collect(),
            pins: Vec::new(),
        }
    }

    fn members(&mut self, object: &mut Object) -> Option<()> {
        for (name, value) in object.iter_mut() {
            if telling::OPENED.contains(&name.as_str()) {
                return None;
            }
            match value {
                Value::Object(members) if !members.is_empty() => {
                    self.kinds.push(Kind::Enter as u8);
                    self.members(members)?;
                    self.kinds.push(Kind::Leave as u8);
                }
                _ => self.leaf(name, value)?,
            }
        }
        Some(())
    }

    fn leaf(&mut self, name: &str, value: &mut Value) -> Option<()> {
        let kind = kind_of(value);
        self.kinds.push(kind as u8);
        let number = self.leaves;
        self.leaves += 1;
        let leaf = self.outline.leaves.get(number)?;
        if kind != leaf.kind || self.keys.name(leaf.key()) != name {
            return None;
        }
        let is_list = matches!(kind, Kind::OneText | Kind::OneThing | Kind::List);
        if is_list && telling::TAKEN_APART.contains(&name) {
            return None;
        }
        let sign = match (kind, telling::of(name)) {
            (Kind::Real, Some(Telling::Instant)) => Some(Telling::Instant),
            (_, Some(Telling::Instant)) => None,
            (Kind::Real, Some(_)) => return None,
            (Kind::Text | Kind::Whole | Kind::Negative, telling) => telling,
            _ => None,
        };
        let mark = format!("{MARK}{number}x");
        let Some(telling) = sign else {
            return self.mark(number, mark, value);
        };
        let is_slow = telling.is_slow();
        if kind == Kind::Text && leaf.is_coded && !is_slow {
            return None;
        }
        let said = telling.sign(self.text.get(leaf.span())?).to_owned();
        if is_slow && !said.is_empty() {
            return None;
        }
        self.pins.push(Pin {
            leaf: number,
            telling,
            sign: said.clone(),
        });
        match telling {
            Telling::Instant if !said.is_empty() => {
                *value = json!(INSTANT + number as f64);
                self.real(number, value)
            }
            Telling::Instant => self.mark(number, mark, value),
            Telling::Whole => self.keep(number, &said),
            Telling::Is(_) if !said.is_empty() => self.keep(number, &said),
            Telling::Is(_) | Telling::Ends(_) if kind == Kind::Text => {
                self.mark(number, mark + &said, value)
            }
            _ => self.mark(number, mark, value),
        }
    }

    /// Leaves a value as it is.
    fn keep(&mut self, number: usize, text: &str) -> Option<()> {
        let is_mark = text.contains(MARK) || text.contains(NUMBER_HEAD);
        if is_mark || text.starts_with("0x") || text.contains("00000") {
            return None;
        }
        self.by_text
            .entry(text.to_owned())
            .or_insert(From::Leaf(number));
        Some(())
    }

    fn mark(&mut self, number: usize, mark: String, value: &mut Value) -> Option<()> {
        let whole = NUMBER + i64::try_from(number).ok()?;
        match kind_of(value) {
            Kind::Text => *value = Value::String(mark),
            Kind::Whole => *value = json!(whole),
            Kind::Negative => *value = json!(-whole),
            Kind::Real => {
                *value = json!(REAL + number as f64);
                return self.real(number, value);
            }
            Kind::OneText => {
                *value = json!([mark.clone()]);
                self.insert(mark, From::Item(number))?;
            }
            Kind::OneThing => *value = json!([[mark, 0]]),
            Kind::List => *value = json!([mark, 0]),
            _ => return Some(()),
        }
        if let Some(mask) = value.as_i64() {
            let mask = format!("{:#x}", mask.cast_unsigned());
            self.insert(mask, From::Mask(number))?;
        }
        self.insert(scalar_text(value)?, From::Leaf(number))
    }

    /// Real numbers come out as they are, or as Zeek's tab-separated logs have them.
    fn real(&mut self, number: usize, value: &Value) -> Option<()> {
        let mut settled = value.clone();
        zeek::settle(&mut settled);
        let (plain, settled) = (scalar_text(value)?, scalar_text(&settled)?);
        if plain != settled {
            self.insert(settled, From::Leaf(number))?;
        }
        self.insert(plain, From::Leaf(number))
    }

    fn insert(&mut self, text: String, from: From) -> Option<()> {
        self.by_text.insert(text, from).is_none().then_some(())
    }

    /// Where a text comes from, if there is one; `None` when it is not known.
    fn from(&self, text: Option<&str>) -> Option<Option<From>> {
        match text {
            None => Some(None),
            Some(text) => self.by_text.get(text).cloned().map(Some),
        }
    }
}

fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(true) => Kind::True,
        Value::Bool(false) => Kind::False,
        Value::Number(number) => match (number.is_u64(), number.is_i64()) {
            (true, _) => Kind::Whole,
            (_, true) => Kind::Negative,
            _ => Kind::Real,
        },
        Value::String(text) if text.is_empty() => Kind::EmptyText,
        Value::String(_) => Kind::Text,
        Value::Array(items) => match items.as_slice() {
            [] => Kind::EmptyList,
            [Value::String(_)] => Kind::OneText,
            [_] => Kind::OneThing,
            _ => Kind::List,
        },
        Value::Object(_) => Kind::EmptyObject,
    }
}

/// What the shapes make of one object, when that is one record.
fn row_of(syntax: &str, object: Object) -> Option<Heard> {
    let mut nowhere = Nowhere::default();
    let mut sink = Sink::new(&Digest::from_bytes(&[]), 0, &mut nowhere);
    sink.listen();
    put_as(syntax, Value::Object(object), Place::Whole, &mut sink).ok()?;
    let mut heard = sink.heard();
    let only = heard.pop()?;
    drop(sink);
    (heard.is_empty() && !nowhere.has_rejects).then_some(only)
}

#[derive(Default)]
struct Nowhere {
    has_rejects: bool,
}

impl Output for Nowhere {
    fn batch(&mut self, _: Batch) -> Result<(), ReadError> {
        Ok(())
    }

    fn reject(&mut self, _: Reject) -> Result<(), ReadError> {
        self.has_rejects = true;
        Ok(())
    }
}

/// The text of a number as it is written; it was found to be sound.
pub(super) fn number_text(written: &str) -> String {
    let number = serde_json::from_str::<Number>(written);
    number.map_or_else(|_| written.to_owned(), |number| number.to_string())
}
