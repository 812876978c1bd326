//! Placeholders: `%name%` in a value stands for a list that each organisation has of its own.
//!
//! Only values under the `expand` modifier hold placeholders; anywhere else `%TEMP%` means itself. The
//! values come from a pipeline's `vars` or from the organisation's `placeholders.yaml`. Wildcards in
//! them mean what they mean in a rule.

use std::collections::BTreeMap;

use rsigma_parser::{SigmaString, SigmaValue, StringPart};
use serde::Deserialize;

/// Values one item of a rule may grow into.
const VALUES: usize = 20_000;

/// The values that stand for each placeholder. Names are compared without regard to case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placeholders {
    values: BTreeMap<String, Vec<String>>,
}

/// The file of placeholders could not be understood.
#[derive(Debug, thiserror::Error)]
#[error("the placeholders cannot be read: {0}")]
pub struct PlaceholdersError(String);

/// A value as people write it in YAML.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Scalar {
    Whole(i64),
    Float(f64),
    Truth(bool),
    Text(String),
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(number) => write!(to, "{number}"),
            Self::Float(number) => write!(to, "{number}"),
            Self::Truth(truth) => write!(to, "{truth}"),
            Self::Text(text) => to.write_str(text),
        }
    }
}

/// One value or a list of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        match self {
            Self::One(one) => std::slice::from_ref(one).iter(),
            Self::Many(many) => many.iter(),
        }
    }

    pub(crate) fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

impl Placeholders {
    /// Reads the content of `placeholders.yaml`: each name with one value or a list.
    pub fn parse(yaml: &str) -> Result<Self, PlaceholdersError> {
        let file: Option<BTreeMap<String, Option<OneOrMany<Scalar>>>> =
            yaml_serde::from_str(yaml).map_err(|error| PlaceholdersError(error.to_string()))?;
        let mut placeholders = Self::default();
        for (name, values) in file.unwrap_or_default() {
            let values = values.map(OneOrMany::into_vec).unwrap_or_default();
            placeholders.set(&name, values.iter().map(Scalar::to_string).collect());
        }
        Ok(placeholders)
    }

    /// Gives a placeholder its values; a name without values stays unfilled.
    pub fn set(&mut self, name: &str, values: Vec<String>) {
        if !values.is_empty() {
            self.values.insert(key(name), values);
        }
    }

    /// The names that have values, in small letters.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    fn of(&self, name: &str) -> Option<&[String]> {
        self.values.get(&key(name)).map(Vec::as_slice)
    }
}

fn key(name: &str) -> String {
    name.trim().trim_matches('%').to_lowercase()
}

/// What to do with one placeholder.
pub(crate) enum Filling<'v> {
    /// Each of these values in its place.
    With(&'v [String]),
    /// Any text in its place.
    Anything,
    /// It stays as it is, for somebody later.
    Later,
}

/// The values with their placeholders filled in, and the names that nobody filled.
pub(crate) fn fill<'v>(
    values: &[SigmaValue],
    filling: &dyn Fn(&str) -> Filling<'v>,
) -> Result<(Vec<SigmaValue>, Vec<String>), String> {
    let mut filled = Vec::with_capacity(values.len());
    let mut left = Vec::new();
    for value in values {
        let SigmaValue::String(text) = value else {
            filled.push(value.clone());
            continue;
        };
        filled.extend(ways(&text.original, filling, &mut left)?);
        if filled.len() > VALUES {
            return Err(format!("its placeholders give more than {VALUES} values"));
        }
    }
    left.sort();
    left.dedup();
    Ok((filled, left))
}

/// Fills in what the organisation's list holds; a name without values is an error that says it.
pub(crate) fn fill_all(
    values: &[SigmaValue],
    placeholders: &Placeholders,
) -> Result<Vec<SigmaValue>, String> {
    let filling = |name: &str| placeholders.of(name).map_or(Filling::Later, Filling::With);
    let (filled, left) = fill(values, &filling)?;
    if left.is_empty() {
        return Ok(filled);
    }
    let names: Vec<String> = left.iter().map(|name| format!("`%{name}%`")).collect();
    Err(format!(
        "needs values for {}; help: write them into `placeholders.yaml`",
        names.join(", ")
    ))
}

/// The filling that a pipeline's own variables give to the names it is meant for.
pub(crate) fn filling_from<'v>(
    placeholders: &'v Placeholders,
    name: &str,
    otherwise: Filling<'v>,
) -> Filling<'v> {
    placeholders.of(name).map_or(otherwise, Filling::With)
}

/// Every text that comes of a value when each placeholder takes each of its values.
fn ways<'v>(
    text: &str,
    filling: &dyn Fn(&str) -> Filling<'v>,
    left: &mut Vec<String>,
) -> Result<Vec<SigmaValue>, String> {
    let mut ways = vec![String::new()];
    for piece in pieces(text) {
        let name = match piece {
            Piece::Text(text) => {
                ways.iter_mut().for_each(|way| way.push_str(text));
                continue;
            }
            Piece::Placeholder(name) => name,
        };
        match filling(name) {
            Filling::Anything => ways.iter_mut().for_each(|way| way.push('*')),
            Filling::Later => {
                left.push(name.to_owned());
                let written = format!("%{name}%");
                ways.iter_mut().for_each(|way| way.push_str(&written));
            }
            Filling::With(values) => {
                if ways.len().saturating_mul(values.len()) > VALUES {
                    return Err(format!("its placeholders give more than {VALUES} values"));
                }
                ways = ways
                    .iter()
                    .flat_map(|way| values.iter().map(move |value| format!("{way}{value}")))
                    .collect();
            }
        }
    }
    Ok(ways
        .iter()
        .map(|way| SigmaValue::String(SigmaString::new(way)))
        .collect())
}

enum Piece<'t> {
    Text(&'t str),
    Placeholder(&'t str),
}

/// Cuts a text at its placeholders. A `%` with nothing that looks like a name behind it is a `%`.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = first(rest) {
        pieces.push(Piece::Text(before));
        pieces.push(Piece::Placeholder(name));
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn first(text: &str) -> Option<(&str, &str, &str)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    for (start, _) in text.match_indices('%') {
        let inside = &text[start + 1..];
        let length = inside.find(|c| !is_part(c)).unwrap_or(inside.len());
        if length > 0 && inside[length..].starts_with('%') {
            let after = &inside[length + 1..];
            return Some((&text[..start], &inside[..length], after));
        }
    }
    None
}

/// A text without wildcards, as it is looked for.
pub(crate) fn plain(value: &SigmaValue) -> String {
    let SigmaValue::String(text) = value else {
        return value.to_string();
    };
    let parts = text.parts.iter();
    let is_plain = parts.clone().all(|p| matches!(p, StringPart::Plain(_)));
    if !is_plain {
        return text.original.clone();
    }
    parts
        .map(|part| match part {
            StringPart::Plain(text) => text.as_str(),
            StringPart::Special(_) => "",
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&[&str], &str>) {
        let placeholders = Placeholders::parse("{admins: [ann, 'b*'], one: 1, empty: [], none: }")
            .expect("a file");
        let value = SigmaValue::String(SigmaString::new(text));
        let found = fill_all(&[value], &placeholders);
        let found = found.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>());
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{text}"),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{text}: {found}"),
            (found, expected) => panic!("{text}: {found:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn each_placeholder_takes_each_of_its_values() {
        check("%admins%", Ok(&["ann", "b*"]));
        check("x-%ADMINS%-%one%", Ok(&["x-ann-1", "x-b*-1"]));
        check("plain", Ok(&["plain"]));
        check("100%", Ok(&["100%"]));
        check("100% of %one%", Ok(&["100% of 1"]));
        check("%%", Ok(&["%%"]));
        check("%two%", Err("needs values for `%two%`"));
        check("%empty% %none%", Err("`%empty%`, `%none%`"));
        assert!(Placeholders::parse("[a]").is_err());
        assert_eq!(Placeholders::parse("").expect("empty").names().count(), 0);
    }
}
