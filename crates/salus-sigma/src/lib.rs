//! Sigma rules, compiled together into one matcher over batches of records.
//!
//! [`RuleSet::load`] reads rule files and [`Routes`], the log-source table; [`RuleSet::matches`]
//! tells which rules fit which rows of a batch. Every pattern of every rule over a field is part of
//! one automaton, tried once for each distinct value of a batch; a rule's condition is then an
//! operation on bitmaps. [`RuleSet::correlator`] then tells what several hits say together. What
//! cannot be compiled as it is meant is not loaded, and is listed in [`RuleSet::not_loaded`] with the
//! reason: no rule is ever half evaluated.
//!
//! ```
//! use salus_sigma::{Routes, RuleSet};
//!
//! let routes = Routes::parse(
//!     "sources: [{product: windows, service: security, read: [{table: windows_security}]}]",
//! )?;
//! let rule = "
//! title: An audit log was cleared
//! logsource: {product: windows, service: security}
//! detection: {selection: {EventID: 1102}, condition: selection}
//! ";
//! let rules = RuleSet::load([("cleared.yml".to_owned(), rule.to_owned())].into_iter(), &routes);
//! assert_eq!(rules.rules()[0].title, "An audit log was cleared");
//! assert!(rules.not_loaded().is_empty());
//!
//! // Batches come from a reader, or are written record by record.
//! use salus_record::{Batch, Digest, Output, Place, ReadError, Reject, Sink};
//!
//! struct Matching<'r>(&'r RuleSet, usize);
//!
//! impl Output for Matching<'_> {
//!     fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
//!         self.1 += self.0.matches(&batch).len();
//!         Ok(())
//!     }
//!     fn reject(&mut self, _: Reject) -> Result<(), ReadError> {
//!         Ok(())
//!     }
//! }
//!
//! let mut matching = Matching(&rules, 0);
//! let mut sink = Sink::new(&Digest::of(b"log"), 0, &mut matching);
//! sink.record("windows_security", Place::Line(1)).text("EventID", "1102").end()?;
//! sink.record("windows_security", Place::Line(2)).text("EventID", "4624").end()?;
//! sink.finish()?;
//! assert_eq!(matching.1, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `examples/match_lines.rs` is a program of its own that does this for a whole log.

mod column;
mod compile;
mod condition;
mod correlation;
mod cost;
mod coverage;
mod encode;
mod field;
mod filter;
mod lint;
mod literal;
mod load;
mod many;
mod matcher;
mod needs;
mod pattern;
mod pipeline;
mod placeholder;
mod predicate;
mod preview;
mod remembered;
mod routes;
mod tactic;
mod time_part;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use salus_record::{Batch, Needs};

pub use correlation::{
    Arrival, CorrelationAccount, CorrelationHit, CorrelationInfo, CorrelationLimits, Correlator,
    RecordReference,
};
pub use cost::Cost;
pub use coverage::{Coverage, Wanted, coverage, wanted};
pub use filter::FilterInfo;
pub use lint::Remark;
pub use pipeline::{Pipeline, PipelineError, Pipelines};
pub use placeholder::{Placeholders, PlaceholdersError};
pub use preview::{Judged, Preview};
pub use routes::{LogSource, Routes, RoutesError};
pub use tactic::{TACTICS, tactics};

/// What rules are read with, beside their own text.
#[derive(Debug, Default)]
pub struct Setup {
    /// Which tables a log source means.
    pub routes: Routes,
    /// The organisation's values for placeholders.
    pub placeholders: Placeholders,
    /// Pipelines, for every rule or for the tables that name them.
    pub pipelines: Pipelines,
}

/// What a loaded rule says about itself.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RuleInfo {
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
    /// Tags such as `attack.t1059.001`.
    pub tags: Vec<String>,
    /// Who wrote it; shown with its findings as its licence asks.
    pub author: Option<String>,
    /// Its licence, where it names one.
    pub license: Option<String>,
    /// The file it came from.
    pub path: String,
    /// Which log it is about.
    pub logsource: LogSource,
    /// The record tables it looks at; a `*` at the end stands for any rest.
    pub tables: Vec<String>,
    /// The fields it reads, under the rule's names.
    pub fields: Vec<String>,
    /// By table, the columns it reads there; see [`RuleInfo::unseen`].
    #[serde(skip)]
    columns: BTreeMap<String, BTreeSet<String>>,
    /// Those of its tables that hold the same as another, in other words.
    #[serde(skip)]
    stand_ins: BTreeSet<String>,
    /// The titles of the filters that change it.
    pub filters: Vec<String>,
    /// What it asks of the matcher.
    pub cost: Cost,
    /// What else to read.
    pub references: Vec<String>,
    /// What is known to set it off without harm.
    pub false_positives: Vec<String>,
    /// Our own attributes (`salus:`), or null.
    pub salus: serde_json::Value,
}

/// A rule that is not used, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NotLoaded {
    /// The file it came from.
    pub path: String,
    /// Its title, if one could be read.
    pub title: Option<String>,
    /// Its id, if one could be read.
    pub id: Option<String>,
    /// Why it is not used.
    pub reason: String,
}

/// A rule that fits a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// Index in [`RuleSet::rules`].
    pub rule: usize,
    /// Row of the batch.
    pub row: usize,
}

/// Rules, compiled together. It can be shared between threads.
pub struct RuleSet {
    rules: Vec<RuleInfo>,
    not_loaded: Vec<NotLoaded>,
    filters: Vec<FilterInfo>,
    remarks: Vec<Remark>,
    matcher: matcher::Matcher,
    plan: Arc<correlation::Plan>,
}

impl RuleSet {
    /// Compiles the rules of `files`, each a path (for people) and the YAML text, with nothing but the
    /// log-source table. Tables that need a pipeline are left out.
    pub fn load(files: impl Iterator<Item = (String, String)>, routes: &Routes) -> Self {
        let routes = routes.clone();
        let setup = Setup {
            routes,
            ..Setup::default()
        };
        Self::load_with(files, &setup)
    }

    /// Compiles the rules and filters of `files` with all that an organisation has.
    pub fn load_with(files: impl Iterator<Item = (String, String)>, setup: &Setup) -> Self {
        let files: Vec<(String, String)> = files.collect();
        load::load(&files, setup, load::Choice::All)
    }

    /// The rules in use, in the order they were given.
    #[must_use]
    pub fn rules(&self) -> &[RuleInfo] {
        &self.rules
    }

    /// The rules that are not used, each with the reason.
    #[must_use]
    pub fn not_loaded(&self) -> &[NotLoaded] {
        &self.not_loaded
    }

    /// The filters in use.
    #[must_use]
    pub fn filters(&self) -> &[FilterInfo] {
        &self.filters
    }

    /// What could be better about the rules, also about those that are not used.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = self.remarks.clone();
        remarks.extend(lint::all(&self.rules, &self.not_loaded, &self.filters));
        remarks.sort_by(|a, b| (&a.path, &a.kind, &a.text).cmp(&(&b.path, &b.kind, &b.text)));
        remarks
    }

    /// The correlation rules in use, in the order they were given.
    #[must_use]
    pub fn correlations(&self) -> &[CorrelationInfo] {
        &self.plan.infos
    }

    /// Whether the hits of this rule (an index in [`RuleSet::rules`]) are told by themselves. They are
    /// not where the rule serves correlations only (`generate`, Sigma correlation rules
    /// specification, section "Generate").
    #[must_use]
    pub fn is_reported(&self, rule: usize) -> bool {
        self.plan.quiet.binary_search(&rule).is_err()
    }

    /// A new correlator for the correlation rules; it may outlive the rule set.
    ///
    /// ```
    /// use salus_record::{Batch, Needs};
    /// use salus_sigma::{Arrival, CorrelationHit, CorrelationLimits, RuleSet};
    ///
    /// fn told(rules: &RuleSet, batches: &[Batch]) -> Vec<CorrelationHit> {
    ///     let mut correlator = rules.correlator(Arrival::History, CorrelationLimits::default());
    ///     for batch in batches {
    ///         correlator.add(batch, &rules.matches(batch));
    ///     }
    ///     correlator.finish();
    ///     correlator.drain()
    /// }
    /// ```
    #[must_use]
    pub fn correlator(&self, arrival: Arrival, limits: CorrelationLimits) -> Correlator {
        Correlator::new(Arc::clone(&self.plan), arrival, limits)
    }

    /// Every rule and row that fit, ordered by row and then by rule; also those of rules that serve
    /// correlations only ([`RuleSet::is_reported`]).
    #[must_use]
    pub fn matches(&self, batch: &Batch) -> Vec<Hit> {
        self.matcher.matches(batch)
    }

    /// What the rules read of a record table, and `more` columns (lower case). Batches may be without
    /// everything else, and the same rules fit the same rows.
    #[must_use]
    pub fn needs(&self, table: &str, more: &[&str]) -> Needs {
        let more = more.iter().map(|column| (*column).to_lowercase());
        self.matcher
            .needs(table, more.chain(self.plan.columns(table)))
    }

    /// Whether any rule looks at this record table.
    #[must_use]
    pub fn reads(&self, table: &str) -> bool {
        self.matcher.reads(table)
    }
}
