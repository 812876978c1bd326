//! A rule on its way through a pipeline, in a form that can be changed item by item.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rsigma_parser::{
    ConditionExpr, Detection, DetectionItem, Detections, FieldSpec, Quantifier, SelectorPattern,
    SigmaRule,
};

use crate::placeholder::Placeholders;

/// A rule, and what the pipeline knows about it so far.
pub(super) struct Work {
    /// Everything but its detection section.
    pub(super) rule: SigmaRule,
    pub(super) named: BTreeMap<String, Node>,
    pub(super) conditions: Vec<ConditionExpr>,
    pub(super) state: BTreeMap<String, String>,
    /// Ids of the steps that were applied.
    pub(super) applied: BTreeSet<String>,
    pub(super) vars: Placeholders,
}

/// One field or keyword with its values.
pub(super) struct Item {
    pub(super) item: DetectionItem,
    /// Ids of the steps that changed it.
    pub(super) applied: BTreeSet<String>,
    pub(super) is_dropped: bool,
}

/// A detection.
pub(super) enum Node {
    Item(Item),
    All(Vec<Node>),
    Any(Vec<Node>),
    /// A form that pipelines leave alone.
    Other(Detection),
}

impl Node {
    fn of(detection: Detection) -> Self {
        match detection {
            Detection::AllOf(items) => Self::All(items.into_iter().map(Self::item).collect()),
            Detection::AnyOf(parts) => Self::Any(parts.into_iter().map(Self::of).collect()),
            Detection::And(parts) => Self::All(parts.into_iter().map(Self::of).collect()),
            Detection::Keywords(values) => Self::item(DetectionItem {
                field: FieldSpec::new(None, Vec::new()),
                values,
            }),
            other => Self::Other(other),
        }
    }

    pub(super) fn item(item: DetectionItem) -> Self {
        Self::Item(Item {
            item,
            applied: BTreeSet::new(),
            is_dropped: false,
        })
    }

    /// The detection again; `None` when all of it was dropped.
    fn detection(self) -> Option<Detection> {
        match self {
            Self::Item(item) if item.is_dropped => None,
            Self::Item(item) => Some(Detection::AllOf(vec![item.item])),
            Self::Other(detection) => Some(detection),
            Self::All(parts) => {
                let had_parts = !parts.is_empty();
                let parts: Vec<Detection> = parts.into_iter().filter_map(Self::detection).collect();
                (!(had_parts && parts.is_empty())).then_some(Detection::And(parts))
            }
            Self::Any(parts) => {
                let had_parts = !parts.is_empty();
                let parts: Vec<Detection> = parts.into_iter().filter_map(Self::detection).collect();
                (!(had_parts && parts.is_empty())).then_some(Detection::AnyOf(parts))
            }
        }
    }

    /// Calls `each` with every item that is still there.
    pub(super) fn each(
        &mut self,
        each: &mut dyn FnMut(&mut Item) -> Result<(), String>,
    ) -> Result<(), String> {
        match self {
            Self::Item(item) if item.is_dropped => Ok(()),
            Self::Item(item) => each(item),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter_mut().try_for_each(|part| part.each(each))
            }
            Self::Other(_) => Ok(()),
        }
    }

    fn any(&self, test: &dyn Fn(&DetectionItem) -> bool) -> bool {
        match self {
            Self::Item(item) => !item.is_dropped && test(&item.item),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.any(test)),
            Self::Other(_) => false,
        }
    }

    /// Takes items apart: each becomes what `split` makes of it, all of them wanted.
    pub(super) fn split(&mut self, split: &mut dyn FnMut(&Item) -> Option<Vec<Self>>) {
        match self {
            Self::Item(item) => {
                if let Some(parts) = split(item) {
                    *self = Self::Any(parts);
                }
            }
            Self::All(parts) | Self::Any(parts) => {
                parts.iter_mut().for_each(|part| part.split(split));
            }
            Self::Other(_) => {}
        }
    }
}

impl Work {
    pub(super) fn new(rule: &SigmaRule, vars: Placeholders) -> Self {
        let mut rule = rule.clone();
        let named = std::mem::take(&mut rule.detection.named);
        let conditions = std::mem::take(&mut rule.detection.conditions);
        Self {
            rule,
            named: named
                .into_iter()
                .map(|(name, detection)| (name, Node::of(detection)))
                .collect(),
            conditions,
            state: BTreeMap::new(),
            applied: BTreeSet::new(),
            vars,
        }
    }

    /// A single item of a rule, to be changed by itself.
    pub(super) fn of_item(rule: &SigmaRule, item: DetectionItem) -> Self {
        Self {
            rule: rule.clone(),
            named: BTreeMap::from([(String::new(), Node::item(item))]),
            conditions: Vec::new(),
            state: BTreeMap::new(),
            applied: BTreeSet::new(),
            vars: Placeholders::default(),
        }
    }

    /// Calls `each` with every item of the rule.
    pub(super) fn each(
        &mut self,
        each: &mut dyn FnMut(&mut Item) -> Result<(), String>,
    ) -> Result<(), String> {
        self.named.values_mut().try_for_each(|node| node.each(each))
    }

    /// Whether some item passes.
    pub(super) fn any(&self, test: &dyn Fn(&DetectionItem) -> bool) -> bool {
        self.named.values().any(|node| node.any(test))
    }

    /// The rule as it came out. What was emptied no longer counts in the condition.
    pub(super) fn finish(self) -> Result<SigmaRule, String> {
        let mut rule = self.rule;
        let all: BTreeSet<String> = self.named.keys().cloned().collect();
        let named: HashMap<String, Detection> = self
            .named
            .into_iter()
            .filter_map(|(name, node)| Some((name, node.detection()?)))
            .collect();
        let conditions: Vec<ConditionExpr> = if named.len() == all.len() {
            self.conditions
        } else {
            let conditions = self.conditions.into_iter();
            conditions
                .filter_map(|condition| without_emptied(condition, &named, &all))
                .collect()
        };
        if conditions.is_empty() && !all.is_empty() {
            return Err("nothing of it is left after its pipeline".to_owned());
        }
        rule.detection = Detections {
            named,
            conditions,
            ..rule.detection
        };
        Ok(rule)
    }
}

/// A condition without the detections that were emptied; `None` when nothing else is left.
fn without_emptied(
    condition: ConditionExpr,
    named: &HashMap<String, Detection>,
    all: &BTreeSet<String>,
) -> Option<ConditionExpr> {
    let each = |parts: Vec<ConditionExpr>| -> Vec<ConditionExpr> {
        parts
            .into_iter()
            .filter_map(|part| without_emptied(part, named, all))
            .collect()
    };
    match condition {
        ConditionExpr::And(parts) => Some(each(parts))
            .filter(|parts| !parts.is_empty())
            .map(ConditionExpr::And),
        ConditionExpr::Or(parts) => Some(each(parts))
            .filter(|parts| !parts.is_empty())
            .map(ConditionExpr::Or),
        ConditionExpr::Not(inner) => {
            without_emptied(*inner, named, all).map(|inner| ConditionExpr::Not(Box::new(inner)))
        }
        ConditionExpr::Identifier(name) => {
            let is_emptied = all.contains(&name) && !named.contains_key(&name);
            (!is_emptied).then_some(ConditionExpr::Identifier(name))
        }
        ConditionExpr::Selector {
            quantifier,
            pattern,
        } => {
            let count = |names: &mut dyn Iterator<Item = &String>| {
                names
                    .filter(|name| pattern.matches_detection_name(name))
                    .count()
            };
            let is_emptied = count(&mut all.iter()) > 0 && count(&mut named.keys()) == 0;
            (!is_emptied).then_some(ConditionExpr::Selector {
                quantifier,
                pattern,
            })
        }
    }
}

/// The condition with its patterns written out, so that a detection added later is in none of them.
/// (`them` passes over names like the one a pipeline adds, and `2 of …` cannot be written out.)
pub(super) fn written_out(condition: ConditionExpr, names: &[String]) -> ConditionExpr {
    let each = |parts: Vec<ConditionExpr>| -> Vec<ConditionExpr> {
        parts
            .into_iter()
            .map(|part| written_out(part, names))
            .collect()
    };
    match condition {
        ConditionExpr::And(parts) => ConditionExpr::And(each(parts)),
        ConditionExpr::Or(parts) => ConditionExpr::Or(each(parts)),
        ConditionExpr::Not(inner) => ConditionExpr::Not(Box::new(written_out(*inner, names))),
        ConditionExpr::Selector {
            quantifier,
            pattern: SelectorPattern::Pattern(pattern),
        } => {
            let pattern = SelectorPattern::Pattern(pattern);
            let chosen = names
                .iter()
                .filter(|name| pattern.matches_detection_name(name))
                .cloned()
                .map(ConditionExpr::Identifier);
            let chosen: Vec<ConditionExpr> = chosen.collect();
            match quantifier {
                Quantifier::Any | Quantifier::Count(1) if !chosen.is_empty() => {
                    ConditionExpr::Or(chosen)
                }
                Quantifier::All if !chosen.is_empty() => ConditionExpr::And(chosen),
                quantifier => ConditionExpr::Selector {
                    quantifier,
                    pattern,
                },
            }
        }
        other => other,
    }
}
