//! Windows events as XML: saved by Event Viewer or `wevtutil`, or one in each line as forwarders
//! send them. They become the rows that the event log itself would give.

use serde_json::{Map, Value, json};

use super::element::Element;
use super::{Document, Shape, Step};
use crate::evtx::write_event;
use crate::{Place, ReadError, Sink};

pub(super) struct Windows;

const NAMESPACE: &str = "http://schemas.microsoft.com/win/2004/08/events/event";

impl Shape for Windows {
    fn roots(&self) -> &'static [&'static str] {
        &["Event", "Events"]
    }

    fn fits(&self, root: &Element, first: Option<&Element>) -> bool {
        let is_event = |element: &Element| {
            element.name == "Event" && element.namespace.as_deref() == Some(NAMESPACE)
        };
        is_event(root) || (root.name == "Events" && first.is_some_and(is_event))
    }

    fn marks(&self) -> &'static [&'static str] {
        &["Event"]
    }

    fn begin(&self, front: &str) -> Box<dyn Document> {
        Box::new(Events {
            front: front.trim().to_owned(),
        })
    }
}

struct Events {
    front: String,
}

impl Document for Events {
    fn step(&mut self, path: &[Element], element: &Element) -> Step {
        if path.is_empty() && element.name == "Events" {
            Step::Enter
        } else {
            Step::Record
        }
    }

    fn put(
        &mut self,
        _path: &[Element],
        element: Element,
        (place, sink): (Place, &mut Sink<'_>),
    ) -> Result<(), ReadError> {
        if element.name != "Event" || element.child("System").is_none() {
            return sink.reject(place, "an element that is no Windows event");
        }
        let mut event = event(&element);
        if !self.front.is_empty() {
            event.insert("syslog_header".to_owned(), Value::from(self.front.as_str()));
        }
        write_event(&Value::Object(event), place, sink)
    }
}

/// The event in the form that the event log's own reader writes rows from.
fn event(element: &Element) -> Map<String, Value> {
    let mut event = Map::new();
    for part in &element.children {
        let value = match part.name.as_str() {
            "EventData" => data(part),
            _ => value(part),
        };
        event.insert(part.name.clone(), value);
    }
    event
}

/// `<Data Name="x">` elements as members named `x`; those without a name as one list.
fn data(part: &Element) -> Value {
    let mut members = attributes(part);
    let mut nameless = Vec::new();
    for (at, child) in part.children.iter().enumerate() {
        let name = child.attribute("Name");
        match (child.name.as_str(), name) {
            ("Data", Some(name)) => {
                let before = at.checked_sub(1).and_then(|at| part.children.get(at));
                let is_run = before.is_some_and(|before| before.attribute("Name") == Some(name));
                put(&mut members, name, text(child), is_run);
            }
            // A place in a list counts, even an empty one.
            ("Data", None) => nameless.push(Value::from(child.text.as_str())),
            (name, _) => put(&mut members, name, value(child), false),
        }
    }
    if !nameless.is_empty() {
        let list = if nameless.len() == 1 {
            nameless.remove(0)
        } else {
            Value::Array(nameless)
        };
        members.insert("Data".to_owned(), json!({"#text": list}));
    }
    if members.is_empty() {
        return text(part);
    }
    Value::Object(members)
}

/// Attributes, elements and text of any other element.
fn value(element: &Element) -> Value {
    let mut members = attributes(element);
    if members.is_empty() && element.children.is_empty() {
        return text(element);
    }
    for child in &element.children {
        put(&mut members, &child.name, value(child), false);
    }
    if element.children.is_empty() {
        members.insert("#text".to_owned(), text(element));
    }
    Value::Object(members)
}

fn attributes(element: &Element) -> Map<String, Value> {
    let mut members = Map::new();
    if !element.attributes.is_empty() {
        let attributes = element.attributes.iter();
        let attributes =
            attributes.map(|(name, value)| (name.clone(), Value::from(value.as_str())));
        members.insert(
            "#attributes".to_owned(),
            Value::Object(attributes.collect()),
        );
    }
    members
}

/// An empty element says nothing.
fn text(element: &Element) -> Value {
    if element.text.is_empty() {
        Value::Null
    } else {
        Value::from(element.text.as_str())
    }
}

/// Adds a member: values of one name in a row are a list, later ones get a number.
fn put(members: &mut Map<String, Value>, name: &str, value: Value, is_run: bool) {
    match members.get_mut(name) {
        None => {
            members.insert(name.to_owned(), value);
        }
        Some(Value::Array(known)) if is_run => known.push(value),
        Some(known) if is_run => *known = Value::Array(vec![known.take(), value]),
        Some(_) => {
            let numbered = (1..=members.len()).map(|number| format!("{name}_{number}"));
            let free = numbered
                .into_iter()
                .find(|name| !members.contains_key(name));
            members.insert(free.unwrap_or_else(|| name.to_owned()), value);
        }
    }
}

#[cfg(test)]
mod tests;
