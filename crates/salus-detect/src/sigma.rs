//! Sigma rules over record batches: each rule and record that fit are a finding, and so is each
//! correlation rule that fires.

mod correlated;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, TimestampMicrosecondType};
use arrow_array::{Array, StringArray};
use salus_record::{Batch, envelope};
use salus_sigma::{Arrival, CorrelationLimits, Correlator, Hit, RuleInfo, RuleSet};
use serde_json::Value;

use crate::{Finding, Kind, Proof};

/// What to do where the rule does not say.
const LOOK: &str = "look at the records behind this finding";

/// A rule set whose hits become findings.
pub struct SigmaDetector {
    rules: RuleSet,
}

impl SigmaDetector {
    /// A detector with these rules.
    #[must_use]
    pub fn new(rules: RuleSet) -> Self {
        Self { rules }
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
}

/// The finding that a rule fits a row.
#[must_use]
pub fn finding_of(rule: &RuleInfo, batch: &Batch, row: usize) -> Finding {
    let record_id = text(batch, envelope::RECORD_ID, row).unwrap_or_default();
    let time = time(batch, row);
    let proof = Proof {
        record_id: record_id.to_owned(),
        table: Some(batch.table.clone()),
        place: text(batch, envelope::PLACE, row).map(str::to_owned),
        file: None,
        time,
    };
    let ours = |name: &str| rule.salus.get(name).and_then(Value::as_str);
    let subject = subject(batch, row);
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

/// The host, or else the account or address that the record names.
fn subject(batch: &Batch, row: usize) -> String {
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
