//! Rule files, parsed and compiled; whatever cannot be is listed with the reason.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rsigma_parser::{CorrelationRule, Detections, SigmaCollection, SigmaRule, Status};

use crate::compile::{Compiler, Vocabulary};
use crate::condition::Expr;
use crate::correlation::{self, Names, Plain};
use crate::cost::Cost;
use crate::filter::Filter;
use crate::lint::{self, Remark};
use crate::matcher::{Matcher, Unit};
use crate::pipeline::{self, Pipeline};
use crate::routes::Route;
use crate::{LogSource, NotLoaded, RuleInfo, RuleSet, Setup};

/// A rule file larger than this is not looked at.
const FILE_BYTES: usize = 4 << 20;
/// Brackets inside brackets, or `not` after `not`; the parser would go as deep as the text does.
const DEPTH: usize = 500;
/// Room for the parser to go that deep.
const PARSER_STACK: usize = 64 << 20;

type Parsed = (String, Result<SigmaCollection, String>, usize);

/// Which of the files are looked at, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Every rule, with every filter.
    All,
    /// Only the rules that the filters of the last file speak of; those filters are used, or not.
    LastFiltered { is_used: bool },
}

pub(crate) fn load(files: &[(String, String)], setup: &Setup, choice: Choice) -> RuleSet {
    let mut loader = Loader {
        setup,
        vocabulary: Vocabulary::default(),
        filters: Vec::new(),
        only: Vec::new(),
        rules: Vec::new(),
        written: Vec::new(),
        names: Vec::new(),
        correlations: Vec::new(),
        units: Vec::new(),
        not_loaded: Vec::new(),
        remarks: Vec::new(),
    };
    let parsed = parse_all(files);
    let last = parsed.len().saturating_sub(1);
    for (at, (path, result, _)) in parsed.iter().enumerate() {
        let Ok(collection) = result else { continue };
        let filters = || collection.filters.iter().map(|f| Filter::new(path, f));
        match choice {
            Choice::LastFiltered { is_used } if at == last => {
                loader.only.extend(filters());
                loader.filters.extend(filters().filter(|_| is_used));
            }
            _ => loader.filters.extend(filters()),
        }
    }
    for (path, result, documents) in &parsed {
        match result {
            Ok(collection) => loader.collection(path, collection, *documents),
            Err(reason) => loader.refuse(path, None, None, reason.clone()),
        }
    }
    loader.finish()
}

/// Parses the files on as many threads as there are cores, in order.
fn parse_all(files: &[(String, String)]) -> Vec<Parsed> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = files.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let shares: Vec<_> = files
            .chunks(share)
            .map(|files| {
                let thread = std::thread::Builder::new().stack_size(PARSER_STACK);
                let parsing = move || files.iter().map(parse).collect::<Vec<Parsed>>();
                (files, thread.spawn_scoped(scope, parsing))
            })
            .collect();
        let mut parsed = Vec::with_capacity(files.len());
        for (files, thread) in shares {
            match thread.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(share)) => parsed.extend(share),
                // No thread to be had, or one that broke off.
                _ => parsed.extend(files.iter().map(parse)),
            }
        }
        parsed
    })
}

fn parse((path, yaml): &(String, String)) -> Parsed {
    if let Err(reason) = acceptable(yaml) {
        return (path.clone(), Err(reason), 0);
    }
    let result = std::panic::catch_unwind(|| rsigma_parser::parse_sigma_yaml(yaml));
    let result = match result {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("the parser broke off".to_owned()),
    };
    (path.clone(), result, documents(yaml))
}

fn acceptable(yaml: &str) -> Result<(), String> {
    if yaml.len() > FILE_BYTES {
        return Err(format!("larger than {} MiB", FILE_BYTES >> 20));
    }
    let mut depth = 0_usize;
    for byte in yaml.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            return Err("brackets go too deep".to_owned());
        }
    }
    let mut nots = 0_usize;
    for word in yaml.split_ascii_whitespace() {
        nots = if word.eq_ignore_ascii_case("not") {
            nots + 1
        } else {
            0
        };
        if nots > DEPTH {
            return Err("`not` too often in a row".to_owned());
        }
    }
    Ok(())
}

/// Documents of a file, not counting those that only change the others.
fn documents(yaml: &str) -> usize {
    let mut documents = 0;
    let mut has_content = false;
    let mut is_action = false;
    for line in yaml.lines().chain(["---"]) {
        if line.trim_end() == "---" {
            documents += usize::from(has_content && !is_action);
            (has_content, is_action) = (false, false);
        } else {
            has_content |= !line.trim().is_empty() && !line.starts_with('#');
            is_action |= line.starts_with("action: global") || line.starts_with("action: reset");
        }
    }
    documents
}

struct Loader<'r, 'p> {
    setup: &'r Setup,
    vocabulary: Vocabulary,
    filters: Vec<Filter<'p>>,
    /// When there are any, rules that none of them means are left out.
    only: Vec<Filter<'p>>,
    rules: Vec<RuleInfo>,
    /// The rules as they are written.
    written: Vec<&'p SigmaRule>,
    /// What each of the rules goes by.
    names: Vec<Names>,
    /// Correlation rules and their files; they are tied to the rules once all are read.
    correlations: Vec<(String, CorrelationRule)>,
    units: Vec<(String, Unit)>,
    not_loaded: Vec<NotLoaded>,
    remarks: Vec<Remark>,
}

/// What was gathered about a rule while it was compiled.
#[derive(Default)]
struct Gathered {
    /// By table: the columns it reads there.
    columns: BTreeMap<String, BTreeSet<String>>,
    cost: Cost,
    /// Tables that stand in for others.
    stand_ins: BTreeSet<String>,
    /// Filters that change it in some table, by their place in the loader's list.
    filters: BTreeSet<usize>,
    /// Filters that cannot be used in some table, and why.
    failed: BTreeMap<usize, String>,
}

impl<'p> Loader<'_, 'p> {
    fn collection(&mut self, path: &str, collection: &'p SigmaCollection, documents: usize) {
        for rule in &collection.rules {
            if let Err(reason) = self.rule(path, rule) {
                self.refuse(path, Some(&rule.title), rule.id.as_deref(), reason);
            }
        }
        for correlation in &collection.correlations {
            self.correlations
                .push((path.to_owned(), correlation.clone()));
        }
        // The parser notes slips that do not matter (an unknown status) beside those that do.
        if collection.len() < documents.max(1) {
            let reason = match collection.errors.first() {
                Some(error) => error.clone(),
                None => "holds no rule".to_owned(),
            };
            self.refuse(path, None, None, reason);
        }
    }

    fn refuse(&mut self, path: &str, title: Option<&str>, id: Option<&str>, reason: String) {
        self.not_loaded.push(NotLoaded {
            path: path.to_owned(),
            title: title.map(str::to_owned),
            id: id.map(str::to_owned),
            reason,
        });
    }

    fn rule(&mut self, path: &str, rule: &'p SigmaRule) -> Result<(), String> {
        if !self.only.is_empty() && !self.only.iter().any(|filter| filter.is_meant(rule)) {
            return Ok(());
        }
        self.remarks.extend(lint::rule(path, rule));
        if rsigma_parser::is_unsupported(rule.sigma_version) {
            return Err("is written for a later version of Sigma".to_owned());
        }
        if rule.status == Some(Status::Unsupported) {
            return Err("says of itself that it is unsupported".to_owned());
        }
        let pipelines = &self.setup.pipelines;
        let changed = if pipelines.change_nothing() {
            Cow::Borrowed(rule)
        } else {
            Cow::Owned(pipelines.applied(rule)?)
        };
        let logsource = log_source(&changed);
        let (routes, refusals) = self.routes(&changed, &logsource);
        if routes.is_empty() {
            let reasons = refusals.join("; ");
            return Err(match reasons.as_str() {
                "" => format!("no known log source: `{logsource}`"),
                reasons => format!("no table for `{logsource}` takes it: {reasons}"),
            });
        }
        let mut gathered = Gathered::default();
        let mut compiled = Vec::new();
        for (route, translated) in &routes {
            let expr = self.unit(rule, translated, route, &mut gathered)?;
            compiled.push((route.table.clone(), expr));
            if route.stands_in {
                gathered.stand_ins.insert(route.table.clone());
            }
        }
        let number = self.rules.len();
        for (table, expr) in compiled {
            self.units.push((table, Unit { rule: number, expr }));
        }
        let mut tables: Vec<String> = routes.into_iter().map(|(route, _)| route.table).collect();
        tables.sort();
        tables.dedup();
        let used = std::mem::take(&mut gathered.filters);
        let failed = std::mem::take(&mut gathered.failed);
        let mut info = info(path, rule, logsource, tables, gathered)?;
        info.filters = self.note_filters(rule, &info.id, &used, &failed);
        self.rules.push(info);
        self.written.push(rule);
        self.names.push(Names {
            id: rule.id.clone(),
            name: rule.name.clone(),
            title: rule.title.clone(),
        });
        Ok(())
    }

    /// Notes which filters change the rule and which cannot, and gives the titles of those that do.
    fn note_filters(
        &mut self,
        rule: &SigmaRule,
        id: &str,
        used: &BTreeSet<usize>,
        failed: &BTreeMap<usize, String>,
    ) -> Vec<String> {
        for (at, filter) in self.filters.iter_mut().enumerate() {
            // In one of several tables a filter may lack a field; in none of them it is of no use.
            match failed.get(&at).filter(|_| !used.contains(&at)) {
                Some(reason) => filter.fail(rule, reason),
                None => filter.note(rule, id),
            }
        }
        let titles = used.iter().map(|at| self.filters[*at].filter.title.clone());
        titles.collect()
    }

    /// The tables the rule looks at, each with the rule in that table's words; and why others refuse.
    fn routes<'c>(
        &self,
        rule: &'c SigmaRule,
        source: &LogSource,
    ) -> (Vec<(Route, Cow<'c, SigmaRule>)>, Vec<String>) {
        let mut routes = Vec::new();
        let mut refusals = Vec::new();
        for route in self.setup.routes.of(source) {
            match self.pipeline(&route) {
                Ok(None) => routes.push((route, Cow::Borrowed(rule))),
                Ok(Some(pipeline)) => match pipeline::applied(&[pipeline], rule) {
                    Ok(translated) => routes.push((route, Cow::Owned(translated))),
                    Err(reason) => refusals.push(reason),
                },
                Err(reason) => refusals.push(reason),
            }
        }
        refusals.dedup();
        (routes, refusals)
    }

    fn pipeline(&self, route: &Route) -> Result<Option<&Pipeline>, String> {
        let Some(name) = &route.pipeline else {
            return Ok(None);
        };
        let pipeline = self.setup.pipelines.get(name);
        pipeline.map(Some).ok_or_else(|| {
            let table = &route.table;
            format!("table `{table}` needs the pipeline `{name}`, which is not there")
        })
    }

    /// The condition of a rule on one table: what the table asks, the rule, and the filters it has.
    fn unit(
        &mut self,
        rule: &SigmaRule,
        translated: &SigmaRule,
        route: &Route,
        gathered: &mut Gathered,
    ) -> Result<Expr, String> {
        let meant = (0..self.filters.len()).filter(|at| self.filters[*at].is_meant(rule));
        let meant: Vec<(usize, Result<Detections, String>)> = meant
            .map(|at| {
                (
                    at,
                    self.filter_for(rule, route, &self.filters[at].filter.detection),
                )
            })
            .collect();
        let placeholders = &self.setup.placeholders;
        let mut compiler = Compiler::new(&mut self.vocabulary, route, placeholders);
        let mut parts = vec![
            compiler.route_condition()?,
            compiler.detections(&translated.detection)?,
        ];
        for (at, detections) in meant {
            match detections.and_then(|detections| compiler.detections(&detections)) {
                Ok(expr) => {
                    gathered.filters.insert(at);
                    parts.push(expr);
                }
                Err(reason) => {
                    gathered.failed.insert(at, reason);
                }
            }
        }
        let (columns, cost) = compiler.into_used();
        let known = gathered.columns.entry(route.table.clone()).or_default();
        known.extend(columns);
        gathered.cost.add(cost);
        Ok(Expr::all(parts))
    }

    /// A filter's detections in the words that the rule was brought into.
    fn filter_for(
        &self,
        rule: &SigmaRule,
        route: &Route,
        detections: &Detections,
    ) -> Result<Detections, String> {
        let pipelines = &self.setup.pipelines;
        let own = self.pipeline(route)?;
        if own.is_none() && pipelines.change_nothing() {
            return Ok(detections.clone());
        }
        let mut stand_in = rule.clone();
        stand_in.detection = detections.clone();
        let mut changed = pipelines.applied(&stand_in)?;
        if let Some(pipeline) = own {
            changed = pipeline::applied(&[pipeline], &changed)?;
        }
        Ok(changed.detection)
    }

    fn finish(mut self) -> RuleSet {
        let mut filters = Vec::new();
        for filter in std::mem::take(&mut self.filters) {
            match filter.finish() {
                Ok(filter) => filters.push(filter),
                Err(not_used) => self.not_loaded.push(not_used),
            }
        }
        let mut matcher = Matcher::new(self.vocabulary.finish());
        for (table, unit) in self.units {
            matcher.add(&table, unit);
        }
        let plain = Plain {
            rules: &self.rules,
            names: &self.names,
            written: &self.written,
            setup: self.setup,
            not_loaded: &self.not_loaded,
        };
        let (plan, refused) = correlation::plan(&plain, &self.correlations);
        self.not_loaded.extend(refused);
        RuleSet {
            rules: self.rules,
            plan: Arc::new(plan),
            not_loaded: self.not_loaded,
            filters,
            remarks: self.remarks,
            matcher,
        }
    }
}

pub(crate) fn log_source(rule: &SigmaRule) -> LogSource {
    let lower = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_lowercase());
    LogSource {
        product: lower(&rule.logsource.product),
        category: lower(&rule.logsource.category),
        service: lower(&rule.logsource.service),
    }
}

fn info(
    path: &str,
    rule: &SigmaRule,
    logsource: LogSource,
    tables: Vec<String>,
    gathered: Gathered,
) -> Result<RuleInfo, String> {
    Ok(RuleInfo {
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
        logsource,
        tables,
        fields: lint::fields(&rule.detection),
        columns: gathered.columns,
        stand_ins: gathered.stand_ins,
        filters: Vec::new(),
        cost: gathered.cost,
        references: rule.references.clone(),
        false_positives: rule.falsepositives.clone(),
        salus: salus_of(&rule.custom_attributes)?,
    })
}

/// Our own attributes of a rule, or null.
pub(crate) fn salus_of(
    attributes: &HashMap<String, yaml_serde::Value>,
) -> Result<serde_json::Value, String> {
    match attributes.get("salus") {
        Some(attributes) => serde_json::to_value(attributes)
            .map_err(|error| format!("its `salus` attributes cannot be read: {error}")),
        None => Ok(serde_json::Value::Null),
    }
}

/// A rule's maturity, as it is written.
pub(crate) fn status_of(status: Option<Status>) -> Option<String> {
    let text = match status? {
        Status::Stable => "stable",
        Status::Test => "test",
        Status::Experimental => "experimental",
        Status::Deprecated => "deprecated",
        Status::Unsupported => "unsupported",
    };
    Some(text.to_owned())
}
