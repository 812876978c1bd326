//! Threat intelligence in STIX 2.0 and 2.1: one record for each object, in a table for each type.
//!
//! An object that breaks the standard is rejected with what is wrong; the others of its bundle stay. Bundles and
//! TAXII envelopes are opened by the list of wrappers. Types that the standard does not name go to `stix_other`.

mod check;
mod pattern;

use serde_json::Value;

use super::object::{has, put, text};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Stix;

impl Shape for Stix {
    fn fits(&self, object: &Object) -> bool {
        let Some(kind) = text(object, "type") else {
            return false;
        };
        match text(object, "id") {
            Some(id) if is_id(id) => {
                id.len() - 38 == kind.len() && id.starts_with(kind) || check::is_known(kind)
            }
            _ => check::is_known(kind) && has(object, &["spec_version"]),
        }
    }

    fn put(&self, mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if let Err(reason) = check::check(&object) {
            return sink.reject(place, reason);
        }
        let kind = text(&object, "type").unwrap_or_default();
        if kind == "bundle" {
            return bundle(object, place, sink);
        }
        let table = match check::is_known(kind) {
            true => format!("stix_{}", kind.replace('-', "_")),
            false => "stix_other".to_owned(),
        };
        if table == "stix_indicator"
            && let Some(comparisons) = text(&object, "pattern").and_then(pattern::comparisons)
        {
            object.insert("comparisons".to_owned(), comparisons);
        }
        let times = &["modified", "created", "first_observed", "published"];
        put(object, &table, (times, &[]), place, sink)
    }
}

/// What stands around the objects; a bundle inside something else still has them.
fn bundle(mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if let Some(Value::Array(objects)) = object.remove("objects") {
        for object in objects {
            super::put(object, place, sink)?;
        }
    }
    put(object, "stix_bundle", (&[], &[]), place, sink)
}

/// Whether a text ends as identifiers of STIX do: two hyphens and a UUID.
pub(super) fn is_id(text: &str) -> bool {
    let Some(at) = text.len().checked_sub(38) else {
        return false;
    };
    at > 0
        && text.is_char_boundary(at)
        && text[at..].starts_with("--")
        && check::is_uuid(&text[at + 2..])
}

#[cfg(test)]
mod tests;
