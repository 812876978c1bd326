//! What a step of a pipeline does to a rule.

use std::collections::BTreeMap;

use regex::Regex;
use rsigma_parser::SigmaValue;
use yaml_serde::Value;

use super::keys::Keys;
use super::step::Step;
use super::values::{HashNames, Replacement, Type};
use crate::placeholder::{OneOrMany, Scalar};

/// Keys and values added to every rule.
type Added = Vec<(String, Vec<SigmaValue>)>;

pub(super) enum Transformation {
    Rename(Rename),
    Drop,
    Add {
        items: Added,
        is_negated: bool,
        /// `$category` and the like stand for the rule's log source.
        is_template: bool,
    },
    ChangeLogSource([Option<String>; 3]),
    Replace(Replacement),
    MapValues(BTreeMap<String, Vec<String>>),
    SetState(String, String),
    Placeholders(Wanted),
    SetValue(SigmaValue),
    Convert(Type),
    FailRule(String),
    FailItem(String),
    SetAttribute(String, Value),
    Hashes(HashNames),
    Nest(Vec<Step>),
    /// The item as it is, or as these steps make it: for records that come in two forms.
    Alternative(Vec<Step>),
    /// It changes what a query returns, and nothing about what a rule matches.
    Nothing,
}

/// How field names change.
pub(super) enum Rename {
    Map(BTreeMap<String, Vec<String>>),
    MapPrefix(BTreeMap<String, Vec<String>>),
    Prefix(String),
    Suffix(String),
}

impl Rename {
    fn read(kind: &str, keys: &mut Keys) -> Result<Option<Self>, String> {
        Ok(Some(match kind {
            "field_name_mapping" => Self::Map(names(keys.need("mapping")?)),
            "field_name_prefix_mapping" => Self::MapPrefix(names(keys.need("mapping")?)),
            "field_name_prefix" => Self::Prefix(keys.need("prefix")?),
            "field_name_suffix" => Self::Suffix(keys.need("suffix")?),
            _ => return Ok(None),
        }))
    }

    /// The names a field gets; `None` when it keeps its own.
    pub(super) fn of(&self, name: &str) -> Option<Vec<String>> {
        match self {
            Self::Map(map) => map.get(name).cloned(),
            Self::MapPrefix(map) => map.iter().find_map(|(start, names)| {
                let rest = name.strip_prefix(start.as_str())?;
                Some(names.iter().map(|new| format!("{new}{rest}")).collect())
            }),
            Self::Prefix(prefix) => Some(vec![format!("{prefix}{name}")]),
            Self::Suffix(suffix) => Some(vec![format!("{name}{suffix}")]),
        }
    }
}

/// Which placeholders a step fills in, and what becomes of those it has no values for.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) include: Option<Vec<String>>,
    pub(super) exclude: Vec<String>,
    pub(super) by_wildcard: bool,
}

impl Wanted {
    pub(super) fn is_meant(&self, name: &str) -> bool {
        let among = |names: &[String]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        self.include.as_deref().is_none_or(among) && !among(&self.exclude)
    }
}

impl Transformation {
    /// Takes what a transformation of this type needs out of its keys.
    pub(super) fn read(kind: &str, keys: &mut Keys, depth: usize) -> Result<Self, String> {
        if let Some(rename) = Rename::read(kind, keys)? {
            return Ok(Self::Rename(rename));
        }
        if let Some(change) = Self::of_values(kind, keys)? {
            return Ok(change);
        }
        Ok(match kind {
            "drop_detection_item" => Self::Drop,
            "add_condition" => {
                keys.pass_over(&["name"]);
                Self::Add {
                    items: added(keys.need("conditions")?)?,
                    is_negated: keys.take("negated")?.unwrap_or(false),
                    is_template: keys.take("template")?.unwrap_or(false),
                }
            }
            "change_logsource" => Self::ChangeLogSource([
                keys.take("product")?,
                keys.take("category")?,
                keys.take("service")?,
            ]),
            "set_state" => {
                Self::SetState(keys.need("key")?, keys.need::<Scalar>("val")?.to_string())
            }
            "rule_failure" => Self::FailRule(keys.need("message")?),
            "detection_item_failure" => Self::FailItem(keys.need("message")?),
            "set_custom_attribute" => {
                Self::SetAttribute(keys.need("attribute")?, keys.need("value")?)
            }
            "nest" => Self::Nest(Step::read_all(keys.need("items")?, depth + 1)?),
            "alternative" => Self::Alternative(Step::read_all(keys.need("items")?, depth + 1)?),
            "add_field" | "remove_field" | "set_field" => {
                keys.pass_over(&["field", "fields"]);
                Self::Nothing
            }
            _ => return Err("is not supported".to_owned()),
        })
    }

    /// Those that change values.
    fn of_values(kind: &str, keys: &mut Keys) -> Result<Option<Self>, String> {
        Ok(Some(match kind {
            "replace_string" => {
                keys.pass_over(&["interpret_special"]);
                Self::Replace(Replacement::new(
                    &keys.need::<String>("regex")?,
                    &keys.need::<String>("replacement")?,
                    keys.take("skip_special")?.unwrap_or(false),
                )?)
            }
            "map_string" => {
                let map: BTreeMap<String, OneOrMany<Scalar>> = keys.need("mapping")?;
                let texts = |values: OneOrMany<Scalar>| {
                    values.into_vec().iter().map(Scalar::to_string).collect()
                };
                Self::MapValues(map.into_iter().map(|(k, v)| (k, texts(v))).collect())
            }
            "value_placeholders" => Self::Placeholders(wanted(keys, false)?),
            "wildcard_placeholders" => Self::Placeholders(wanted(keys, true)?),
            "set_value" => {
                let value = SigmaValue::from_yaml(&keys.need("value")?);
                match keys.take::<String>("force_type")? {
                    None => Self::SetValue(value),
                    Some(name) => Self::SetValue(Type::named(&name)?.of(&value)?),
                }
            }
            "convert_type" => Self::Convert(Type::named(&keys.need::<String>("target_type")?)?),
            "hashes_fields" => Self::Hashes(HashNames {
                known: keys.need("valid_hash_algos")?,
                prefix: keys.take("field_prefix")?.unwrap_or_default(),
                drops_name: keys.take("drop_algo_prefix")?.unwrap_or(false),
            }),
            _ => return Ok(None),
        }))
    }
}

fn names(map: BTreeMap<String, OneOrMany<String>>) -> BTreeMap<String, Vec<String>> {
    let lists = map.into_iter().map(|(from, to)| (from, to.into_vec()));
    lists.filter(|(_, to)| !to.is_empty()).collect()
}

fn added(conditions: BTreeMap<String, Value>) -> Result<Added, String> {
    let mut items = Vec::new();
    for (field, values) in conditions {
        let values: Vec<SigmaValue> = match &values {
            Value::Sequence(list) => list.iter().map(SigmaValue::from_yaml).collect(),
            one => vec![SigmaValue::from_yaml(one)],
        };
        if values.is_empty() {
            return Err(format!("field `{field}` has no value"));
        }
        items.push((field, values));
    }
    Ok(items)
}

fn wanted(keys: &mut Keys, by_wildcard: bool) -> Result<Wanted, String> {
    Ok(Wanted {
        include: keys.take("include")?,
        exclude: keys.take("exclude")?.unwrap_or_default(),
        by_wildcard,
    })
}

impl Replacement {
    fn new(pattern: &str, by: &str, skips_wildcards: bool) -> Result<Self, String> {
        let pattern =
            Regex::new(pattern).map_err(|_| format!("`{pattern}` is not a regular expression"))?;
        Ok(Self {
            pattern,
            by: in_our_words(by),
            skips_wildcards,
        })
    }
}

/// `\1` and `\g<name>` as our engine writes them.
fn in_our_words(by: &str) -> String {
    let mut text = String::with_capacity(by.len());
    let mut rest = by;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let digits = after.len() - after.trim_start_matches(|d: char| d.is_ascii_digit()).len();
        let named = after.strip_prefix("g<").and_then(|n| n.split_once('>'));
        rest = match (c, named) {
            ('\\', Some((name, after))) => {
                text.push_str(&format!("${{{name}}}"));
                after
            }
            ('\\', None) if digits > 0 => {
                text.push_str(&format!("${{{}}}", &after[..digits]));
                &after[digits..]
            }
            ('\\', None) if after.starts_with('\\') => {
                text.push('\\');
                &after[1..]
            }
            ('$', _) => {
                text.push_str("$$");
                after
            }
            (other, _) => {
                text.push(other);
                after
            }
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_are_written_as_in_python() {
        for (theirs, ours) in [
            (r"\1x", "${1}x"),
            (r"\g<name>", "${name}"),
            (r"a\\b", r"a\b"),
            ("$1", "$$1"),
            (r"\n", r"\n"),
        ] {
            assert_eq!(in_our_words(theirs), ours, "{theirs}");
        }
    }
}
