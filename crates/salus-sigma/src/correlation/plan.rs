//! All correlation rules of a set, tied to the rules they refer to.

use std::collections::HashMap;

use rsigma_parser::CorrelationRule;
use salus_record::envelope;

use super::links::{Linked, Links, Target};
use super::rule::Question;
use super::texts::QuickBuilder;
use super::{CorrelationInfo, Plain};
use crate::compile::ColumnName;
use crate::needs::with_above;
use crate::pipeline::{Pipeline, asked};
use crate::routes::Route;

/// One correlation, ready to take events.
#[derive(Debug)]
pub(crate) struct Correlation {
    pub(crate) question: Question,
    /// 0 where it refers to plain rules only, else one more than the highest it refers to.
    pub(crate) level: usize,
    /// The correlations that refer to this one.
    pub(crate) parents: Vec<Parent>,
    pub(crate) is_reported: bool,
    pub(crate) group_by: Vec<String>,
}

/// How a correlation that fires becomes an event of another.
#[derive(Debug)]
pub(crate) struct Parent {
    pub(crate) correlation: usize,
    pub(crate) rule: u32,
    /// Which of the group's values make up the other's group.
    pub(crate) group: Vec<usize>,
    /// Which of the group's values the other measures.
    pub(crate) values: Vec<usize>,
}

/// How a hit of a plain rule becomes an event of a correlation. Fields are numbers in the plan.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) correlation: usize,
    pub(crate) rule: u32,
    pub(crate) group: Vec<usize>,
    pub(crate) values: Vec<usize>,
}

/// Where a field of some rule is, for each table (which may end in `*`) the rule looks at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Field {
    pub(crate) by_table: Vec<(String, String)>,
}

/// All correlations.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) infos: Vec<CorrelationInfo>,
    pub(crate) correlations: Vec<Correlation>,
    pub(crate) inputs: Vec<Input>,
    /// By plain rule: its inputs.
    pub(crate) by_rule: HashMap<usize, Vec<usize>, QuickBuilder>,
    /// By field: for each table, the column's name.
    pub(crate) fields: Vec<Vec<(String, ColumnName)>>,
    /// Plain rules that are only there for correlations.
    pub(crate) quiet: Vec<usize>,
}

impl Plan {
    /// The inputs of a plain rule.
    pub(crate) fn inputs_of(&self, rule: usize) -> &[usize] {
        self.by_rule.get(&rule).map_or(&[], Vec::as_slice)
    }

    /// The columns (lower case) that correlations read of a table, and those that may hold them.
    pub(crate) fn columns(&self, table: &str) -> impl Iterator<Item = String> {
        let of_table = move |known: &str| match known.strip_suffix('*') {
            Some(prefix) => table.starts_with(prefix),
            None => known == table,
        };
        let fields = self.fields.iter().flatten();
        fields
            .filter(move |(known, _)| of_table(known))
            .flat_map(|(_, column)| with_above(&column.lower))
    }

    /// Whether some correlation refers to another.
    pub(crate) fn is_chained(&self) -> bool {
        self.correlations.iter().any(|known| known.level > 0)
    }
}

/// Ties correlations, already resolved, to columns.
pub(crate) struct Planner<'a> {
    plain: &'a Plain<'a>,
    links: &'a Links<'a>,
    fields: HashMap<Field, usize>,
    plan: Plan,
}

impl<'a> Planner<'a> {
    pub(crate) fn new(plain: &'a Plain<'a>, links: &'a Links<'a>) -> Self {
        Self {
            plain,
            links,
            fields: HashMap::new(),
            plan: Plan::default(),
        }
    }

    /// Adds a correlation. They come in the order of their final numbers.
    pub(crate) fn add(&mut self, at: usize, info: CorrelationInfo) {
        let linked = &self.links.correlations[at];
        let Some((question, level)) = linked.ready() else {
            return;
        };
        let number = self.plan.correlations.len();
        for place in 0..linked.targets.len() {
            self.input(number, linked, place);
        }
        self.plan.correlations.push(Correlation {
            question: question.clone(),
            level,
            parents: Vec::new(),
            is_reported: info.is_reported,
            group_by: linked.rule.group_by.clone(),
        });
        self.plan.infos.push(info);
    }

    /// Ties the rule at a place in a correlation's list, if it is a plain one.
    fn input(&mut self, correlation: usize, linked: &Linked<'_>, place: usize) {
        let (Target::Rule(rule), Some((question, _))) = (linked.targets[place], linked.ready())
        else {
            return;
        };
        let written = linked.rule;
        let names = self
            .links
            .names_of(Target::Rule(rule), &written.rules[place]);
        let mut number = |name: &String| self.field(rule, aliased(written, name, &names));
        let group = written.group_by.iter().map(&mut number).collect();
        let values = question.fields.iter().map(&mut number).collect();
        self.plan
            .by_rule
            .entry(rule)
            .or_default()
            .push(self.plan.inputs.len());
        self.plan.inputs.push(Input {
            correlation,
            rule: place as u32,
            group,
            values,
        });
    }

    fn field(&mut self, rule: usize, name: &str) -> usize {
        let source = &self.plain.rules[rule].logsource;
        let mut by_table: Vec<(String, String)> = Vec::new();
        for route in self.plain.setup.routes.of(source) {
            for name in self.names(rule, &route, name) {
                let column = envelope::column_name(route.column(&name)).into_owned();
                let place = (route.table.clone(), column);
                if !by_table.contains(&place) {
                    by_table.push(place);
                }
            }
        }
        let next = self.plan.fields.len();
        let named = by_table.iter().map(|(table, column)| {
            let field = ColumnName {
                name: column.clone(),
                lower: column.to_lowercase(),
            };
            (table.clone(), field)
        });
        let named: Vec<(String, ColumnName)> = named.collect();
        let number = *self.fields.entry(Field { by_table }).or_insert(next);
        if number == next {
            self.plan.fields.push(named);
        }
        number
    }

    /// What pipelines call a field of a rule on its way to a table; nothing where they have no name for it,
    /// so that records of that table are without it.
    fn names(&self, rule: usize, route: &Route, name: &str) -> Vec<String> {
        let pipelines = &self.plain.setup.pipelines;
        let own = route.pipeline.as_ref().and_then(|own| pipelines.get(own));
        let all: Vec<&Pipeline> = pipelines.always().chain(own).collect();
        if all.is_empty() {
            return vec![name.to_owned()];
        }
        asked::names(&all, self.plain.written[rule], name).unwrap_or_default()
    }

    /// Ties correlations to those that refer to them; `numbers` are their final numbers.
    pub(crate) fn finish(mut self, numbers: &[Option<usize>], quiet: Vec<usize>) -> Plan {
        for (at, linked) in self.links.correlations.iter().enumerate() {
            let (Some(outer), Some((question, _))) = (numbers[at], linked.ready()) else {
                continue;
            };
            for (place, target) in linked.targets.iter().enumerate() {
                let Target::Correlation(inner) = *target else {
                    continue;
                };
                let names = self.links.names_of(*target, &linked.rule.rules[place]);
                let grouped = &self.links.correlations[inner].rule.group_by;
                let position = |name: &String| {
                    let name = aliased(linked.rule, name, &names);
                    grouped.iter().position(|known| known == name)
                };
                let parent = Parent {
                    correlation: outer,
                    rule: place as u32,
                    group: linked.rule.group_by.iter().filter_map(position).collect(),
                    values: question.fields.iter().filter_map(position).collect(),
                };
                if let Some(inner) = numbers[inner] {
                    self.plan.correlations[inner].parents.push(parent);
                }
            }
        }
        self.plan.quiet = quiet;
        self.plan
    }
}

/// The field an alias means for a rule that goes by any of these names.
pub(crate) fn aliased<'c>(
    correlation: &'c CorrelationRule,
    field: &'c str,
    names: &[&str],
) -> &'c str {
    correlation
        .aliases
        .iter()
        .find(|alias| alias.alias == field)
        .and_then(|alias| names.iter().find_map(|name| alias.mapping.get(*name)))
        .map_or(field, String::as_str)
}
