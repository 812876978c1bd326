//! The chosen columns of the rows that a report shows; which ones, content decides.

use std::collections::{BTreeMap, BTreeSet};

use salus_content::{Ask, quoted};
use salus_lake::Session;
use salus_report::model::{Field, Report, Row};
use serde_json::{Map, Value};

/// Records asked for in one query.
const IDS_PER_QUERY: usize = 500;
/// Characters of a value that are shown.
const VALUE_CHARS: usize = 160;

/// Fills in the fields of every row in the report.
pub(super) fn fill(
    session: &Session,
    shown: &BTreeMap<String, Vec<String>>,
    report: &mut Report,
) -> Result<(), String> {
    let mut by_table: BTreeMap<String, Vec<&mut Row>> = BTreeMap::new();
    let measures = report
        .practices
        .iter_mut()
        .flat_map(|practice| &mut practice.sub_practices)
        .flat_map(|row| &mut row.measures)
        .flat_map(|measure| &mut measure.rows);
    let findings = report
        .findings
        .iter_mut()
        .flat_map(|finding| &mut finding.evidence);
    for row in findings.chain(measures) {
        by_table.entry(row.table.clone()).or_default().push(row);
    }
    for (table, mut rows) in by_table {
        let Some(wanted) = columns_of(shown, &table) else {
            continue;
        };
        let columns = there(session, &table, wanted)?;
        if !columns.is_empty() {
            fill_table(session, &table, &columns, &mut rows)?;
        }
    }
    Ok(())
}

/// The entry of this table, or else the longest one with `*` that fits.
fn columns_of<'s>(
    shown: &'s BTreeMap<String, Vec<String>>,
    table: &str,
) -> Option<&'s Vec<String>> {
    let fits = |name: &str| {
        name.strip_suffix('*')
            .is_some_and(|start| table.starts_with(start))
    };
    shown.get(table).or_else(|| {
        let matching = shown.iter().filter(|(name, _)| fits(name));
        matching
            .max_by_key(|(name, _)| name.len())
            .map(|(_, columns)| columns)
    })
}

/// Those of the wanted columns that the table has.
fn there(session: &Session, table: &str, wanted: &[String]) -> Result<Vec<String>, String> {
    let sql = format!(
        "select column_name as name from information_schema.columns where table_name = {}",
        quoted(table)
    );
    let rows = session.ask(&sql)?;
    let known: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row.get("name")?.as_str())
        .collect();
    Ok(wanted
        .iter()
        .filter(|name| known.contains(name.as_str()))
        .cloned()
        .collect())
}

fn fill_table(
    session: &Session,
    table: &str,
    columns: &[String],
    rows: &mut [&mut Row],
) -> Result<(), String> {
    let ids: BTreeSet<String> = rows.iter().map(|row| row.record_id.clone()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    let mut found: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for ids in ids.chunks(IDS_PER_QUERY) {
        let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
        let sql = format!(
            "select record_id, {} from \"{table}\" where record_id in ({})",
            names.join(", "),
            ids.join(", ")
        );
        for record in session.ask(&sql)? {
            if let Some(id) = record.get("record_id").and_then(Value::as_str) {
                found.insert(id.to_owned(), record);
            }
        }
    }
    for row in rows.iter_mut() {
        let Some(record) = found.get(&row.record_id) else {
            continue;
        };
        let fields = columns.iter().filter_map(|name| {
            let value = record.get(name)?.as_str()?;
            Some(Field {
                name: name.clone(),
                value: value.chars().take(VALUE_CHARS).collect(),
            })
        });
        row.fields = fields.collect();
    }
    Ok(())
}
