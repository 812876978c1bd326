//! When a step of a pipeline applies, and to which rules.

use std::cmp::Ordering;

use rsigma_parser::{ConditionExpr, DetectionItem};
use yaml_serde::Value;

use super::keys::Keys;
use super::work::Work;
use crate::field;
use crate::placeholder::{OneOrMany, Scalar, plain};

/// Characters of an expression over conditions; the parser goes as deep as its brackets do.
const EXPRESSION: usize = 1_000;

/// Conditions of one kind, and how they are linked.
pub(super) struct Conditions<C> {
    all: Vec<(Option<String>, C)>,
    is_any: bool,
    is_negated: bool,
    expression: Option<ConditionExpr>,
}

impl<C> Conditions<C> {
    /// Takes `<kind>_conditions` and the keys that link them.
    pub(super) fn take(
        keys: &mut Keys,
        (list, link): (&str, &str),
        read: fn(&str, &mut Keys) -> Result<C, String>,
    ) -> Result<Self, String> {
        let mut all = Vec::new();
        for (id, value) in entries(keys.take(list)?)? {
            let mut inner = Keys::of(value, "a condition")?;
            let own: Option<String> = inner.take("id")?;
            let kind: String = inner.need("type")?;
            let said = |reason: String| format!("condition `{kind}`: {reason}");
            let condition = read(&kind, &mut inner).map_err(said)?;
            inner.finish().map_err(said)?;
            all.push((id.or(own), condition));
        }
        let op: Option<String> = keys.take(&format!("{link}_op"))?;
        let is_any = match op.as_deref() {
            None | Some("and") => false,
            Some("or") => true,
            Some(other) => return Err(format!("`{link}_op` is `and` or `or`, not `{other}`")),
        };
        let is_negated = keys.take(&format!("{link}_not"))?.unwrap_or(false);
        let written: Option<String> =
            keys.take_any(&[&format!("{link}_expr"), &format!("{link}_expression")])?;
        let expression = written.map(|text| expression(&text, &all)).transpose()?;
        Ok(Self {
            all,
            is_any,
            is_negated,
            expression,
        })
    }

    pub(super) fn are_none(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether they hold together; none at all always do.
    pub(super) fn hold(&self, test: impl Fn(&C) -> bool) -> bool {
        if self.all.is_empty() {
            return true;
        }
        if let Some(expression) = &self.expression {
            return says(expression, &|name| {
                let named = |(id, _): &&(Option<String>, C)| id.as_deref() == Some(name);
                self.all.iter().find(named).is_some_and(|(_, c)| test(c))
            });
        }
        let mut each = self.all.iter().map(|(_, condition)| test(condition));
        let linked = if self.is_any {
            each.any(|holds| holds)
        } else {
            each.all(|holds| holds)
        };
        linked != self.is_negated
    }
}

/// Conditions are a list, or a mapping from their ids.
fn entries(value: Option<Value>) -> Result<Vec<(Option<String>, Value)>, String> {
    match value {
        None => Ok(Vec::new()),
        Some(Value::Sequence(list)) => Ok(list.into_iter().map(|value| (None, value)).collect()),
        Some(Value::Mapping(named)) => Ok(named
            .into_iter()
            .map(|(id, value)| (id.as_str().map(str::to_owned), value))
            .collect()),
        Some(_) => Err("conditions are a list, or a mapping from their names".to_owned()),
    }
}

fn expression<C>(text: &str, all: &[(Option<String>, C)]) -> Result<ConditionExpr, String> {
    if text.len() > EXPRESSION {
        return Err("an expression is too long".to_owned());
    }
    let expression = rsigma_parser::parse_condition(text)
        .map_err(|error| format!("the expression `{text}` cannot be read: {error}"))?;
    let is_known = |name: &str| all.iter().any(|(id, _)| id.as_deref() == Some(name));
    let mut unknown = None;
    names_in(&expression, &mut |name| {
        if !is_known(name) {
            unknown.get_or_insert_with(|| name.to_owned());
        }
    });
    match unknown {
        None => Ok(expression),
        Some(name) => Err(format!("the expression names `{name}`, which is not there")),
    }
}

fn names_in(expression: &ConditionExpr, each: &mut dyn FnMut(&str)) {
    match expression {
        ConditionExpr::And(parts) | ConditionExpr::Or(parts) => {
            parts.iter().for_each(|part| names_in(part, each));
        }
        ConditionExpr::Not(inner) => names_in(inner, each),
        ConditionExpr::Identifier(name) => each(name),
        ConditionExpr::Selector { .. } => each("of"),
    }
}

fn says(expression: &ConditionExpr, test: &dyn Fn(&str) -> bool) -> bool {
    match expression {
        ConditionExpr::And(parts) => parts.iter().all(|part| says(part, test)),
        ConditionExpr::Or(parts) => parts.iter().any(|part| says(part, test)),
        ConditionExpr::Not(inner) => !says(inner, test),
        ConditionExpr::Identifier(name) => test(name),
        ConditionExpr::Selector { .. } => false,
    }
}

/// Asked of a whole rule.
pub(super) enum OfRule {
    LogSource([Option<String>; 3]),
    HasField(String),
    HasItem(String, String),
    Applied(String),
    State(String, String),
    Attribute(String, Comparison, Vec<String>),
    Tag(String),
    /// Whether it is a rule over single events (all that come here are).
    Kind(bool),
}

/// How an attribute stands to the values given.
#[derive(Clone, Copy)]
pub(super) enum Comparison {
    Ordered(&'static [Ordering]),
    In(bool),
}

impl OfRule {
    pub(super) fn read(kind: &str, keys: &mut Keys) -> Result<Self, String> {
        Ok(match kind {
            "logsource" => Self::LogSource([
                keys.take("product")?,
                keys.take("category")?,
                keys.take("service")?,
            ]),
            "contains_field" => Self::HasField(keys.need("field")?),
            "contains_detection_item" => Self::HasItem(
                keys.need("field")?,
                keys.need::<Scalar>("value")?.to_string(),
            ),
            "processing_item_applied" => Self::Applied(keys.need("processing_item_id")?),
            "processing_state" => {
                Self::State(keys.need("key")?, keys.need::<Scalar>("val")?.to_string())
            }
            "rule_attribute" => {
                let values: OneOrMany<Scalar> = keys.need("value")?;
                let values = values.into_vec().iter().map(Scalar::to_string).collect();
                let op: Option<String> = keys.take("op")?;
                let comparison = comparison(op.as_deref().unwrap_or("eq"))?;
                Self::Attribute(keys.need("attribute")?, comparison, values)
            }
            "tag" => Self::Tag(keys.need("tag")?),
            "is_sigma_rule" => Self::Kind(true),
            "is_sigma_correlation_rule" => Self::Kind(false),
            _ => return Err("is not known".to_owned()),
        })
    }

    pub(super) fn holds(&self, work: &Work) -> bool {
        let source = &work.rule.logsource;
        let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        match self {
            Self::LogSource(wanted) => wanted
                .iter()
                .zip([&source.product, &source.category, &source.service])
                .all(|(wanted, has)| match (wanted, has) {
                    (None, _) => true,
                    (Some(wanted), Some(has)) => same(wanted, has.trim()),
                    (Some(_), None) => false,
                }),
            Self::HasField(name) => work.any(&|item| has_name(item, name)),
            Self::HasItem(name, value) => work.any(&|item| {
                has_name(item, name) && item.values.iter().any(|v| same(&plain(v), value))
            }),
            Self::Applied(id) => work.applied.contains(id),
            Self::State(key, value) => work.state.get(key) == Some(value),
            Self::Attribute(name, comparison, values) => {
                attribute(work, name).is_some_and(|has| stands(name, &has, *comparison, values))
            }
            Self::Tag(tag) => work.rule.tags.iter().any(|has| same(has, tag)),
            Self::Kind(is_rule) => *is_rule,
        }
    }
}

fn comparison(op: &str) -> Result<Comparison, String> {
    const LESS: &[Ordering] = &[Ordering::Less];
    const LESS_OR_EQUAL: &[Ordering] = &[Ordering::Less, Ordering::Equal];
    const GREATER: &[Ordering] = &[Ordering::Greater];
    const GREATER_OR_EQUAL: &[Ordering] = &[Ordering::Greater, Ordering::Equal];
    Ok(match op {
        "eq" | "in" => Comparison::In(true),
        "ne" | "not_in" => Comparison::In(false),
        "lt" => Comparison::Ordered(LESS),
        "lte" => Comparison::Ordered(LESS_OR_EQUAL),
        "gt" => Comparison::Ordered(GREATER),
        "gte" => Comparison::Ordered(GREATER_OR_EQUAL),
        other => return Err(format!("`op` does not know `{other}`")),
    })
}

fn has_name(item: &DetectionItem, wanted: &str) -> bool {
    let name = item.field.name.as_deref();
    name.is_some_and(|name| field::names(name).any(|name| name == wanted))
}

/// An attribute of the rule as text.
fn attribute(work: &Work, name: &str) -> Option<String> {
    let rule = &work.rule;
    match name {
        "id" => rule.id.clone(),
        "title" => Some(rule.title.clone()),
        "name" => rule.name.clone(),
        "author" => rule.author.clone(),
        "description" => rule.description.clone(),
        "license" => rule.license.clone(),
        "date" => rule.date.clone(),
        "modified" => rule.modified.clone(),
        "taxonomy" => rule.taxonomy.clone(),
        "level" => rule.level.map(|level| level.as_str().to_owned()),
        "status" => rule
            .status
            .map(|status| format!("{status:?}").to_lowercase()),
        other => match rule.custom_attributes.get(other)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            _ => None,
        },
    }
}

fn stands(name: &str, has: &str, comparison: Comparison, values: &[String]) -> bool {
    let rank = |text: &str| {
        let known: &[&str] = match name {
            "level" => &["informational", "low", "medium", "high", "critical"],
            "status" => &[
                "unsupported",
                "deprecated",
                "experimental",
                "test",
                "stable",
            ],
            _ => &[],
        };
        known.iter().position(|word| *word == text)
    };
    match comparison {
        Comparison::In(wanted) => values.iter().any(|v| v.eq_ignore_ascii_case(has)) == wanted,
        Comparison::Ordered(wanted) => values.iter().all(|value| {
            let ordering = match (rank(has), rank(value)) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => match (has.parse::<f64>(), value.parse::<f64>()) {
                    (Ok(a), Ok(b)) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
                    _ => has.cmp(value),
                },
            };
            wanted.contains(&ordering)
        }),
    }
}
