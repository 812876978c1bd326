//! What the standard demands of an object of STIX, as far as one object alone can show it.

use salus_record::time;
use serde_json::Value;

use crate::json::Object;

/// Which properties a kind of object has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Domain and relationship objects: made, changed, versioned.
    Versioned,
    /// Made once and never changed.
    Fixed,
    /// What was observed: known by its content.
    Observed,
    /// The envelope of others.
    Bundle,
}

/// The types of the standard with the properties that each must have, sorted.
const TYPES: [(&str, Class, &[&str]); 42] = [
    ("artifact", Class::Observed, &[]),
    ("attack-pattern", Class::Versioned, &["name"]),
    ("autonomous-system", Class::Observed, &["number"]),
    ("bundle", Class::Bundle, &[]),
    ("campaign", Class::Versioned, &["name"]),
    ("course-of-action", Class::Versioned, &["name"]),
    ("directory", Class::Observed, &["path"]),
    ("domain-name", Class::Observed, &["value"]),
    ("email-addr", Class::Observed, &["value"]),
    ("email-message", Class::Observed, &["is_multipart"]),
    (
        "extension-definition",
        Class::Versioned,
        &[
            "name",
            "schema",
            "version",
            "extension_types",
            "created_by_ref",
        ],
    ),
    ("file", Class::Observed, &[]),
    ("grouping", Class::Versioned, &["context", "object_refs"]),
    ("identity", Class::Versioned, &["name"]),
    ("incident", Class::Versioned, &["name"]),
    ("indicator", Class::Versioned, &["pattern", "valid_from"]),
    ("infrastructure", Class::Versioned, &["name"]),
    ("intrusion-set", Class::Versioned, &["name"]),
    ("ipv4-addr", Class::Observed, &["value"]),
    ("ipv6-addr", Class::Observed, &["value"]),
    (
        "language-content",
        Class::Versioned,
        &["object_ref", "contents"],
    ),
    ("location", Class::Versioned, &[]),
    ("mac-addr", Class::Observed, &["value"]),
    ("malware", Class::Versioned, &[]),
    ("malware-analysis", Class::Versioned, &["product"]),
    ("marking-definition", Class::Fixed, &[]),
    ("mutex", Class::Observed, &["name"]),
    ("network-traffic", Class::Observed, &["protocols"]),
    ("note", Class::Versioned, &["object_refs"]),
    (
        "observed-data",
        Class::Versioned,
        &["first_observed", "last_observed", "number_observed"],
    ),
    ("opinion", Class::Versioned, &["opinion", "object_refs"]),
    ("process", Class::Observed, &[]),
    (
        "relationship",
        Class::Versioned,
        &["relationship_type", "source_ref", "target_ref"],
    ),
    (
        "report",
        Class::Versioned,
        &["name", "published", "object_refs"],
    ),
    ("sighting", Class::Versioned, &["sighting_of_ref"]),
    ("software", Class::Observed, &["name"]),
    ("threat-actor", Class::Versioned, &["name"]),
    ("tool", Class::Versioned, &["name"]),
    ("url", Class::Observed, &["value"]),
    ("user-account", Class::Observed, &[]),
    ("vulnerability", Class::Versioned, &["name"]),
    ("windows-registry-key", Class::Observed, &[]),
];

/// What each must have in version 2.1, which 2.0 did not know.
const SINCE_2_1: [(&str, &[&str]); 4] = [
    ("indicator", &["pattern_type"]),
    ("malware", &["is_family"]),
    ("note", &["content"]),
    ("opinion", &["opinion"]),
];

/// Properties that are times.
const TIMES: [&str; 16] = [
    "account_created",
    "analysis_ended",
    "analysis_started",
    "created",
    "ctime",
    "first_observed",
    "first_seen",
    "last_observed",
    "last_seen",
    "modified",
    "mtime",
    "published",
    "start_time",
    "stop_time",
    "valid_from",
    "valid_until",
];

/// Pairs of times of which the second must not come before the first.
const ORDERS: [(&str, &str); 5] = [
    ("created", "modified"),
    ("first_seen", "last_seen"),
    ("first_observed", "last_observed"),
    ("analysis_started", "analysis_ended"),
    ("start_time", "stop_time"),
];

const OPINIONS: [&str; 5] = [
    "agree",
    "disagree",
    "neutral",
    "strongly-agree",
    "strongly-disagree",
];

fn type_of(kind: &str) -> Option<&'static (&'static str, Class, &'static [&'static str])> {
    let at = TYPES.binary_search_by_key(&kind, |(name, ..)| name);
    at.ok().map(|at| &TYPES[at])
}

/// Whether the standard names this type.
pub(super) fn is_known(kind: &str) -> bool {
    type_of(kind).is_some()
}

/// What is wrong with an object first, in words that hold nothing of its content.
pub(super) fn check(object: &Object) -> Result<(), String> {
    let kind = object.get("type").and_then(Value::as_str);
    let kind = kind.ok_or("STIX object without `type`")?;
    let id = object.get("id").and_then(Value::as_str);
    let id = id.ok_or("STIX object without `id`")?;
    let is_own = id
        .strip_prefix(kind)
        .is_some_and(|rest| rest.strip_prefix("--").is_some_and(is_uuid));
    if !is_own {
        return Err("STIX `id` is not its type, two hyphens and a UUID".to_owned());
    }
    let is_2_1 = version(object)?;
    let known = type_of(kind);
    let class = known.map_or(Class::Observed, |(_, class, _)| *class);
    required(object, kind, class, is_2_1)?;
    if let Some((_, _, names)) = known {
        all_there(object, names)?;
    }
    times(object)?;
    numbers(object)?;
    lists_and_references(object)
}

/// Whether the object says that it is of version 2.1.
fn version(object: &Object) -> Result<bool, String> {
    match object.get("spec_version") {
        None => Ok(false),
        Some(version) => match version.as_str() {
            Some("2.0") => Ok(false),
            Some("2.1") => Ok(true),
            _ => Err("STIX `spec_version` is neither 2.0 nor 2.1".to_owned()),
        },
    }
}

fn all_there(object: &Object, names: &[&str]) -> Result<(), String> {
    let is_absent = |name: &&&str| matches!(object.get(**name), None | Some(Value::Null));
    match names.iter().find(is_absent) {
        Some(name) => Err(format!("STIX object without `{name}`")),
        None => Ok(()),
    }
}

fn one_there(object: &Object, names: &[&str]) -> Result<(), String> {
    if names.iter().any(|name| object.contains_key(*name)) {
        return Ok(());
    }
    Err(format!("STIX object with none of `{}`", names.join("`, `")))
}

fn required(object: &Object, kind: &str, class: Class, is_2_1: bool) -> Result<(), String> {
    match class {
        Class::Versioned => all_there(object, &["created", "modified"])?,
        Class::Fixed => all_there(object, &["created"])?,
        Class::Observed | Class::Bundle => {}
    }
    if is_2_1 && let Some((_, names)) = SINCE_2_1.iter().find(|(name, _)| *name == kind) {
        all_there(object, names)?;
    }
    match kind {
        "file" => one_there(object, &["hashes", "name"]),
        "location" => one_there(object, &["region", "country", "latitude"]),
        "malware" if object.get("is_family") == Some(&Value::Bool(true)) => {
            all_there(object, &["name"])
        }
        "malware-analysis" => one_there(object, &["result", "analysis_sco_refs"]),
        "marking-definition" => one_there(object, &["definition", "extensions"]),
        "observed-data" => one_there(object, &["objects", "object_refs"]),
        "network-traffic" => one_there(object, &["src_ref", "dst_ref"]),
        _ => Ok(()),
    }
}

fn times(object: &Object) -> Result<(), String> {
    for name in TIMES {
        let Some(value) = object.get(name) else {
            continue;
        };
        if !value.as_str().is_some_and(is_time) {
            return Err(format!("STIX `{name}` is not a time in UTC"));
        }
    }
    let at = |name: &str| {
        object
            .get(name)
            .and_then(Value::as_str)
            .and_then(time::parse)
    };
    for (first, second) in ORDERS {
        if let (Some(from), Some(to)) = (at(first), at(second))
            && to < from
        {
            return Err(format!("STIX `{second}` is before `{first}`"));
        }
    }
    match (at("valid_from"), at("valid_until")) {
        (Some(from), Some(until)) if until <= from => {
            Err("STIX `valid_until` is not after `valid_from`".to_owned())
        }
        _ => Ok(()),
    }
}

/// As the standard writes times: `2026-03-01T08:00:00.000Z`.
fn is_time(text: &str) -> bool {
    text.as_bytes().get(10) == Some(&b'T') && text.ends_with('Z') && time::parse(text).is_some()
}

fn numbers(object: &Object) -> Result<(), String> {
    let within = |name: &str, least: i64, most: i64| match object.get(name) {
        Some(value) if !value.as_i64().is_some_and(|n| (least..=most).contains(&n)) => Err(
            format!("STIX `{name}` is no whole number from {least} to {most}"),
        ),
        _ => Ok(()),
    };
    within("confidence", 0, 100)?;
    within("number_observed", 1, 999_999_999)?;
    within("count", 0, 999_999_999)?;
    for name in ["revoked", "is_family", "is_multipart", "defanged"] {
        if object.get(name).is_some_and(|value| !value.is_boolean()) {
            return Err(format!("STIX `{name}` is neither true nor false"));
        }
    }
    let opinion = object.get("opinion").and_then(Value::as_str);
    if object.contains_key("opinion") && !opinion.is_some_and(|said| OPINIONS.contains(&said)) {
        return Err("STIX `opinion` is none of the five".to_owned());
    }
    Ok(())
}

/// A list has something in it, and what ends in `_ref` or `_refs` names objects.
fn lists_and_references(object: &Object) -> Result<(), String> {
    for (name, value) in object {
        // Properties of somebody's own are their business.
        if name == "objects" || name.starts_with("x_") {
            continue;
        }
        if value.as_array().is_some_and(Vec::is_empty) {
            return Err("STIX list without anything in it".to_owned());
        }
        let is_reference = |value: &Value| value.as_str().is_some_and(super::is_id);
        let is_sound = match value {
            // In version 2.0 what was observed is named by its number in the list around it.
            Value::String(text) if name.ends_with("_ref") => super::is_id(text),
            Value::Array(items) if name.ends_with("_refs") => items.iter().all(is_reference),
            _ if name.ends_with("_ref") || name.ends_with("_refs") => false,
            _ => true,
        };
        if !is_sound {
            return Err("STIX reference that is no identifier".to_owned());
        }
    }
    Ok(())
}

/// Whether a text is a UUID as RFC 4122 and its successor have it.
pub(super) fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => matches!(byte, b'1'..=b'8'),
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(TYPES.is_sorted_by_key(|(name, ..)| name));
        assert!(TIMES.is_sorted());
    }
}
