//! Content proved on its own examples, in memory: mappings, detectors, measures.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema};
use salus_content::{Content, ExampleRows, Mapping, Rows};
use serde_json::Value;

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
                rows,
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
    batch(fields.into_iter(), rows)
}

/// Rows as a batch of these columns. `record_id` is numbered where an example leaves it out.
pub(crate) fn batch(
    fields: impl Iterator<Item = Field>,
    rows: &[serde_json::Map<String, Value>],
) -> Result<RecordBatch, LakeError> {
    let fields: Vec<Field> = fields.collect();
    let declared = |name: &String| fields.iter().any(|field| field.name() == name);
    if let Some(name) = rows
        .iter()
        .flat_map(serde_json::Map::keys)
        .find(|name| !declared(name))
    {
        return Err(LakeError::Query(format!(
            "example column `{name}` is not declared"
        )));
    }
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(fields.len());
    for field in &fields {
        let cells = rows.iter().enumerate().map(|(at, row)| {
            let given = row
                .get(field.name())
                .filter(|value| !value.is_null())
                .cloned();
            match field.name().as_str() {
                "record_id" => given.or_else(|| Some(Value::String(format!("example:{}", at + 1)))),
                _ => given,
            }
        });
        columns.push(column(field.data_type(), cells));
    }
    let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)
        .map_err(LakeError::query)
}

fn column(kind: &DataType, cells: impl Iterator<Item = Option<Value>>) -> ArrayRef {
    match kind {
        DataType::Int64 => Arc::new(cells.map(|cell| cell?.as_i64()).collect::<Int64Array>()),
        DataType::Float64 => Arc::new(cells.map(|cell| cell?.as_f64()).collect::<Float64Array>()),
        DataType::Boolean => Arc::new(cells.map(|cell| cell?.as_bool()).collect::<BooleanArray>()),
        DataType::Timestamp(..) => {
            let times: TimestampMicrosecondArray = cells
                .map(|cell| salus_record::time::parse(cell?.as_str()?))
                .collect();
            Arc::new(times.with_timezone("UTC"))
        }
        _ => Arc::new(
            cells
                .map(|cell| salus_record::scalar_text(&cell?))
                .collect::<StringArray>(),
        ),
    }
}
