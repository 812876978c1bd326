//! What steps of a pipeline do to the values of an item.

use regex::Regex;
use rsigma_parser::{DetectionItem, FieldSpec, Modifier, SigmaString, SigmaValue, StringPart};

use super::transformation::Wanted;
use super::work::Node;
use crate::placeholder::{Filling, Placeholders, fill, filling_from, plain};

/// A pattern and what comes in its place.
pub(super) struct Replacement {
    pub(super) pattern: Regex,
    pub(super) by: String,
    /// Wildcards are left where they are, and only the texts between them are looked at.
    pub(super) skips_wildcards: bool,
}

impl Replacement {
    pub(super) fn of(&self, value: &SigmaValue) -> SigmaValue {
        let SigmaValue::String(text) = value else {
            return value.clone();
        };
        let by = self.by.as_str();
        if !self.skips_wildcards {
            let replaced = self.pattern.replace_all(&text.original, by);
            return SigmaValue::String(SigmaString::new(&replaced));
        }
        let parts: Vec<StringPart> = text
            .parts
            .iter()
            .map(|part| match part {
                StringPart::Plain(plain) => {
                    StringPart::Plain(self.pattern.replace_all(plain, by).into_owned())
                }
                special => special.clone(),
            })
            .collect();
        SigmaValue::String(SigmaString {
            original: written(&parts),
            parts,
        })
    }
}

/// The parts as a rule would write them.
fn written(parts: &[StringPart]) -> String {
    use rsigma_parser::SpecialChar;
    let mut text = String::new();
    for part in parts {
        match part {
            StringPart::Special(SpecialChar::WildcardMulti) => text.push('*'),
            StringPart::Special(SpecialChar::WildcardSingle) => text.push('?'),
            StringPart::Plain(plain) => {
                for c in plain.chars() {
                    if matches!(c, '*' | '?' | '\\') {
                        text.push('\\');
                    }
                    text.push(c);
                }
            }
        }
    }
    text
}

/// What a value is turned into.
#[derive(Clone, Copy)]
pub(super) enum Type {
    Text,
    Number,
}

impl Type {
    pub(super) fn named(name: &str) -> Result<Self, String> {
        match name {
            "str" => Ok(Self::Text),
            "num" => Ok(Self::Number),
            other => Err(format!("knows the types `str` and `num`, not `{other}`")),
        }
    }

    pub(super) fn of(self, value: &SigmaValue) -> Result<SigmaValue, String> {
        let text = plain(value);
        match (self, value) {
            (_, SigmaValue::Null) => Ok(SigmaValue::Null),
            (Self::Text, SigmaValue::String(_)) => Ok(value.clone()),
            (Self::Text, _) => Ok(SigmaValue::String(SigmaString::new(&text))),
            (Self::Number, SigmaValue::Integer(_) | SigmaValue::Float(_)) => Ok(value.clone()),
            (Self::Number, _) => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(whole), _) => Ok(SigmaValue::Integer(whole)),
                (_, Ok(float)) if float.is_finite() => Ok(SigmaValue::Float(float)),
                _ => Err(format!(
                    "`{value}` is not a number, as its pipeline needs it"
                )),
            },
        }
    }
}

/// How values like `MD5=…` become fields of their own.
pub(super) struct HashNames {
    pub(super) known: Vec<String>,
    pub(super) prefix: String,
    pub(super) drops_name: bool,
}

impl HashNames {
    /// The item taken apart; `None` when it does not speak of hashes by name.
    pub(super) fn split(&self, item: &DetectionItem) -> Option<Vec<Node>> {
        let name = item.field.name.as_deref()?;
        if !matches!(name, "Hashes" | "Hash") {
            return None;
        }
        let wants_all = item.field.has_modifier(Modifier::All);
        let parts: Option<Vec<Node>> = item.values.iter().map(|v| self.field_of(v)).collect();
        let parts = parts?;
        Some(if wants_all {
            vec![Node::All(parts)]
        } else {
            parts
        })
    }

    fn field_of(&self, value: &SigmaValue) -> Option<Node> {
        let text = plain(value);
        let text = text.trim_matches(|c: char| c == '*' || c == ',');
        let (algorithm, hash) = text.split_once('=').or_else(|| text.split_once('|'))?;
        let known = self
            .known
            .iter()
            .find(|known| known.eq_ignore_ascii_case(algorithm.trim()))?;
        let name = if self.drops_name {
            self.prefix.clone()
        } else {
            format!("{}{known}", self.prefix)
        };
        Some(Node::item(DetectionItem {
            field: FieldSpec::new(Some(name), Vec::new()),
            values: vec![SigmaValue::from_raw_string(hash)],
        }))
    }
}

/// Fills in the placeholders of an item; whether anything changed.
pub(super) fn fill_item(
    item: &mut DetectionItem,
    wanted: &Wanted,
    vars: &Placeholders,
) -> Result<bool, String> {
    if !item.field.has_modifier(Modifier::Expand) {
        return Ok(false);
    }
    let otherwise = || {
        if wanted.by_wildcard {
            Filling::Anything
        } else {
            Filling::Later
        }
    };
    let (values, left) = fill(&item.values, &|name| {
        if !wanted.is_meant(name) {
            Filling::Later
        } else if wanted.by_wildcard {
            otherwise()
        } else {
            filling_from(vars, name, otherwise())
        }
    })?;
    let is_changed = values != item.values;
    item.values = values;
    if left.is_empty() {
        item.field.modifiers.retain(|m| *m != Modifier::Expand);
    }
    Ok(is_changed)
}
