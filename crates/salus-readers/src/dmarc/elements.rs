//! XML elements as JSON: an element with text alone is a text, one with elements an object.
//!
//! Namespaces and the language of texts are left out; other attributes are members that begin with
//! `@`, and text beside elements is the member `#text`. Entities are not defined by documents here.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use salus_record::limits;
use serde_json::{Map, Value};

use crate::lines::text_of;

/// Elements that may stand there more than once, with the one they stand in.
const LISTS: [(&str, &str); 4] = [
    ("auth_results", "dkim"),
    ("auth_results", "spf"),
    ("policy_evaluated", "reason"),
    ("report_metadata", "error"),
];

/// Where and why a document cannot be read on.
#[derive(Debug)]
pub(super) struct Broken {
    pub at: u64,
    pub reason: &'static str,
}

/// The elements of one document.
pub(super) struct Elements<'b> {
    reader: Reader<&'b [u8]>,
}

/// An element that is being read.
struct Open {
    name: String,
    members: Map<String, Value>,
    text: String,
}

impl<'b> Elements<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        let mut reader = Reader::from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
        reader.config_mut().expand_empty_elements = true;
        Self { reader }
    }

    /// Goes to the first element and tells its name. No text may stand before it.
    pub(super) fn root(&mut self) -> Result<String, Broken> {
        loop {
            match self.next()? {
                Event::Start(start) => return Ok(name_of(&start)),
                Event::Text(text) if text.trim_ascii().is_empty() => {}
                Event::Comment(_) | Event::Decl(_) | Event::DocType(_) | Event::PI(_) => {}
                _ => return Err(self.broken("no XML element")),
            }
        }
    }

    /// The next element inside the root, read if it is wanted; `None` behind the last.
    pub(super) fn child(
        &mut self,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<(String, Option<Value>)>, Broken> {
        loop {
            match self.next()? {
                Event::Start(start) => {
                    let name = name_of(&start);
                    if !is_wanted(&name) {
                        self.skip()?;
                        return Ok(Some((name, None)));
                    }
                    let open = Open::new(&start);
                    let value = self.element(open)?;
                    return Ok(Some((name, Some(value))));
                }
                Event::End(_) => return Ok(None),
                Event::Eof => return Err(self.broken("the document breaks off")),
                _ => {}
            }
        }
    }

    fn element(&mut self, open: Open) -> Result<Value, Broken> {
        let mut stack = vec![open];
        loop {
            let event = self.next()?;
            let Some(top) = stack.last_mut() else {
                return Err(self.broken("an element without its beginning"));
            };
            match event {
                Event::Start(start) => stack.push(Open::new(&start)),
                Event::Text(text) => top.text.push_str(&text_of(&text)),
                Event::CData(text) => top.text.push_str(&text_of(&text)),
                Event::GeneralRef(entity) => top.text.push_str(&resolved(&entity)),
                Event::End(_) => {
                    let Some(Open {
                        name,
                        members,
                        text,
                    }) = stack.pop()
                    else {
                        return Err(self.broken("an element without its beginning"));
                    };
                    let value = closed(members, &text);
                    match stack.last_mut() {
                        Some(parent) => add(&mut parent.members, &parent.name, name, value),
                        None => return Ok(value),
                    }
                }
                Event::Eof => return Err(self.broken("the document breaks off")),
                _ => {}
            }
            if stack.len() > limits::XML_DEPTH {
                return Err(self.broken("elements nested too deeply"));
            }
        }
    }

    fn skip(&mut self) -> Result<(), Broken> {
        let mut depth = 1_u64;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(self.broken("the document breaks off")),
                _ => {}
            }
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Event<'b>, Broken> {
        self.reader.read_event().map_err(|_| Broken {
            at: self.reader.error_position(),
            reason: "not valid XML",
        })
    }

    fn broken(&self, reason: &'static str) -> Broken {
        Broken {
            at: self.reader.buffer_position(),
            reason,
        }
    }
}

impl Open {
    fn new(start: &BytesStart<'_>) -> Self {
        let mut members = Map::new();
        for attribute in start.attributes().with_checks(false).flatten() {
            let is_namespace = attribute.key.as_namespace_binding().is_some();
            let is_schema = attribute
                .key
                .prefix()
                .is_some_and(|prefix| prefix.as_ref() == b"xsi");
            let name = text_of(attribute.key.local_name().into_inner());
            if !is_namespace && !is_schema && name != "lang" {
                members.insert(format!("@{name}"), text_of(&attribute.value).into());
            }
        }
        Self {
            name: name_of(start),
            members,
            text: String::new(),
        }
    }
}

fn name_of(start: &BytesStart<'_>) -> String {
    text_of(start.local_name().into_inner()).into_owned()
}

fn closed(mut members: Map<String, Value>, text: &str) -> Value {
    let text = text.trim();
    if members.is_empty() {
        return text.into();
    }
    if !text.is_empty() {
        members.insert("#text".to_owned(), text.into());
    }
    Value::Object(members)
}

/// Adds a member; a second one of the same name makes a list.
pub(super) fn add(members: &mut Map<String, Value>, parent: &str, name: String, value: Value) {
    let is_list = LISTS.contains(&(parent, &name));
    match members.get_mut(&name) {
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None if is_list => {
            members.insert(name, Value::Array(vec![value]));
        }
        None => {
            members.insert(name, value);
        }
    }
}

fn resolved(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = entity.resolve_char_ref() {
        return letter.to_string();
    }
    match text_of(entity).as_ref() {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        unknown => format!("&{unknown};"),
    }
}
