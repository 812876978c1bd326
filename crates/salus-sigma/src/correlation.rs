//! Correlation rules: what several records say together, within a span of time.
//!
//! [`RuleSet::correlator`](crate::RuleSet::correlator) gives a [`Correlator`]. It takes each batch
//! with the hits of the plain rules in it, keeps per group what is needed to answer for the window
//! that is open, and hands out a [`CorrelationHit`] whenever a rule begins to be true. The rules
//! follow the Sigma correlation rules specification, version 2; where that says nothing,
//! `docs/decisions/0008-correlations.md` says what was chosen and why.

mod correlator;
mod event;
mod groups;
mod links;
mod plan;
mod ranked;
mod rule;
mod story;
mod take;
mod texts;
mod window;

use std::collections::BTreeSet;

use rsigma_parser::{ConditionOperator, CorrelationCondition, CorrelationRule, SigmaRule};

use crate::load::{salus_of, status_of};
use crate::{NotLoaded, RuleInfo, Setup};

pub use correlator::Correlator;
pub(crate) use links::Names;
use links::{Links, Target};
pub(crate) use plan::Plan;
use plan::Planner;

/// What a loaded correlation rule says about itself.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CorrelationInfo {
    /// The rule's own id; its path where it has none.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `informational`, `low`, `medium`, `high` or `critical`; `medium` where it does not say.
    pub level: String,
    /// Its maturity, such as `stable` or `test`.
    pub status: Option<String>,
    /// What it looks for.
    pub description: Option<String>,
    /// Tags such as `attack.t1110`.
    pub tags: Vec<String>,
    /// Who wrote it; shown with its findings as its licence asks.
    pub author: Option<String>,
    /// Its licence, where it names one.
    pub license: Option<String>,
    /// The file it came from.
    pub path: String,
    /// What it measures: `event_count`, `value_count`, `temporal`, `temporal_ordered`, `value_sum`,
    /// `value_avg`, `value_percentile` or `value_median`.
    pub kind: String,
    /// The titles of the rules it refers to, in its order.
    pub rules: Vec<String>,
    /// The fields (or aliases) that tell groups apart.
    pub group_by: Vec<String>,
    /// The fields whose values are measured; empty where events or rules are counted.
    pub fields: Vec<String>,
    /// The time span, in seconds.
    pub timespan: u64,
    /// `sliding`, `tumbling` or `session`.
    pub window: String,
    /// The longest pause inside a session, in seconds.
    pub gap: Option<u64>,
    /// When it fires, such as `>= 10`; `every rule` where all its rules must have an event, and
    /// `a condition over its rules` where it has one of its own.
    pub condition: String,
    /// The record tables its events come from; a `*` at the end stands for any rest.
    pub tables: Vec<String>,
    /// What else to read.
    pub references: Vec<String>,
    /// What is known to set it off without harm.
    pub false_positives: Vec<String>,
    /// Whether its hits are told. Not, where it serves another correlation only.
    pub is_reported: bool,
    /// Our own attributes (`salus:`), or null.
    pub salus: serde_json::Value,
}

/// In which order records arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Nearly in the order of their times: a record may be `lateness` microseconds older than the
    /// newest. An event is looked at once nothing older can be expected any more. Without
    /// [`Correlator::advance`], one record with a time far ahead makes all others late.
    Live {
        /// Microseconds.
        lateness: i64,
    },
    /// In any order, file by file. Events wait until [`Correlator::finish`], or until too many wait;
    /// then the older half of them is looked at.
    History,
}

/// What a correlator may hold. What is beyond is counted in [`CorrelationAccount::beyond_limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorrelationLimits {
    /// Events that wait for their turn, each some 60 bytes, up to twice that while they grow.
    pub waiting: usize,
    /// Events in all windows together, each some 60 bytes, up to twice that while windows grow.
    pub events: usize,
    /// Events in the window of one group.
    pub window: usize,
    /// Groups, over all rules, each some 500 bytes.
    pub groups: usize,
    /// Bytes of all distinct texts (group values, counted values, evidence ids).
    pub text_bytes: usize,
    /// Records a hit points at.
    pub records: usize,
    /// Hits that nobody has drained yet.
    pub hits: usize,
}

impl Default for CorrelationLimits {
    /// Together some 600 MiB when all is full, by the sizes of what is held.
    fn default() -> Self {
        Self {
            waiting: 1_500_000,
            events: 1_500_000,
            window: 500_000,
            groups: 300_000,
            text_bytes: 96 << 20,
            records: 20,
            hits: 100_000,
        }
    }
}

/// What became of the records that plain rules found. A record that serves several correlations is
/// counted for each of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct CorrelationAccount {
    /// Events taken. Late ones are among them, and those that a window had to give up.
    pub events: u64,
    /// Records without a time: they cannot be put in order.
    pub untimed: u64,
    /// Events without a value for a field to group by or to measure.
    pub incomplete: u64,
    /// Events that came after their window was closed.
    pub late: u64,
    /// Events not taken, or taken out of a window before their time, because a limit was reached.
    pub beyond_limits: u64,
    /// Hits not kept because too many were waiting to be drained.
    pub hits_lost: u64,
}

/// A correlation rule that fired.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrelationHit {
    /// Index in [`RuleSet::correlations`](crate::RuleSet::correlations).
    pub rule: usize,
    /// The group: each field (or alias) the rule groups by, and its value.
    pub group: Vec<(String, String)>,
    /// The time of the oldest event in the window, microseconds of UTC.
    pub first: i64,
    /// The time of the event that made the rule true, microseconds of UTC.
    pub last: i64,
    /// What the rule measures: a count of events, values or rules, or the sum, mean, percentile or
    /// median of the values.
    pub value: f64,
    /// How many events the window held.
    pub events: u64,
    /// Some of the records of those events, oldest first; the newest ones, and as many different
    /// values (or rules) as possible.
    pub records: Vec<RecordReference>,
}

/// Where a record is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordReference {
    /// The record.
    pub record_id: String,
    /// Its table.
    pub table: String,
    /// Its place in its evidence.
    pub place: String,
    /// Its time, microseconds of UTC.
    pub time: i64,
}

/// What a set of rules holds besides correlations.
pub(crate) struct Plain<'a> {
    pub(crate) rules: &'a [RuleInfo],
    /// What each of the rules goes by.
    pub(crate) names: &'a [Names],
    /// The rules as they are written.
    pub(crate) written: &'a [&'a SigmaRule],
    pub(crate) setup: &'a Setup,
    pub(crate) not_loaded: &'a [NotLoaded],
}

/// Ties correlation rules, each with its path, to plain rules; tells which cannot be used.
pub(crate) fn plan(
    plain: &Plain<'_>,
    correlations: &[(String, CorrelationRule)],
) -> (Plan, Vec<NotLoaded>) {
    let written = correlations.iter().map(|(_, rule)| rule);
    let links = Links::new(plain.names, written, plain.not_loaded);
    let mut planner = Planner::new(plain, &links);
    let mut refused = Vec::new();
    let mut numbers = Vec::with_capacity(correlations.len());
    let mut next = 0;
    for (at, (path, rule)) in correlations.iter().enumerate() {
        let info = match links.correlations[at].refused() {
            Some(reason) => Err(reason.to_owned()),
            None => info(path, at, plain, &links),
        };
        match info {
            Ok(info) => {
                planner.add(at, info);
                numbers.push(Some(next));
                next += 1;
            }
            Err(reason) => {
                refused.push(NotLoaded {
                    path: path.clone(),
                    title: Some(rule.title.clone()),
                    id: rule.id.clone(),
                    reason,
                });
                numbers.push(None);
            }
        }
    }
    let quiet = (0..plain.rules.len())
        .filter(|rule| !is_reported(Target::Rule(*rule), &links))
        .collect();
    (planner.finish(&numbers, quiet), refused)
}

/// Whether what is referred to is also told by itself: nobody refers to it, or one that does asks
/// for it (`generate`).
fn is_reported(target: Target, links: &Links<'_>) -> bool {
    let mut users = links
        .correlations
        .iter()
        .filter(|linked| linked.ready().is_some() && linked.targets.contains(&target))
        .peekable();
    users.peek().is_none() || users.any(|linked| linked.rule.generate)
}

fn info(
    path: &str,
    at: usize,
    plain: &Plain<'_>,
    links: &Links<'_>,
) -> Result<CorrelationInfo, String> {
    let linked = &links.correlations[at];
    let rule = linked.rule;
    let fields = linked.ready().map(|(question, _)| question.fields.clone());
    let titles = linked.targets.iter().map(|target| match target {
        Target::Rule(at) => plain.rules[*at].title.clone(),
        Target::Correlation(at) => links.correlations[*at].rule.title.clone(),
    });
    Ok(CorrelationInfo {
        id: rule.id.clone().unwrap_or_else(|| path.to_owned()),
        title: rule.title.clone(),
        level: rule
            .level
            .map_or("medium", |level| level.as_str())
            .to_owned(),
        status: status_of(rule.status),
        description: rule.description.clone(),
        tags: rule.tags.clone(),
        author: rule.author.clone(),
        license: rule.license.clone(),
        path: path.to_owned(),
        kind: rule.correlation_type.as_str().to_owned(),
        rules: titles.collect(),
        group_by: rule.group_by.clone(),
        fields: fields.unwrap_or_default(),
        timespan: rule.timespan.seconds,
        window: rule.window.as_str().to_owned(),
        gap: rule.gap.as_ref().map(|gap| gap.seconds),
        condition: in_words(rule),
        tables: tables_of(at, plain, links),
        references: rule.references.clone(),
        false_positives: rule.falsepositives.clone(),
        is_reported: is_reported(Target::Correlation(at), links),
        salus: salus_of(&rule.custom_attributes)?,
    })
}

/// The tables of all plain rules that stand behind a correlation, sorted.
fn tables_of(at: usize, plain: &Plain<'_>, links: &Links<'_>) -> Vec<String> {
    let mut seen = BTreeSet::from([at]);
    let mut open = vec![at];
    let mut tables = BTreeSet::new();
    while let Some(at) = open.pop() {
        for target in &links.correlations[at].targets {
            match target {
                Target::Rule(rule) => tables.extend(plain.rules[*rule].tables.iter().cloned()),
                Target::Correlation(inner) if seen.insert(*inner) => open.push(*inner),
                Target::Correlation(_) => {}
            }
        }
    }
    tables.into_iter().collect()
}

fn in_words(rule: &CorrelationRule) -> String {
    let CorrelationCondition::Threshold { predicates, .. } = &rule.condition else {
        return "a condition over its rules".to_owned();
    };
    let is_over_rules = rule.correlation_type.as_str().starts_with("temporal");
    if is_over_rules && predicates[..] == [(ConditionOperator::Gte, 1)] {
        return "every rule".to_owned();
    }
    let parts = predicates.iter().map(|(operator, limit)| {
        let sign = match operator {
            ConditionOperator::Lt => "<",
            ConditionOperator::Lte => "<=",
            ConditionOperator::Gt => ">",
            ConditionOperator::Gte => ">=",
            ConditionOperator::Eq => "=",
            ConditionOperator::Neq => "!=",
        };
        format!("{sign} {limit}")
    });
    parts.collect::<Vec<String>>().join(" and ")
}
