//! A rule's detections and condition, turned into one condition over predicates.

use std::borrow::Cow;
use std::collections::BTreeSet;

use hashbrown::HashMap;
use regex::Regex;
use rsigma_parser::{
    ConditionExpr, Detection, DetectionItem, Detections, Modifier, Quantifier, SelectorPattern,
    SigmaValue,
};
use salus_record::envelope;

use crate::condition::Expr;
use crate::cost::Cost;
use crate::field;
use crate::needs;
use crate::pattern::Pattern;
use crate::placeholder::{Placeholders, fill_all};
use crate::predicate::{FieldPatterns, LateMatcher};
use crate::routes::Route;
use crate::value::{self, Test};

/// A compiled expression larger than this is refused.
const REGEX_BYTES: usize = 4 << 20;

/// A field that some rule reads: the columns it may stand in; none stands for all columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldName {
    pub(crate) columns: Vec<ColumnName>,
}

/// A column, as it is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ColumnName {
    pub(crate) name: String,
    pub(crate) lower: String,
}

impl ColumnName {
    fn new(name: &str) -> Self {
        let name = envelope::column_name(name).into_owned();
        Self {
            lower: name.to_lowercase(),
            name,
        }
    }
}

/// All fields and patterns of rules, by the fields' numbers.
#[derive(Default)]
pub(crate) struct Compiled {
    pub(crate) names: Vec<FieldName>,
    pub(crate) fields: Vec<LateMatcher>,
    /// For keywords: what texts hold that some keyword is in, if that can be told.
    pub(crate) keyword_parts: HashMap<u32, Option<Vec<String>>>,
    /// The expressions among the patterns.
    pub(crate) regexes: HashMap<String, Regex>,
}

/// All fields and patterns of the rules read so far.
#[derive(Default)]
pub(crate) struct Vocabulary {
    names: Vec<FieldName>,
    by_name: HashMap<String, u32>,
    patterns: Vec<FieldPatterns>,
    regexes: HashMap<String, Regex>,
}

impl Vocabulary {
    fn field(&mut self, name: &str) -> u32 {
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let at = self.names.len() as u32;
        self.by_name.insert(name.to_owned(), at);
        self.names.push(FieldName {
            columns: field::names(name).map(ColumnName::new).collect(),
        });
        self.patterns.push(FieldPatterns::default());
        at
    }

    /// All columns of a table. Each table has its own, so that keywords meant for one log are not
    /// looked for in every column of the others.
    fn keywords(&mut self, table: &str) -> u32 {
        let key = format!("\0{table}");
        let field = self.field(&key);
        self.names[field as usize].columns.clear();
        field
    }

    fn holds(&mut self, field: u32, patterns: Vec<Pattern>) -> Expr {
        let predicate = self.patterns[field as usize].predicate(patterns);
        Expr::Holds { field, predicate }
    }

    /// Compiles the expressions among the patterns, so that a bad one is told of its rule.
    fn know_regexes(&mut self, patterns: &[Pattern]) -> Result<(), String> {
        for pattern in patterns {
            let Pattern::Regex(text) = pattern else {
                continue;
            };
            if self.regexes.contains_key(text) {
                continue;
            }
            let regex = regex::RegexBuilder::new(text)
                .size_limit(REGEX_BYTES)
                .build()
                .map_err(|error| format!("regular expression `{text}`: {}", what(&error)))?;
            self.regexes.insert(text.clone(), regex);
        }
        Ok(())
    }

    /// All of it, ready to be matched.
    pub(crate) fn finish(self) -> Compiled {
        let named = self.names.iter().zip(&self.patterns).zip(0..);
        let keywords = named.filter(|((name, _), _)| name.columns.is_empty());
        Compiled {
            keyword_parts: keywords
                .map(|((_, patterns), field)| (field, needs::parts(patterns.patterns())))
                .collect(),
            names: self.names,
            fields: self.patterns.into_iter().map(LateMatcher::new).collect(),
            regexes: self.regexes,
        }
    }
}

/// The last line of the engine's drawing, which says what is wrong.
fn what(error: &regex::Error) -> String {
    let text = error.to_string();
    let line = text.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// Values and modifiers, changed or as the rule has them.
type Filled<'v> = (Cow<'v, [SigmaValue]>, Cow<'v, [Modifier]>);

/// Compiles one rule for one of the tables its log source means.
pub(crate) struct Compiler<'a> {
    vocabulary: &'a mut Vocabulary,
    route: &'a Route,
    placeholders: &'a Placeholders,
    /// Fields as the table names them; those of several names as one.
    used: BTreeSet<String>,
    cost: Cost,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        vocabulary: &'a mut Vocabulary,
        route: &'a Route,
        placeholders: &'a Placeholders,
    ) -> Self {
        Self {
            vocabulary,
            route,
            placeholders,
            used: BTreeSet::new(),
            cost: Cost::default(),
        }
    }

    /// The columns it reads, and what it costs.
    pub(crate) fn into_used(self) -> (BTreeSet<String>, Cost) {
        (self.used, self.cost)
    }

    /// What the route itself asks of a row.
    pub(crate) fn route_condition(&mut self) -> Result<Expr, String> {
        let mut parts = Vec::new();
        for (column, wanted) in &self.route.conditions {
            let field = self.vocabulary.field(column);
            let mut patterns = Vec::new();
            for text in wanted {
                let value = SigmaValue::String(rsigma_parser::SigmaString::new(text));
                if let Test::Any(more) = value::test(&value, &[])? {
                    patterns.extend(more);
                }
            }
            parts.push(self.vocabulary.holds(field, patterns));
        }
        Ok(Expr::all(parts))
    }

    /// The whole detection section: any of its conditions.
    pub(crate) fn detections(&mut self, detections: &Detections) -> Result<Expr, String> {
        if detections.timeframe.is_some() {
            return Err("`timeframe` in a rule (an aggregation of the old kind)".to_owned());
        }
        let mut named = HashMap::new();
        let mut names: Vec<&String> = detections.named.keys().collect();
        names.sort();
        for name in names {
            named.insert(name.as_str(), self.detection(&detections.named[name])?);
        }
        let conditions: Result<Vec<Expr>, String> = detections
            .conditions
            .iter()
            .map(|condition| condition_expr(condition, &named))
            .collect();
        let conditions = conditions?;
        if conditions.is_empty() {
            return Err("has no condition".to_owned());
        }
        Ok(Expr::any(conditions))
    }

    fn detection(&mut self, detection: &Detection) -> Result<Expr, String> {
        match detection {
            Detection::AllOf(items) => {
                let parts: Result<_, _> = items.iter().map(|item| self.item(item)).collect();
                Ok(Expr::all(parts?))
            }
            Detection::AnyOf(choices) => {
                let parts: Result<_, _> = choices.iter().map(|d| self.detection(d)).collect();
                Ok(Expr::any(parts?))
            }
            Detection::And(parts) => {
                let parts: Result<_, _> = parts.iter().map(|d| self.detection(d)).collect();
                Ok(Expr::all(parts?))
            }
            Detection::Keywords(values) => self.keywords(values, &[]),
            Detection::ArrayMatch { .. } | Detection::Conditional { .. } => {
                Err("array blocks (`[any]`, `[all]`) are not supported yet".to_owned())
            }
        }
    }

    fn keywords(&mut self, values: &[SigmaValue], modifiers: &[Modifier]) -> Result<Expr, String> {
        if values.is_empty() {
            return Err("has an empty list of values".to_owned());
        }
        let field = self.vocabulary.keywords(&self.route.table);
        self.cost.keywords += values.len();
        let (values, modifiers) = self.filled(values, modifiers)?;
        let mut tests = Vec::new();
        for value in values.iter() {
            tests.push(value::keyword(value, &modifiers)?);
        }
        self.linked(field, tests, &modifiers)
    }

    fn item(&mut self, item: &DetectionItem) -> Result<Expr, String> {
        let modifiers = &item.field.modifiers;
        let Some(written) = &item.field.name else {
            return self.keywords(&item.values, modifiers);
        };
        let name = rsigma_parser::fieldpath::unescape_brackets(written).into_owned();
        if name != *written && !written.contains("\\[") {
            return Err(format!("field name `{written}` cannot be read"));
        }
        let field = self.column(&name);
        let (values, modifiers) = self.filled(&item.values, modifiers)?;
        let mut tests = Vec::new();
        for value in values.iter() {
            if let Some(blank) = value::blank(value) {
                return Err(format!("waits for somebody to fill in `{blank}`"));
            }
            let value = self.route.translated(&name, value);
            tests.push(value::test(&value, &modifiers)?);
        }
        if tests.is_empty() {
            return Err(format!("field `{name}` has an empty list of values"));
        }
        let expr = self.linked(field, tests, &modifiers)?;
        if modifiers.contains(&Modifier::Neq) {
            return Ok(Expr::all(vec![Expr::Exists(field), expr.negated()]));
        }
        Ok(expr)
    }

    /// The column, or columns, that the table has for a field of the rule.
    fn column(&mut self, name: &str) -> u32 {
        let columns = field::renamed(name, |name| vec![self.route.column(name).to_owned()]);
        let field = self.vocabulary.field(&columns);
        self.used.insert(columns);
        field
    }

    /// The values with the organisation's own in place of placeholders.
    fn filled<'v>(
        &self,
        values: &'v [SigmaValue],
        modifiers: &'v [Modifier],
    ) -> Result<Filled<'v>, String> {
        if !modifiers.contains(&Modifier::Expand) {
            return Ok((Cow::Borrowed(values), Cow::Borrowed(modifiers)));
        }
        let rest = modifiers.iter().filter(|m| **m != Modifier::Expand);
        Ok((
            Cow::Owned(fill_all(values, self.placeholders)?),
            Cow::Owned(rest.copied().collect()),
        ))
    }

    /// The tests of one field: any of them, or all under `all`.
    fn linked(
        &mut self,
        field: u32,
        tests: Vec<Test>,
        modifiers: &[Modifier],
    ) -> Result<Expr, String> {
        let is_all = modifiers.contains(&Modifier::All);
        let mut parts = Vec::new();
        let mut patterns = Vec::new();
        for test in tests {
            match test {
                Test::Any(more) => {
                    self.vocabulary.know_regexes(&more)?;
                    self.cost.count(&more);
                    if is_all {
                        parts.push(self.vocabulary.holds(field, more));
                    } else {
                        patterns.extend(more);
                    }
                }
                Test::Absent => parts.push(Expr::Exists(field).negated()),
                Test::Exists(true) => parts.push(Expr::Exists(field)),
                Test::Exists(false) => parts.push(Expr::Exists(field).negated()),
                Test::Reference {
                    field: other,
                    place,
                    cased,
                } => {
                    let other = self.column(&other);
                    self.cost.references += 1;
                    parts.push(Expr::Refers {
                        field,
                        other,
                        place,
                        cased,
                    });
                }
            }
        }
        if !patterns.is_empty() {
            parts.push(self.vocabulary.holds(field, patterns));
        }
        Ok(if is_all {
            Expr::all(parts)
        } else {
            Expr::any(parts)
        })
    }
}

fn condition_expr(condition: &ConditionExpr, named: &HashMap<&str, Expr>) -> Result<Expr, String> {
    let each = |parts: &[ConditionExpr]| -> Result<Vec<Expr>, String> {
        parts
            .iter()
            .map(|part| condition_expr(part, named))
            .collect()
    };
    match condition {
        ConditionExpr::And(parts) => Ok(Expr::all(each(parts)?)),
        ConditionExpr::Or(parts) => Ok(Expr::any(each(parts)?)),
        ConditionExpr::Not(inner) => Ok(condition_expr(inner, named)?.negated()),
        ConditionExpr::Identifier(name) => named
            .get(name.as_str())
            .cloned()
            .ok_or_else(|| format!("the condition names `{name}`, which is not there")),
        ConditionExpr::Selector {
            quantifier,
            pattern,
        } => selected(quantifier, pattern, named),
    }
}

fn selected(
    quantifier: &Quantifier,
    pattern: &SelectorPattern,
    named: &HashMap<&str, Expr>,
) -> Result<Expr, String> {
    let mut names: Vec<&str> = named
        .keys()
        .copied()
        .filter(|name| pattern.matches_detection_name(name))
        .collect();
    names.sort_unstable();
    if names.is_empty() {
        return Err(format!("`{quantifier} of {pattern}` selects nothing"));
    }
    let parts: Vec<Expr> = names.iter().map(|name| named[name].clone()).collect();
    Ok(match quantifier {
        Quantifier::Any | Quantifier::Count(1) => Expr::any(parts),
        Quantifier::All => Expr::all(parts),
        Quantifier::Count(wanted) => Expr::AtLeast(*wanted, parts),
    })
}
