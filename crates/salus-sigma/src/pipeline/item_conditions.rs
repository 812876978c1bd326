//! To which items of a rule a step of a pipeline applies, by their values and field names.

use std::collections::BTreeMap;

use regex::Regex;
use rsigma_parser::SigmaValue;

use super::keys::Keys;
use super::work::Item;
use crate::field;
use crate::placeholder::{OneOrMany, Scalar, plain};

/// Asked of one item.
pub(super) enum OfItem {
    Matches {
        pattern: Regex,
        is_negated: bool,
        all: bool,
    },
    IsNull {
        all: bool,
    },
    HasWildcard {
        all: bool,
    },
    HasValue {
        value: String,
        all: bool,
    },
    Applied(String),
    State(String, String),
}

impl OfItem {
    pub(super) fn read(kind: &str, keys: &mut Keys) -> Result<Self, String> {
        let all = |keys: &mut Keys| match keys.take::<String>("cond")?.as_deref() {
            Some("all") => Ok(true),
            None | Some("any") => Ok(false),
            Some(other) => Err(format!("`cond` is `any` or `all`, not `{other}`")),
        };
        Ok(match kind {
            "match_string" => Self::Matches {
                all: all(keys)?,
                pattern: at_start(&keys.need::<String>("pattern")?)?,
                is_negated: keys.take("negate")?.unwrap_or(false),
            },
            "is_null" => Self::IsNull { all: all(keys)? },
            "contains_wildcard" => Self::HasWildcard { all: all(keys)? },
            "match_value" => Self::HasValue {
                all: all(keys)?,
                value: keys.need::<Scalar>("value")?.to_string(),
            },
            "processing_item_applied" => Self::Applied(keys.need("processing_item_id")?),
            "processing_state" => {
                Self::State(keys.need("key")?, keys.need::<Scalar>("val")?.to_string())
            }
            _ => return Err("is not known".to_owned()),
        })
    }

    pub(super) fn holds(&self, item: &Item, facts: &Known<'_>) -> bool {
        let some = |all: bool, test: &dyn Fn(&SigmaValue) -> bool| {
            let values = &item.item.values;
            if all {
                values.iter().all(test)
            } else {
                values.iter().any(test)
            }
        };
        match self {
            Self::Matches {
                pattern,
                is_negated,
                all,
            } => some(*all, &|value| {
                let is_text = matches!(value, SigmaValue::String(_));
                (is_text && pattern.is_match(&plain(value))) != *is_negated
            }),
            Self::IsNull { all } => some(*all, &|value| matches!(value, SigmaValue::Null)),
            Self::HasWildcard { all } => some(*all, &|value| match value {
                SigmaValue::String(text) => text.contains_wildcards(),
                _ => false,
            }),
            Self::HasValue { value, all } => some(*all, &|has| plain(has) == *value),
            Self::Applied(id) => item.applied.contains(id),
            Self::State(key, value) => facts.state.get(key) == Some(value),
        }
    }
}

/// What conditions on items and field names may look at beside the item.
pub(super) struct Known<'w> {
    pub(super) state: &'w BTreeMap<String, String>,
}

/// Asked of one field name.
pub(super) enum OfField {
    Among { names: Names, is_excluded: bool },
    Applied(String),
    State(String, String),
}

pub(super) enum Names {
    Plain(Vec<String>),
    Patterns(Vec<Regex>),
}

impl OfField {
    pub(super) fn read(kind: &str, keys: &mut Keys) -> Result<Self, String> {
        Ok(match kind {
            "include_fields" | "exclude_fields" => {
                let written: OneOrMany<String> = keys.need("fields")?;
                let written = written.into_vec();
                let how: Option<String> = keys.take_any(&["mode", "match_type"])?;
                let names = match how.as_deref() {
                    None | Some("plain") => Names::Plain(written),
                    Some("re" | "regex") => Names::Patterns(
                        written
                            .iter()
                            .map(|pattern| at_start(pattern))
                            .collect::<Result<_, _>>()?,
                    ),
                    Some(other) => return Err(format!("does not know the mode `{other}`")),
                };
                Self::Among {
                    names,
                    is_excluded: kind == "exclude_fields",
                }
            }
            "processing_item_applied" => Self::Applied(keys.need("processing_item_id")?),
            "processing_state" => {
                Self::State(keys.need("key")?, keys.need::<Scalar>("val")?.to_string())
            }
            _ => return Err("is not known".to_owned()),
        })
    }

    /// Asked of the item whose field it is; a keyword has no field and is in no list of names.
    pub(super) fn holds(&self, item: &Item, name: Option<&str>, facts: &Known<'_>) -> bool {
        match self {
            Self::Among { names, is_excluded } => {
                let is_among = name.is_some_and(|name| {
                    field::names(name).any(|name| match names {
                        Names::Plain(names) => names.iter().any(|known| known == name),
                        Names::Patterns(patterns) => patterns.iter().any(|p| p.is_match(name)),
                    })
                });
                is_among != *is_excluded
            }
            Self::Applied(id) => item.applied.contains(id),
            Self::State(key, value) => facts.state.get(key) == Some(value),
        }
    }
}

/// A pattern that has to fit from the start of a text, as the format's own program has it.
fn at_start(pattern: &str) -> Result<Regex, String> {
    Regex::new(&format!("^(?:{pattern})"))
        .map_err(|_| format!("`{pattern}` is not a regular expression"))
}
