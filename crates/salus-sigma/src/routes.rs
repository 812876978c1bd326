//! Which record tables a rule's log source means: read from a content file, never guessed.

use std::collections::{BTreeMap, HashMap};

use rsigma_parser::{SigmaString, SigmaValue};
use serde::Deserialize;

/// Where the rules of each log source look.
#[derive(Debug, Clone, Default)]
pub struct Routes {
    sources: Vec<Source>,
    forms: Vec<Form>,
}

/// The routes file could not be understood.
#[derive(Debug, thiserror::Error)]
#[error("the log-source routes cannot be read: {0}")]
pub struct RoutesError(String);

/// A rule's `logsource`, in lower case; absent keys are `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub struct LogSource {
    /// `product`, such as `windows`.
    pub product: Option<String>,
    /// `category`, such as `process_creation`.
    pub category: Option<String>,
    /// `service`, such as `security`.
    pub service: Option<String>,
}

impl std::fmt::Display for LogSource {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<&str> = [&self.product, &self.category, &self.service]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        to.write_str(&parts.join("/"))
    }
}

/// One table a log source means, and how to look at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// The table's name; a `*` at its end stands for any rest.
    pub(crate) table: String,
    /// Columns and the values one of which they must have.
    pub(crate) conditions: BTreeMap<String, Vec<String>>,
    /// The pipeline that brings rules into this table's words.
    pub(crate) pipeline: Option<String>,
    /// Whether the table stands in for the ones listed, in other words.
    pub(crate) stands_in: bool,
    rename: BTreeMap<String, String>,
    values: BTreeMap<String, BTreeMap<String, String>>,
}

impl Route {
    /// The column that holds what rules of this source call `field`.
    pub(crate) fn column<'f>(&'f self, field: &'f str) -> &'f str {
        self.rename.get(field).map_or(field, String::as_str)
    }

    /// The value as this table writes it.
    pub(crate) fn translated(&self, field: &str, value: &SigmaValue) -> SigmaValue {
        if let Some(words) = self.values.get(field)
            && let SigmaValue::String(text) = value
            && let Some((_, word)) = words
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(&text.original))
        {
            return SigmaValue::String(SigmaString::new(word));
        }
        value.clone()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sources: Vec<Source>,
    #[serde(default)]
    forms: Vec<Form>,
}

/// A table whose records are in other words than the rules: the pipeline that translates, and the log
/// sources whose rules look there beside the tables listed for them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    table: String,
    pipeline: String,
    #[serde(default)]
    of: Vec<Which>,
}

/// Log sources of one kind: of any of these products, of this category and this service and no other.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    product: crate::placeholder::OneOrMany<String>,
    category: Option<String>,
    service: Option<String>,
}

impl Which {
    /// A rule that names no product means every product's.
    fn holds(&self, source: &LogSource) -> bool {
        let has_product = match &source.product {
            None => true,
            Some(has) => self.product.iter().any(|product| product == has),
        };
        has_product && self.category == source.category && self.service == source.service
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    product: Option<String>,
    category: Option<String>,
    service: Option<String>,
    read: Vec<Read>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    table: String,
    pipeline: Option<String>,
    #[serde(default, rename = "where")]
    conditions: BTreeMap<String, OneOrMany>,
    #[serde(default)]
    rename: BTreeMap<String, String>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Word),
    Many(Vec<Word>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Word {
    Number(i64),
    Text(String),
}

impl Word {
    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Routes {
    /// Reads the content of `logsources.yaml`.
    pub fn parse(yaml: &str) -> Result<Self, RoutesError> {
        let file: File =
            yaml_serde::from_str(yaml).map_err(|error| RoutesError(error.to_string()))?;
        Ok(Self {
            sources: file.sources,
            forms: file.forms,
        })
    }

    /// Adds what another file lists, such as one of the organisation's own.
    pub fn extend(&mut self, more: Self) {
        self.sources.extend(more.sources);
        self.forms.extend(more.forms);
    }

    /// The pipelines that some table needs.
    #[must_use]
    pub fn pipelines(&self) -> Vec<&str> {
        let of_sources = self.sources.iter().flat_map(|source| &source.read);
        let mut names: Vec<&str> = of_sources
            .filter_map(|read| read.pipeline.as_deref())
            .chain(self.forms.iter().map(|form| form.pipeline.as_str()))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The tables a log source means, with those that hold the same in other words.
    pub(crate) fn of(&self, source: &LogSource) -> Vec<Route> {
        let mut routes = self.listed(source);
        for form in &self.forms {
            for route in &mut routes {
                if route.table == form.table && route.pipeline.is_none() {
                    route.pipeline = Some(form.pipeline.clone());
                }
            }
            let route = Route {
                table: form.table.clone(),
                pipeline: Some(form.pipeline.clone()),
                stands_in: true,
                ..Route::default()
            };
            let is_meant = form.of.iter().any(|which| which.holds(source));
            if is_meant && !routes.contains(&route) {
                routes.push(route);
            }
        }
        routes
    }

    /// The tables listed for a log source; none when it is not known.
    ///
    /// A source that is listed as it stands is taken. One that names a category and a service, but
    /// is not listed, means the tables that both have in common. One that names no product means
    /// what its category or service means under every product.
    fn listed(&self, source: &LogSource) -> Vec<Route> {
        let exact = self.routes(|known| known.is(source), source);
        if !exact.is_empty() {
            return exact;
        }
        match source {
            LogSource {
                category: Some(_),
                service: Some(_),
                ..
            } => self.in_common(source),
            LogSource { product: None, .. } if *source != LogSource::default() => {
                self.routes(|known| known.is_under_any_product(source), source)
            }
            _ => Vec::new(),
        }
    }

    /// All record tables that some source means, for telling what could be used.
    #[must_use]
    pub fn tables(&self) -> Vec<&str> {
        let mut tables: Vec<&str> = self
            .sources
            .iter()
            .flat_map(|source| source.read.iter().map(|read| read.table.as_str()))
            .chain(self.forms.iter().map(|form| form.table.as_str()))
            .collect();
        tables.sort_unstable();
        tables.dedup();
        tables
    }

    fn in_common(&self, source: &LogSource) -> Vec<Route> {
        let by_category = self.listed(&LogSource {
            service: None,
            ..source.clone()
        });
        let by_service: HashMap<String, Route> = self
            .listed(&LogSource {
                category: None,
                ..source.clone()
            })
            .into_iter()
            .map(|route| (route.table.clone(), route))
            .collect();
        by_category
            .into_iter()
            .filter_map(|mut route| {
                let other = by_service.get(&route.table)?;
                route.conditions.extend(other.conditions.clone());
                Some(route)
            })
            .collect()
    }

    fn routes(&self, fits: impl Fn(&Source) -> bool, source: &LogSource) -> Vec<Route> {
        let mut routes: Vec<Route> = Vec::new();
        for known in self.sources.iter().filter(|known| fits(known)) {
            for read in &known.read {
                let route = read.route(source);
                if !routes.contains(&route) {
                    routes.push(route);
                }
            }
        }
        routes
    }
}

impl Source {
    fn is(&self, source: &LogSource) -> bool {
        let any_service = self.service.as_deref() == Some("*") && source.service.is_some();
        self.product == source.product
            && self.category == source.category
            && (any_service || self.service == source.service)
    }

    fn is_under_any_product(&self, source: &LogSource) -> bool {
        self.product.is_some() && self.category == source.category && self.service == source.service
    }
}

impl Read {
    fn route(&self, source: &LogSource) -> Route {
        let service: String = source
            .service
            .as_deref()
            .unwrap_or_default()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        let words = |wanted: &OneOrMany| match wanted {
            OneOrMany::One(word) => vec![word.text()],
            OneOrMany::Many(words) => words.iter().map(Word::text).collect(),
        };
        Route {
            table: self.table.replace("{service}", &service),
            conditions: self
                .conditions
                .iter()
                .map(|(column, wanted)| (column.clone(), words(wanted)))
                .collect(),
            pipeline: self.pipeline.clone(),
            stands_in: false,
            rename: self.rename.clone(),
            values: self.values.clone(),
        }
    }
}
