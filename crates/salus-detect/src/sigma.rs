//! Sigma rules over record batches: each rule and record that fit are a finding, and so is each
//! correlation rule that fires.

mod correlated;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, TimestampMicrosecondType};
use arrow_array::{Array, StringArray};
use salus_record::{Batch, Needs, envelope};
use salus_sigma::{Arrival, CorrelationLimits, Correlator, Hit, RuleInfo, RuleSet};
use serde_json::Value;

use crate::{Finding, Kind, Proof};

/// What to do where the rule does not say.
const LOOK: &str = "look at the records behind this finding";

/// A rule set whose hits become findings.
pub struct SigmaDetector {
    rules: RuleSet,
    needs: Mutex<HashMap<String, Arc<Needs>>>,
}

/// Tables whose needs are remembered.
const TABLES: usize = 1_000;

/// A rule that fits a record, with what its finding says of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Index in [`RuleSet::rules`].
    pub rule: usize,
    /// Row of the batch.
    pub row: usize,
    /// Its time, microseconds of UTC.
    pub time: Option<i64>,
    /// Host, user or device.
    pub subject: String,
}

impl SigmaDetector {
    /// A detector with these rules.
    #[must_use]
    pub fn new(rules: RuleSet) -> Self {
        Self {
            rules,
            needs: Mutex::default(),
        }
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// A correlator for the correlation rules, to be given what [`SigmaDetector::look`] sees.
    #[must_use]
    pub fn correlator(&self, arrival: Arrival, limits: CorrelationLimits) -> Correlator {
        self.rules.correlator(arrival, limits)
    }

    /// What is read of a table's records for findings.
    #[must_use]
    pub fn needs(&self, table: &str) -> Arc<Needs> {
        let work_out = || Arc::new(self.rules.needs(table, &NAMES));
        let Ok(mut known) = self.needs.lock() else {
            return work_out();
        };
        if known.len() >= TABLES {
            known.clear();
        }
        let known = known.entry(table.to_owned());
        Arc::clone(known.or_insert_with(work_out))
    }

    /// The findings in one batch, in row order, none by rules that serve correlations only; and the hits
    /// that the correlator, which has to be of this detector, is to be given with the batch.
    #[must_use]
    pub fn look(&self, batch: &Batch) -> (Vec<Finding>, Vec<Hit>) {
        if !self.rules.reads(&batch.table) {
            return (Vec::new(), Vec::new());
        }
        let hits = self.rules.matches(batch);
        (self.told(batch, &hits), hits)
    }

    /// What the correlation rules found since this was last asked, oldest first.
    #[must_use]
    pub fn correlated(&self, correlator: &mut Correlator) -> Vec<Finding> {
        let hits = correlator.drain().into_iter();
        hits.map(|hit| correlated::finding(&self.rules.correlations()[hit.rule], &hit))
            .collect()
    }

    fn told(&self, batch: &Batch, hits: &[Hit]) -> Vec<Finding> {
        hits.iter()
            .filter(|hit| self.rules.is_reported(hit.rule))
            .map(|hit| finding_of(&self.rules.rules()[hit.rule], batch, hit.row))
            .collect()
    }

    /// What is seen in rows that need not know their place yet, in row order, and the hits.
    #[must_use]
    pub fn sight(&self, rows: &Batch) -> (Vec<Sighting>, Vec<Hit>) {
        if !self.rules.reads(&rows.table) {
            return (Vec::new(), Vec::new());
        }
        let hits = self.rules.matches(rows);
        let told = hits.iter().filter(|hit| self.rules.is_reported(hit.rule));
        let sighted = told.map(|hit| Sighting::of(hit.rule, rows, hit.row));
        (sighted.collect(), hits)
    }

    /// The finding of something that was seen, once its place is known.
    #[must_use]
    pub fn finding(&self, sighting: Sighting, mut proof: Proof) -> Finding {
        proof.time = sighting.time;
        told(&self.rules.rules()[sighting.rule], sighting.subject, proof)
    }
}

impl Sighting {
    fn of(rule: usize, rows: &Batch, row: usize) -> Self {
        Self {
            rule,
            row,
            time: time(rows, row),
            subject: subject(rows, row),
        }
    }
}

/// The finding that a rule fits a row.
#[must_use]
pub fn finding_of(rule: &RuleInfo, batch: &Batch, row: usize) -> Finding {
    let proof = Proof {
        table: Some(batch.table.clone()),
        place: text(batch, envelope::PLACE, row).map(str::to_owned),
        time: time(batch, row),
        ..Proof::of(text(batch, envelope::RECORD_ID, row).unwrap_or_default())
    };
    told(rule, subject(batch, row), proof)
}

/// The finding that a rule fits the record of the proof.
fn told(rule: &RuleInfo, subject: String, proof: Proof) -> Finding {
    let ours = |name: &str| rule.salus.get(name).and_then(Value::as_str);
    let time = proof.time;
    let proofs = vec![proof];
    Finding {
        uid: Finding::uid_of(&rule.id, &proofs),
        analytic: rule.id.clone(),
        kind: Kind::Sigma,
        title: rule.title.clone(),
        sentence: match subject.as_str() {
            "" => format!("{}.", rule.title),
            subject => format!("{} ({subject}).", rule.title),
        },
        threat: ours("threat").map_or_else(|| threat_of(&rule.tables), str::to_owned),
        severity: rule.level.clone(),
        time,
        subject,
        attack: rule.tags.iter().filter_map(|tag| technique(tag)).collect(),
        why: ours("why")
            .or(rule.description.as_deref())
            .unwrap_or_default()
            .to_owned(),
        fix: ours("fix").unwrap_or(LOOK).to_owned(),
        proofs,
    }
}

/// `attack.t1059.001` as `T1059.001`.
fn technique(tag: &str) -> Option<String> {
    let id = tag.strip_prefix("attack.t")?;
    id.starts_with(|c: char| c.is_ascii_digit())
        .then(|| format!("T{id}"))
}

/// A rule from elsewhere names no HICP threat: sign-in, mail and cloud logs tell of people being
/// tricked (T1), all others of intrusion (T2).
fn threat_of(tables: &[String]) -> String {
    let cloud = [
        "m365_", "okta_", "entra_", "azure_", "google_", "aws_", "gcp_", "mail",
    ];
    let is_cloud = tables
        .iter()
        .any(|table| cloud.iter().any(|start| table.starts_with(start)));
    if is_cloud {
        "T1".to_owned()
    } else {
        "T2".to_owned()
    }
}

/// Columns that say what a finding is about; the first that is there counts.
const NAMES: [&str; 9] = [
    envelope::HOST,
    "Computer",
    "userPrincipalName",
    "UserId",
    "userIdentity.arn",
    "actor.alternateId",
    "id.orig_h",
    "TargetUserName",
    "User",
];

/// The host, or else the account or address that the record names.
fn subject(batch: &Batch, row: usize) -> String {
    let found = NAMES
        .iter()
        .filter_map(|name| Some((*name, text(batch, name, row)?)))
        .find(|(_, text)| !text.is_empty());
    match found {
        Some((envelope::HOST | "Computer", host)) => short_host(host),
        Some((_, other)) => other.to_owned(),
        None => String::new(),
    }
}

/// A host as facts name it: lower case, without its domain. Addresses stay as they are.
fn short_host(host: &str) -> String {
    if host.parse::<std::net::IpAddr>().is_ok() {
        return host.to_owned();
    }
    host.split('.').next().unwrap_or(host).to_lowercase()
}

fn text<'b>(batch: &'b Batch, column: &str, row: usize) -> Option<&'b str> {
    let array = batch.rows.column_by_name(column)?;
    if array.is_null(row) {
        return None;
    }
    if let Some(plain) = array.as_string_opt::<i32>() {
        return Some(plain.value(row));
    }
    let cells = array.as_dictionary_opt::<Int32Type>()?;
    let values: &StringArray = cells.values().as_string_opt::<i32>()?;
    let key = usize::try_from(cells.keys().value(row)).ok()?;
    Some(values.value(key))
}

fn time(batch: &Batch, row: usize) -> Option<i64> {
    let array = batch.rows.column_by_name(envelope::TIME)?;
    let times = array.as_primitive_opt::<TimestampMicrosecondType>()?;
    (!times.is_null(row)).then(|| times.value(row))
}
