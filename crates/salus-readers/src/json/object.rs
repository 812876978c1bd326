//! Looking things up in JSON objects, and writing an object as a record.

use salus_record::limits;
use serde_json::Value;

use super::Object;
use crate::{Place, ReadError, Sink};

/// The value at a dotted path; a member whose own name has the dots comes first.
pub(super) fn at<'o>(object: &'o Object, path: &str) -> Option<&'o Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    at(object.get(first)?.as_object()?, rest)
}

/// The first of these paths that holds a text or a number.
pub(super) fn first_text(object: &Object, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| match at(object, path)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// The text at a path.
pub(super) fn text<'o>(object: &'o Object, path: &str) -> Option<&'o str> {
    at(object, path)?.as_str()
}

/// Whether all of these members are there.
pub(super) fn has(object: &Object, names: &[&str]) -> bool {
    names.iter().all(|name| object.contains_key(*name))
}

/// Whether all of these members are there, in whatever case.
pub(super) fn has_any_case(object: &Object, names: &[&str]) -> bool {
    names.iter().all(|name| {
        object.contains_key(*name) || object.keys().any(|key| key.eq_ignore_ascii_case(name))
    })
}

/// Adds the members of `outer` to `inner`. Names taken already, in whatever case, become `outer.<name>`.
pub(super) fn merge(mut inner: Object, outer: Object) -> Object {
    let taken: std::collections::HashSet<String> =
        inner.keys().map(|key| key.to_lowercase()).collect();
    for (key, value) in outer {
        let key = if taken.contains(&key.to_lowercase()) {
            format!("outer.{key}")
        } else {
            key
        };
        inner.insert(key, value);
    }
    inner
}

/// Replaces a member that holds JSON as text by the members of that JSON.
pub(super) fn open_text(mut object: Object, name: &str) -> Object {
    let opened = match object.get(name) {
        Some(Value::String(text)) => serde_json::from_str(text).ok(),
        Some(Value::Object(inner)) => Some(inner.clone()),
        _ => None,
    };
    match opened {
        Some(inner) => {
            object.remove(name);
            merge(inner, object)
        }
        None => object,
    }
}

/// Writes the object as one record; time and host are the first of the paths that hold something.
pub(super) fn put(
    object: Object,
    table: &str,
    (times, hosts): (&[&str], &[&str]),
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let mut row = sink.record(table, place);
    if let Some(time) = first_text(&object, times) {
        row = row.time(&time);
    }
    if let Some(host) = first_text(&object, hosts) {
        row = row.host(&host);
    }
    row.json(&Value::Object(object)).end()
}

/// Whether a value is short enough to stand in each of many records.
pub(super) fn is_carried(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() <= limits::CARRIED_BYTES,
        Value::Array(_) | Value::Object(_) => value.to_string().len() <= limits::CARRIED_BYTES,
        _ => true,
    }
}

/// Lower case, with runs of anything but letters and digits as one `_`.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().take(48) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('_') && !slug.is_empty() {
            slug.push('_');
        }
    }
    slug.trim_end_matches('_').to_owned()
}
