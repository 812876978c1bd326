//! Rule files, parsed and compiled; whatever cannot be is listed with the reason.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rsigma_parser::{
    CorrelationRule, FilterRule, FilterRuleTarget, SigmaCollection, SigmaRule, Status,
};

use crate::compile::{Compiler, Vocabulary};
use crate::condition::Expr;
use crate::correlation::{self, Names, Plain};
use crate::matcher::{Matcher, Unit};
use crate::routes::Route;
use crate::{LogSource, NotLoaded, Routes, RuleInfo, RuleSet};

/// A rule file larger than this is not looked at.
const FILE_BYTES: usize = 4 << 20;
/// Brackets inside brackets, or `not` after `not`; the parser would go as deep as the text does.
const DEPTH: usize = 500;
/// Room for the parser to go that deep.
const PARSER_STACK: usize = 64 << 20;

type Parsed = (String, Result<SigmaCollection, String>, usize);

pub(crate) fn load(files: impl Iterator<Item = (String, String)>, routes: &Routes) -> RuleSet {
    let mut loader = Loader {
        routes,
        vocabulary: Vocabulary::default(),
        filters: Vec::new(),
        rules: Vec::new(),
        names: Vec::new(),
        correlations: Vec::new(),
        units: Vec::new(),
        not_loaded: Vec::new(),
    };
    let files: Vec<(String, String)> = files.collect();
    let parsed = parse_all(&files);
    for (path, result, _) in &parsed {
        if let Ok(collection) = result {
            let filters = collection.filters.iter();
            loader.filters.extend(filters.map(|filter| Filter {
                path,
                filter,
                used: false,
            }));
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

struct Filter<'p> {
    path: &'p str,
    filter: &'p FilterRule,
    used: bool,
}

struct Loader<'r, 'p> {
    routes: &'r Routes,
    vocabulary: Vocabulary,
    filters: Vec<Filter<'p>>,
    rules: Vec<RuleInfo>,
    /// What each of the rules goes by.
    names: Vec<Names>,
    /// Correlation rules and their files; they are tied to the rules once all are read.
    correlations: Vec<(String, CorrelationRule)>,
    units: Vec<(String, Unit)>,
    not_loaded: Vec<NotLoaded>,
}

impl Loader<'_, '_> {
    fn collection(&mut self, path: &str, collection: &SigmaCollection, documents: usize) {
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

    fn rule(&mut self, path: &str, rule: &SigmaRule) -> Result<(), String> {
        if rsigma_parser::is_unsupported(rule.sigma_version) {
            return Err("is written for a later version of Sigma".to_owned());
        }
        if rule.status == Some(Status::Unsupported) {
            return Err("says of itself that it is unsupported".to_owned());
        }
        let logsource = log_source(rule);
        let routes = self.routes.of(&logsource);
        if routes.is_empty() {
            return Err(format!("no known log source: `{logsource}`"));
        }
        let mut fields = BTreeSet::new();
        let mut compiled = Vec::new();
        for route in &routes {
            compiled.push((route.table.clone(), self.unit(rule, route, &mut fields)?));
        }
        let number = self.rules.len();
        for (table, expr) in compiled {
            self.units.push((table, Unit { rule: number, expr }));
        }
        let mut tables: Vec<String> = routes.into_iter().map(|route| route.table).collect();
        tables.sort();
        tables.dedup();
        let fields = fields.into_iter().collect();
        self.rules
            .push(info(path, rule, logsource, tables, fields)?);
        self.names.push(Names {
            id: rule.id.clone(),
            name: rule.name.clone(),
            title: rule.title.clone(),
        });
        Ok(())
    }

    fn unit(
        &mut self,
        rule: &SigmaRule,
        route: &Route,
        fields: &mut BTreeSet<String>,
    ) -> Result<Expr, String> {
        let mut compiler = Compiler::new(&mut self.vocabulary, route);
        let mut parts = vec![
            compiler.route_condition()?,
            compiler.detections(&rule.detection)?,
        ];
        for filter in &mut self.filters {
            if is_meant(filter.filter, rule) {
                let name = &filter.filter.title;
                let filtered = compiler
                    .detections(&filter.filter.detection)
                    .map_err(|reason| format!("its filter `{name}` {reason}"))?;
                parts.push(filtered);
                filter.used = true;
            }
        }
        fields.extend(compiler.into_used());
        Ok(Expr::all(parts))
    }

    fn finish(mut self) -> RuleSet {
        for filter in std::mem::take(&mut self.filters) {
            if !filter.used {
                let FilterRule { title, id, .. } = filter.filter;
                let reason = "filters no loaded rule".to_owned();
                self.refuse(filter.path, Some(title), id.as_deref(), reason);
            }
        }
        let (names, fields) = self.vocabulary.compile();
        let mut matcher = Matcher::new(names, fields);
        for (table, unit) in self.units {
            matcher.add(&table, unit);
        }
        let plain = Plain {
            rules: &self.rules,
            names: &self.names,
            routes: self.routes,
            not_loaded: &self.not_loaded,
        };
        let (plan, refused) = correlation::plan(&plain, &self.correlations);
        self.not_loaded.extend(refused);
        RuleSet {
            rules: self.rules,
            plan: Arc::new(plan),
            not_loaded: self.not_loaded,
            matcher,
        }
    }
}

/// Whether a filter speaks of this rule: by id, name or title, and by log source where it has one.
fn is_meant(filter: &FilterRule, rule: &SigmaRule) -> bool {
    let is_named = match &filter.rules {
        FilterRuleTarget::Any => true,
        FilterRuleTarget::Specific(names) => names.iter().any(|name| {
            Some(name) == rule.id.as_ref()
                || Some(name) == rule.name.as_ref()
                || *name == rule.title
        }),
    };
    let within = |wanted: &Option<String>, has: &Option<String>| {
        wanted.is_none()
            || wanted.as_ref().map(|w| w.to_lowercase()) == has.as_ref().map(|h| h.to_lowercase())
    };
    let fits = filter.logsource.as_ref().is_none_or(|source| {
        within(&source.product, &rule.logsource.product)
            && within(&source.category, &rule.logsource.category)
            && within(&source.service, &rule.logsource.service)
    });
    is_named && fits
}

fn log_source(rule: &SigmaRule) -> LogSource {
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
    fields: Vec<String>,
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
        fields,
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
