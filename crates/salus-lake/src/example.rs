//! Content proved on its own examples, in memory: mappings, detectors, measures.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field};
use salus_content::{Content, ExampleRows, Mapping, Rows};
use serde_json::{Map, Value};

use crate::given::batch;
use crate::session::{Stored, envelope_fields};
use crate::{LakeError, Session, facts};

/// Runs examples over tables that live in memory.
pub struct Examples<'c> {
    content: &'c Content,
    runtime: tokio::runtime::Runtime,
}

impl<'c> Examples<'c> {
    /// Examples of this content.
    pub fn new(content: &'c Content) -> Result<Self, LakeError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(LakeError::query)?;
        Ok(Self { content, runtime })
    }

    /// A session whose fact tables hold these rows, and nothing else.
    pub fn facts(&self, tables: &BTreeMap<String, ExampleRows>) -> Result<Session, LakeError> {
        let mut stored = BTreeMap::new();
        for fact in &self.content.facts {
            let schema = facts::schema_of(fact);
            let rows = tables
                .get(&fact.name)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let rows = batch(
                schema.fields().iter().map(|field| field.as_ref().clone()),
                &numbered(rows),
            )?;
            stored.insert(fact.name.clone(), Stored::Memory(rows));
        }
        if let Some(unknown) = tables.keys().find(|name| !stored.contains_key(*name)) {
            return Err(LakeError::Query(format!(
                "`{unknown}` is not a declared fact"
            )));
        }
        Session::of(&stored, self.runtime.handle().clone())
    }

    /// The fact rows a mapping makes of these records.
    pub fn mapped(
        &self,
        mapping: &Mapping,
        records: &BTreeMap<String, ExampleRows>,
    ) -> Result<Rows, LakeError> {
        let fact = self
            .content
            .fact(&mapping.fact)
            .ok_or_else(|| LakeError::Query(format!("fact `{}` is not declared", mapping.fact)))?;
        let mut stored = BTreeMap::new();
        for (table, rows) in records {
            stored.insert(table.clone(), Stored::Memory(record_batch(rows)?));
        }
        let session = Session::of(&stored, self.runtime.handle().clone())?;
        let frame = facts::branch(&session, &stored, mapping, &facts::schema_of(fact))?;
        let rows = self
            .runtime
            .block_on(frame.collect())
            .map_err(LakeError::query)?;
        crate::output::rows(&rows).map_err(LakeError::Query)
    }
}

fn record_batch(rows: &ExampleRows) -> Result<RecordBatch, LakeError> {
    let mut fields = envelope_fields();
    for name in rows.iter().flat_map(serde_json::Map::keys) {
        if !fields.iter().any(|field| field.name() == name) {
            fields.push(Field::new(name, DataType::Utf8, true));
        }
    }
    batch(fields.into_iter(), &numbered(rows))
}

/// The rows with a `record_id`, numbered where an example leaves it out.
fn numbered(rows: &[Map<String, Value>]) -> ExampleRows {
    let number = |(at, row): (usize, &Map<String, Value>)| {
        let mut row = row.clone();
        let id = row.entry("record_id").or_insert(Value::Null);
        if id.is_null() {
            *id = Value::String(format!("example:{}", at + 1));
        }
        row
    };
    rows.iter().enumerate().map(number).collect()
}
