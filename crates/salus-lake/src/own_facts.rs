//! Facts that the lake itself fills: what it knows of its tables and of the files they came from.

use std::collections::BTreeMap;

use salus_content::Content;
use salus_record::envelope;

use crate::facts::schema_of;
use crate::session::{Stored, empty, holds_records};
use crate::{LakeError, Session};

/// Their names, sorted; none of them has a mapping.
pub(crate) const NAMES: &[&str] = &["evidence_file", "identity", "log_hour", "log_source"];

/// Tables of lists, documents and plans: their times say nothing about a rhythm of writing.
const NO_LOGS: &[&str] = &[
    "cisa_",
    "csaf_",
    "cyclonedx_",
    "epss_",
    "fhir_",
    "ldif_",
    "mds2_",
    "misp_",
    "nessus_",
    "nmap_",
    "nvd_",
    "openvas_",
    "organisation",
    "osv_",
    "qualys_",
    "spdx_",
    "stix_",
];
/// Lists by name that are logs all the same.
const LOGS: &[&str] = &["ehr_access_csv", "fhir_auditevent", "vpn_csv"];

fn is_log(table: &str) -> bool {
    let is_list = table.ends_with("_csv") || NO_LOGS.iter().any(|begin| table.starts_with(begin));
    holds_records(table) && (!is_list || LOGS.contains(&table))
}

/// Registers a view for each that `content` declares.
pub(crate) fn register(
    session: &Session,
    stored: &BTreeMap<String, Stored>,
    content: &Content,
) -> Result<(), LakeError> {
    let queries = [
        evidence_files(stored),
        None, // filled by the engine, which knows the rules
        of_tables(stored, is_log, log_hours),
        of_tables(stored, holds_records, log_source),
    ];
    for (name, sql) in NAMES.iter().zip(queries) {
        let Some(fact) = content.fact(name) else {
            continue;
        };
        let view = match sql {
            Some(sql) => session.frame(&sql)?.into_view(),
            None => empty(schema_of(fact))?,
        };
        session
            .context
            .register_table(*name, view)
            .map_err(LakeError::query)?;
    }
    Ok(())
}

fn of_tables(
    stored: &BTreeMap<String, Stored>,
    is_wanted: fn(&str) -> bool,
    of: fn(&str, &Stored) -> String,
) -> Option<String> {
    let tables = stored.iter().filter(|(table, _)| is_wanted(table));
    let parts: Vec<String> = tables.map(|(table, stored)| of(table, stored)).collect();
    (!parts.is_empty()).then(|| parts.join(" union all "))
}

/// What a record table holds and from when to when.
fn log_source(table: &str, stored: &Stored) -> String {
    // A year that was assumed says nothing about how far the evidence reaches.
    let sure = if stored.has_column(envelope::TIME_ASSUMED) {
        format!(
            " filter (where {0} is null or {0} not like '%year%')",
            envelope::TIME_ASSUMED
        )
    } else {
        String::new()
    };
    format!(
        "select max(time) as time, cast(null as varchar) as record_id, 'salus' as source, \
         '{table}' as name, min(time) as first_at, max(time) as last_at, \
         max(time){sure} as last_sure_at, count(*) as records, \
         count(distinct date_trunc('day', time)) as days_with_data from \"{table}\""
    )
}

/// How many records each machine wrote in each hour.
fn log_hours(table: &str, _: &Stored) -> String {
    format!(
        "select max(time) as time, cast(null as varchar) as record_id, 'salus' as source, \
         '{table}' as name, host, cast(floor(date_part('epoch', time) / 3600) as bigint) as hour, \
         count(*) as records, min(time) as first_at, max(time) as last_at \
         from \"{table}\" where time is not null group by host, 6"
    )
}

/// The ledger as a fact.
fn evidence_files(stored: &BTreeMap<String, Stored>) -> Option<String> {
    stored.contains_key("evidence").then(|| {
        "select ingested_at as time, cast(null as varchar) as record_id, 'salus' as source, \
         evidence_id, file, reader, bytes, \"read\" as records, rejects, status, reason \
         from evidence"
            .to_owned()
    })
}
