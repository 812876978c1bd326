//! One element with all that is in it, and how it becomes columns.

use std::collections::BTreeMap;

use salus_record::limits;
use serde_json::{Map, Value};

use crate::Row;

/// An element held whole; names are without their prefix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    /// In the source's order, without declarations of prefixes.
    pub(super) attributes: Vec<(String, String)>,
    /// What `xmlns` says, if it stands on this element.
    pub(super) namespace: Option<String>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
}

impl Element {
    /// An attribute that is not empty.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| known == name)?;
        (!value.trim().is_empty()).then_some(value.as_str())
    }

    /// The children of this name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of this name, if it is not blank.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name)?.own_text()
    }

    /// Its own text without blanks around it, if there is any.
    pub(super) fn own_text(&self) -> Option<&str> {
        let text = self.text.trim();
        (!text.is_empty()).then_some(text)
    }

    /// What it takes in memory, about.
    fn bytes(&self) -> usize {
        let attributes = self
            .attributes
            .iter()
            .map(|(name, value)| name.len() + value.len());
        let children = self.children.iter().map(Self::bytes);
        size_of::<Self>()
            + self.name.len()
            + self.text.len()
            + attributes.chain(children).sum::<usize>()
    }

    /// Takes the children of this name out.
    pub(super) fn take(&mut self, name: &str) -> Vec<Element> {
        let (taken, left) = std::mem::take(&mut self.children)
            .into_iter()
            .partition(|child| child.name == name);
        self.children = left;
        taken
    }

    /// Sets columns: attributes and children under their names joined with dots, what stands
    /// several times, or is in `lists`, as a JSON list.
    pub(super) fn columns(&self, lists: &[&str], row: &mut Row<'_, '_>) {
        let mut path = String::new();
        self.walk(lists, &mut path, row);
    }

    fn walk(&self, lists: &[&str], path: &mut String, row: &mut Row<'_, '_>) {
        if let Some(text) = self.own_text().filter(|_| !path.is_empty()) {
            row.set(path, text);
        }
        for (name, value) in &self.attributes {
            if !value.is_empty() {
                let length = push(path, name);
                row.set(path, value);
                path.truncate(length);
            }
        }
        for (name, children) in self.by_name() {
            let length = push(path, name);
            if let ([only], false) = (children.as_slice(), lists.contains(&name)) {
                only.walk(lists, path, row);
            } else if let Some(list) = json_list(children.into_iter(), lists) {
                row.set(path, &list);
            }
            path.truncate(length);
        }
    }

    /// The children, those of one name together, in the order of each name's first.
    fn by_name(&self) -> Vec<(&str, Vec<&Element>)> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut groups: Vec<(&str, Vec<&Element>)> = Vec::new();
        for child in &self.children {
            let name = child.name.as_str();
            let place = *places.entry(name).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, group)) => group.push(child),
                None => groups.push((name, vec![child])),
            }
        }
        groups
    }

    /// Attributes and children as members; text that stands beside them is `#text`.
    pub(super) fn json(&self, lists: &[&str]) -> Value {
        if self.attributes.is_empty() && self.children.is_empty() {
            return Value::from(self.own_text());
        }
        let mut members = Map::new();
        for (name, value) in &self.attributes {
            if !value.is_empty() {
                members.insert(name.clone(), Value::from(value.as_str()));
            }
        }
        for child in &self.children {
            let value = child.json(lists);
            let is_list = lists.contains(&child.name.as_str());
            match members.get_mut(&child.name) {
                Some(Value::Array(known)) => known.push(value),
                Some(other) => *other = Value::Array(vec![other.take(), value]),
                None if is_list => {
                    members.insert(child.name.clone(), Value::Array(vec![value]));
                }
                None => {
                    members.insert(child.name.clone(), value);
                }
            }
        }
        if let Some(text) = self.own_text() {
            members.insert("#text".to_owned(), Value::from(text));
        }
        Value::Object(members)
    }
}

/// An element that grows by others as they come, to no more than the bytes of a record.
#[derive(Default)]
pub(super) struct Growing {
    pub(super) whole: Element,
    bytes: usize,
}

impl Growing {
    /// Begins with a start tag.
    pub(super) fn begin(tag: &Element) -> Self {
        Self {
            whole: tag.clone(),
            bytes: tag.bytes(),
        }
    }

    /// Adds a child; `false` if there is no room for it.
    #[must_use]
    pub(super) fn add(&mut self, child: Element) -> bool {
        self.bytes += child.bytes();
        let has_room = self.bytes <= limits::RECORD_BYTES;
        if has_room {
            self.whole.children.push(child);
        }
        has_room
    }
}

/// Elements as a JSON list; `None` where there is nothing in any of them.
pub(super) fn json_list<'e>(
    elements: impl Iterator<Item = &'e Element>,
    lists: &[&str],
) -> Option<String> {
    let all: Vec<Value> = elements
        .map(|element| element.json(lists))
        .filter(|value| !value.is_null())
        .collect();
    (!all.is_empty()).then(|| Value::Array(all).to_string())
}

fn push(path: &mut String, name: &str) -> usize {
    let length = path.len();
    if length > 0 {
        path.push('.');
    }
    path.push_str(name);
    length
}
