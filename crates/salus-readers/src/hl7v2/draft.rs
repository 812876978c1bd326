//! A message as it is gathered segment by segment, and written as one record.
//!
//! The first segment of a kind gives columns (`OBR-4.1`). Where there are several, all of them stand
//! in a list as well (`OBR`, JSON), and so do repetitions of one field (`PID-3`).

use salus_record::{Place, ReadError, limits};
use serde_json::{Map, Value};

use super::delimiters::{Delimiters, Letters};
use super::kept::{self, Kind, PRIVATE_IDS, Part};
use super::when;
use crate::Sink;

/// What a kept value costs beside its text.
const VALUE_BYTES: usize = 160;

/// The values of one repetition of a field.
type Values = Vec<(&'static Part, String)>;

/// One field of which something was kept.
struct Field {
    number: usize,
    repetitions: Vec<Values>,
}

/// The segments of one kind, in their order.
struct Segments {
    name: &'static str,
    all: Vec<Vec<Field>>,
}

/// A message, or the header of a batch, that is being gathered.
pub(super) struct Draft {
    place: Place,
    delimiters: Delimiters,
    letters: Letters,
    /// The zone of `MSH-7`, which holds for all times that have none of their own.
    zone: Option<String>,
    segments: Vec<Segments>,
    count: u64,
    left_out: u64,
    /// Bytes kept.
    bytes: usize,
    time: Option<(String, when::When)>,
}

impl Draft {
    /// Begins with the header, which is the first segment.
    pub(super) fn of(place: Place, header: &[u8]) -> Result<Self, &'static str> {
        let mut draft = Self {
            place,
            delimiters: Delimiters::of(header)?,
            letters: Letters::Usual,
            zone: None,
            segments: Vec::new(),
            count: 0,
            left_out: 0,
            bytes: 0,
            time: None,
        };
        let text = draft.letters.decode(header);
        let fields: Vec<&str> = text.split(draft.delimiters.field).collect();
        // The delimiter itself is the first field.
        let field = |number: usize| fields.get(number - 1).copied().unwrap_or_default();
        draft.zone = when::zone_of(field(7).trim()).map(str::to_owned);
        if let (b"MSH", Some(repetition)) = (&header[..3], draft.delimiters.repetition) {
            draft.letters = Letters::of(field(18).split(repetition));
        }
        draft.add(header);
        Ok(draft)
    }

    /// Whether a field has a value.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns().any(|(name, _)| name == column)
    }

    /// Takes what is kept of a segment.
    pub(super) fn add(&mut self, segment: &[u8]) {
        self.count += 1;
        let text = self.letters.decode(segment).into_owned();
        let mut fields = text.split(self.delimiters.field);
        let name = fields.next().unwrap_or_default();
        let kept = kept::of(name);
        // In a header the delimiter is the first field, so that the second one stands first here.
        let is_header = matches!(name, "BHS" | "FHS" | "MSH");
        let from = if is_header { 2 } else { 1 };
        let mut found = Vec::new();
        for (number, field) in (from..).zip(fields) {
            if is_empty(field) || (is_header && number == 2) {
                continue;
            }
            let kind = kept.and_then(|(_, fields)| {
                let at = fields.binary_search_by_key(&number, |(number, _)| *number);
                at.ok().map(|at| fields[at].1)
            });
            let Some(kind) = kind else {
                self.left_out += 1;
                continue;
            };
            let (repetitions, is_all) = self.repetitions(field, kind);
            self.left_out += u64::from(!is_all);
            if !repetitions.is_empty() {
                self.note_time(name, number, field, &repetitions);
                found.push(Field {
                    number,
                    repetitions,
                });
            }
        }
        if let Some((name, _)) = kept
            && self.bytes <= limits::RECORD_BYTES
            && !found.is_empty()
        {
            match self.segments.iter_mut().find(|known| known.name == name) {
                Some(known) => known.all.push(found),
                None => self.segments.push(Segments {
                    name,
                    all: vec![found],
                }),
            }
        }
    }

    /// The record's time is the header's, else when the event was recorded.
    fn note_time(&mut self, segment: &str, number: usize, field: &str, repetitions: &[Values]) {
        let is_header = number == 7 && matches!(segment, "BHS" | "FHS" | "MSH");
        let is_event = number == 2 && segment == "EVN" && self.time.is_none();
        if (is_header || is_event) && !repetitions.is_empty() {
            let written = field
                .split(self.delimiters.component)
                .next()
                .unwrap_or_default();
            let written = written.trim();
            self.time = when::read(written, self.zone.as_deref())
                .map(|when| (written.to_owned(), when))
                .filter(|(_, when)| when.micros.is_some());
        }
    }

    /// What is kept of a field, and whether that is all of it.
    fn repetitions(&mut self, field: &str, kind: Kind) -> (Vec<Values>, bool) {
        let Delimiters { repetition, .. } = self.delimiters;
        let mut is_all = true;
        let mut kept = Vec::new();
        let whole = [field];
        let cut: Vec<&str> = match repetition {
            Some(repetition) => field.split(repetition).collect(),
            None => whole.to_vec(),
        };
        for one in cut {
            let (values, is_whole) = match kind {
                Kind::Query => self.asked(one),
                _ => self.values(one, kind),
            };
            is_all &= is_whole;
            self.bytes += values
                .iter()
                .map(|(_, text)| text.len() + VALUE_BYTES)
                .sum::<usize>();
            if !values.is_empty() {
                kept.push(values);
            }
        }
        (kept, is_all)
    }

    fn values(&self, repetition: &str, kind: Kind) -> (Values, bool) {
        let mut values = Values::new();
        let mut is_all = true;
        for (component, text) in (1..).zip(repetition.split(self.delimiters.component)) {
            let parts: Vec<&str> = match self.delimiters.part {
                Some(part) => text.split(part).collect(),
                None => vec![text],
            };
            for (number, text) in (1..).zip(parts) {
                if is_empty(text) {
                    continue;
                }
                let mut wanted = kind.parts().iter();
                match wanted.find(|part| part.component == component && part.part == number) {
                    Some(part) => values.push((part, self.value(text, kind, part))),
                    None => is_all = false,
                }
            }
        }
        let is_private = |(part, text): &(&Part, String)| {
            part.name == ".5" && PRIVATE_IDS.contains(&text.to_ascii_uppercase().as_str())
        };
        if kind == Kind::Id && values.iter().any(is_private) {
            return (Values::new(), false);
        }
        (values, is_all)
    }

    fn value(&self, text: &str, kind: Kind, part: &Part) -> String {
        let text = self.delimiters.unescape(text.trim(), self.letters);
        if part.is_time || kind == Kind::Time {
            let when = when::read(&text, self.zone.as_deref());
            return when.map_or_else(|| text.into_owned(), |when| when.iso);
        }
        text.into_owned()
    }

    /// A query names a patient by an identifier with its source, or among the fields it asks for
    /// (`@PID.3.1^17`). Whatever else it asks for may be a name or an address.
    fn asked(&self, repetition: &str) -> (Values, bool) {
        let mut components = repetition.split(self.delimiters.component);
        let first = components.next().unwrap_or_default();
        if first.starts_with('@') {
            let asked = first.trim_start_matches('@').replace('-', ".");
            let number = components.next().filter(|text| !is_empty(text));
            return match (asked.as_str(), number) {
                ("PID.3" | "PID.3.1", Some(number)) => {
                    let part = &Kind::Query.parts()[0];
                    (vec![(part, self.value(number, Kind::Query, part))], true)
                }
                _ => (Values::new(), false),
            };
        }
        let (values, is_all) = self.values(repetition, Kind::Id);
        let has_source = values.iter().any(|(part, _)| part.name != ".1");
        if has_source {
            (values, is_all)
        } else {
            (Values::new(), false)
        }
    }

    /// The columns of the first segment of each kind.
    fn columns(&self) -> impl Iterator<Item = (String, &str)> {
        let firsts = self
            .segments
            .iter()
            .filter_map(|segments| Some((segments.name, segments.all.first()?)));
        let fields =
            firsts.flat_map(|(name, fields)| fields.iter().map(move |field| (name, field)));
        fields.flat_map(|(name, field)| {
            let first = field.repetitions.first().into_iter().flatten();
            let is_list = field.repetitions.len() > 1;
            let values = first.filter(move |(part, _)| !(is_list && part.name.is_empty()));
            values.map(move |(part, text)| {
                (
                    format!("{name}-{}{}", field.number, part.name),
                    text.as_str(),
                )
            })
        })
    }

    /// The lists: repeated fields of first segments, and repeated segments.
    fn lists(&self) -> impl Iterator<Item = (String, Value)> {
        self.segments.iter().flat_map(|segments| {
            let first = segments.all.first().into_iter().flatten();
            let repeated = first.filter(|field| field.repetitions.len() > 1);
            let fields =
                repeated.map(|field| (format!("{}-{}", segments.name, field.number), field.json()));
            let all = (segments.all.len() > 1).then(|| {
                let all = segments.all.iter().map(|fields| {
                    let members = fields
                        .iter()
                        .map(|field| (format!("{}-{}", segments.name, field.number), field.json()));
                    Value::Object(members.collect())
                });
                (segments.name.to_owned(), Value::Array(all.collect()))
            });
            fields.chain(all)
        })
    }

    /// Writes the record.
    pub(super) fn end(
        &self,
        table: &str,
        counted: &[(&str, u64)],
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        if self.bytes > limits::RECORD_BYTES {
            let reason = format!("a message larger than {} MiB", limits::RECORD_BYTES >> 20);
            return sink.reject(self.place, reason);
        }
        let mut row = sink.record(table, self.place);
        if let Some((written, when)) = &self.time {
            row = row.time_at(when.micros, written);
        }
        for (name, text) in self.columns() {
            row.set(&name, text);
        }
        for (name, list) in self.lists() {
            row.set(&name, &list.to_string());
        }
        if self.time.as_ref().is_some_and(|(_, when)| !when.has_zone) {
            row.set("time_assumed", "zone");
        }
        for (name, number) in counted {
            row.set(name, &number.to_string());
        }
        if table == "hl7v2_message" {
            row.set("segments", &self.count.to_string());
        }
        row.set("left_out", &self.left_out.to_string());
        row.end()
    }
}

impl Field {
    /// One repetition as itself, several as a list.
    fn json(&self) -> Value {
        let mut all: Vec<Value> = self.repetitions.iter().map(json).collect();
        match all.len() {
            1 => all.remove(0),
            _ => Value::Array(all),
        }
    }
}

/// A plain text, or an object with a member for each component.
fn json(values: &Values) -> Value {
    if let [(part, text)] = values.as_slice()
        && part.name.is_empty()
    {
        return Value::String(text.clone());
    }
    let mut object = Map::new();
    for (part, text) in values {
        let text = Value::String(text.clone());
        let component = part.component.to_string();
        if part.name.matches('.').count() < 2 {
            object.insert(component, text);
            continue;
        }
        let inner = object
            .entry(component)
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(inner) = inner {
            inner.insert(part.part.to_string(), text);
        }
    }
    Value::Object(object)
}

/// Without a value; two quotes say that a value is to be removed.
fn is_empty(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text == "\"\""
}
