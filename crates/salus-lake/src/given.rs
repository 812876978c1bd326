//! Rows given as maps, as a batch: what examples hold, and facts that are worked out outside the query engine.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchOptions, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema};
use serde_json::{Map, Value};

use crate::LakeError;

/// The rows as a batch of these columns; what a row leaves out is null.
pub(crate) fn batch(
    fields: impl Iterator<Item = Field>,
    rows: &[Map<String, Value>],
) -> Result<RecordBatch, LakeError> {
    let fields: Vec<Field> = fields.collect();
    let declared = |name: &String| fields.iter().any(|field| field.name() == name);
    if let Some(name) = rows.iter().flat_map(Map::keys).find(|name| !declared(name)) {
        return Err(LakeError::Query(format!("column `{name}` is not declared")));
    }
    let columns = fields.iter().map(|field| {
        let cells = rows.iter().map(|row| {
            let given = row.get(field.name()).filter(|value| !value.is_null());
            given.cloned()
        });
        column(field.data_type(), cells)
    });
    let columns: Vec<ArrayRef> = columns.collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
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
