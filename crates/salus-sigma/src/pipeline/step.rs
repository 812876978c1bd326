//! One step of a pipeline: what it does, and when.

use std::collections::BTreeMap;

use rsigma_parser::{
    ConditionExpr, DetectionItem, FieldSpec, LogSource, Modifier, SigmaRule, SigmaString,
    SigmaValue,
};
use yaml_serde::Value;

use super::conditions::{Conditions, OfRule};
use super::item_conditions::{Known, OfField, OfItem};
use super::keys::Keys;
use super::transformation::{Rename, Transformation};
use super::values::fill_item;
use super::work::{Item, Node, Work, written_out};
use crate::{field, placeholder};

/// Steps inside steps.
const DEPTH: usize = 16;

pub(super) struct Step {
    id: Option<String>,
    transformation: Transformation,
    of_rule: Conditions<OfRule>,
    when: When,
}

/// Which items a step is meant for.
struct When {
    of_item: Conditions<OfItem>,
    of_field: Conditions<OfField>,
}

impl When {
    fn holds(&self, item: &Item, name: Option<&str>, known: &Known<'_>) -> bool {
        self.of_item.hold(|c| c.holds(item, known))
            && self.of_field.hold(|c| c.holds(item, name, known))
    }
}

impl Step {
    /// Reads a list of steps.
    pub(super) fn read_all(list: Vec<Value>, depth: usize) -> Result<Vec<Self>, String> {
        if depth > DEPTH {
            return Err("steps inside steps go too deep".to_owned());
        }
        let steps = list.into_iter().enumerate();
        steps
            .map(|(at, value)| {
                Self::read(value, depth).map_err(|reason| format!("step {}: {reason}", at + 1))
            })
            .collect()
    }

    fn read(value: Value, depth: usize) -> Result<Self, String> {
        let mut keys = Keys::of(value, "it")?;
        let id = keys.take("id")?;
        let kind: String = keys.need("type")?;
        let said = |reason: String| format!("transformation `{kind}`: {reason}");
        let of_rule = Conditions::take(&mut keys, ("rule_conditions", "rule_cond"), OfRule::read)
            .map_err(said)?;
        let items = ("detection_item_conditions", "detection_item_cond");
        let of_item = Conditions::take(&mut keys, items, OfItem::read).map_err(said)?;
        let fields = ("field_name_conditions", "field_name_cond");
        let of_field = Conditions::take(&mut keys, fields, OfField::read).map_err(said)?;
        let transformation = Transformation::read(&kind, &mut keys, depth).map_err(said)?;
        keys.finish().map_err(said)?;
        let looks_at_items = !(of_item.are_none() && of_field.are_none());
        if looks_at_items && !transformation.is_by_item() {
            return Err(said("cannot have conditions on items or fields".to_owned()));
        }
        let when = When { of_item, of_field };
        Ok(Self {
            id,
            transformation,
            of_rule,
            when,
        })
    }

    /// Does it, if its conditions on the rule hold.
    pub(super) fn apply(&self, work: &mut Work) -> Result<(), String> {
        if !self.of_rule.hold(|condition| condition.holds(work)) {
            return Ok(());
        }
        match &self.transformation {
            Transformation::Nest(steps) => steps.iter().try_for_each(|step| step.apply(work))?,
            Transformation::Add {
                items,
                is_negated,
                is_template,
            } => add(work, items, *is_negated, *is_template),
            Transformation::ChangeLogSource([product, category, service]) => {
                work.rule.logsource = LogSource {
                    product: product.clone(),
                    category: category.clone(),
                    service: service.clone(),
                    ..LogSource::default()
                };
            }
            Transformation::SetState(key, value) => {
                work.state.insert(key.clone(), value.clone());
            }
            Transformation::SetAttribute(name, value) => {
                let attributes = &mut work.rule.custom_attributes;
                attributes.insert(name.clone(), value.clone());
            }
            Transformation::FailRule(message) => return Err(message.clone()),
            Transformation::Hashes(names) => {
                self.split(work, &mut |item, _| Ok(names.split(&item.item)))?;
            }
            Transformation::Alternative(steps) => {
                self.split(work, &mut |item, rule| alternative(item, rule, steps))?;
            }
            Transformation::Nothing => {}
            _ => self.apply_to_items(work)?,
        }
        if let Some(id) = &self.id {
            work.applied.insert(id.clone());
        }
        Ok(())
    }

    /// Puts in the place of each item that is meant what `parts` makes of it: any of these.
    fn split(&self, work: &mut Work, parts: &mut Split<'_>) -> Result<(), String> {
        let state = work.state.clone();
        let known = Known { state: &state };
        let rule = &work.rule;
        let mut result = Ok(());
        let mut split = |item: &Item| {
            let name = item.item.field.name.as_deref();
            if result.is_err() || !self.when.holds(item, name, &known) {
                return None;
            }
            parts(item, rule).unwrap_or_else(|reason| {
                result = Err(reason);
                None
            })
        };
        let nodes = work.named.values_mut();
        nodes.for_each(|node| node.split(&mut split));
        result
    }

    fn apply_to_items(&self, work: &mut Work) -> Result<(), String> {
        let state: BTreeMap<String, String> = work.state.clone();
        let vars = std::mem::take(&mut work.vars);
        let known = Known { state: &state };
        let result = work.each(&mut |item| {
            let name = item.item.field.name.clone();
            if let Transformation::Rename(rename) = &self.transformation {
                self.rename_reference(item, rename, &known);
            }
            if !self.when.holds(item, name.as_deref(), &known) {
                return Ok(());
            }
            let is_changed = match &self.transformation {
                Transformation::Rename(rename) => rename_field(&mut item.item.field, rename),
                Transformation::Drop => {
                    item.is_dropped = true;
                    true
                }
                Transformation::FailItem(message) => return Err(message.clone()),
                Transformation::Placeholders(wanted) => fill_item(&mut item.item, wanted, &vars)?,
                _ => self.change_values(&mut item.item)?,
            };
            if let (true, Some(id)) = (is_changed, &self.id) {
                item.applied.insert(id.clone());
            }
            Ok(())
        });
        work.vars = vars;
        result
    }

    fn change_values(&self, item: &mut DetectionItem) -> Result<bool, String> {
        let mut values = Vec::with_capacity(item.values.len());
        for value in &item.values {
            match &self.transformation {
                Transformation::Replace(replacement) => values.push(replacement.of(value)),
                Transformation::Convert(to) => values.push(to.of(value)?),
                Transformation::SetValue(value) => values.push(value.clone()),
                Transformation::MapValues(map) => match map.get(&placeholder::plain(value)) {
                    Some(mapped) => values.extend(mapped.iter().map(|text| as_value(text))),
                    None => values.push(value.clone()),
                },
                _ => values.push(value.clone()),
            }
        }
        let is_changed = values != item.values;
        item.values = values;
        Ok(is_changed)
    }

    /// A field that an item names as its value is renamed like any other.
    fn rename_reference(&self, item: &mut Item, rename: &Rename, known: &Known<'_>) {
        if !item.item.field.has_modifier(Modifier::FieldRef) {
            return;
        }
        let mut values = std::mem::take(&mut item.item.values);
        for value in &mut values {
            let name = placeholder::plain(value);
            if self.when.holds(item, Some(&name), known) {
                let renamed = field::renamed(&name, |name| {
                    rename.of(name).unwrap_or_else(|| vec![name.to_owned()])
                });
                *value = SigmaValue::from_raw_string(&renamed);
            }
        }
        item.item.values = values;
    }
}

impl Transformation {
    /// Whether it works item by item, so that conditions on items and fields mean something.
    fn is_by_item(&self) -> bool {
        matches!(
            self,
            Self::Rename(_)
                | Self::Drop
                | Self::Replace(_)
                | Self::MapValues(_)
                | Self::Placeholders(_)
                | Self::SetValue(_)
                | Self::Convert(_)
                | Self::FailItem(_)
                | Self::Hashes(_)
                | Self::Alternative(_)
        )
    }
}

/// What becomes of one item of a rule, if anything.
type Split<'s> = dyn FnMut(&Item, &SigmaRule) -> Result<Option<Vec<Node>>, String> + 's;

/// The item, and beside it what the steps make of a copy. That a field is absent has one form only.
fn alternative(item: &Item, rule: &SigmaRule, steps: &[Step]) -> Result<Option<Vec<Node>>, String> {
    let asks_for_absence = item.item.values.contains(&SigmaValue::Null)
        || item.item.field.has_modifier(Modifier::Exists);
    if asks_for_absence {
        return Ok(None);
    }
    let mut copy = Work::of_item(rule, item.item.clone());
    steps.iter().try_for_each(|step| step.apply(&mut copy))?;
    let mut parts = vec![Node::Item(Item {
        item: item.item.clone(),
        applied: item.applied.clone(),
        is_dropped: false,
    })];
    parts.extend(copy.named.into_values());
    Ok(Some(parts))
}

fn as_value(text: &str) -> SigmaValue {
    SigmaValue::String(SigmaString::new(text))
}

/// Whether the field has another name now.
fn rename_field(spec: &mut FieldSpec, rename: &Rename) -> bool {
    let Some(name) = &spec.name else {
        return false;
    };
    if !field::names(name).any(|name| rename.of(name).is_some()) {
        return false;
    }
    let renamed = field::renamed(name, |name| {
        rename.of(name).unwrap_or_else(|| vec![name.to_owned()])
    });
    spec.name = Some(renamed);
    true
}

/// Puts a detection beside the others and asks for it, or for its opposite, in every condition.
fn add(work: &mut Work, items: &[(String, Vec<SigmaValue>)], is_negated: bool, is_template: bool) {
    let source = work.rule.logsource.clone();
    let value = |value: &SigmaValue| match value {
        SigmaValue::String(text) if is_template => {
            as_value(&from_template(&text.original, &source))
        }
        other => other.clone(),
    };
    let parts = items.iter().map(|(field, values)| {
        Node::item(DetectionItem {
            field: FieldSpec::new(Some(field.clone()), Vec::new()),
            values: values.iter().map(value).collect(),
        })
    });
    let node = Node::All(parts.collect());
    let names: Vec<String> = work.named.keys().cloned().collect();
    let name = format!("_pipeline_{}", names.len());
    work.named.insert(name.clone(), node);
    let asked = if is_negated {
        ConditionExpr::Not(Box::new(ConditionExpr::Identifier(name)))
    } else {
        ConditionExpr::Identifier(name)
    };
    let conditions = std::mem::take(&mut work.conditions).into_iter();
    work.conditions = conditions
        .map(|condition| ConditionExpr::And(vec![asked.clone(), written_out(condition, &names)]))
        .collect();
}

/// `$category`, `${product}` and the like, filled in.
fn from_template(text: &str, source: &LogSource) -> String {
    let mut text = text.to_owned();
    for (name, value) in [
        ("category", &source.category),
        ("product", &source.product),
        ("service", &source.service),
    ] {
        let value = value.as_deref().unwrap_or_default();
        text = text.replace(&format!("${{{name}}}"), value);
        text = text.replace(&format!("${name}"), value);
    }
    text
}
