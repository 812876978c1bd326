//! Reading a table file by file, as batches with dictionary text, without a query.

use std::fs::File;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema};
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use salus_record::{Batch, envelope, limits};

use crate::{Lake, LakeError, delta};

impl Lake {
    /// The names of a table's columns; none when there is no such table.
    pub fn columns(&self, table: &str) -> Result<Vec<String>, LakeError> {
        let folder = self.table_folder(table);
        let known = self.runtime.block_on(delta::load(table, &folder))?;
        let columns = known.map(|known| known.columns).unwrap_or_default();
        Ok(columns.into_iter().map(|column| column.name).collect())
    }

    /// Visits all rows of a record table, in the order they were stored.
    pub fn scan(
        &self,
        table: &str,
        visit: &mut dyn FnMut(Batch) -> Result<(), LakeError>,
    ) -> Result<(), LakeError> {
        self.scan_files(table, None, &mut |rows| {
            visit(Batch {
                table: table.to_owned(),
                rows,
            })
        })
    }

    /// Visits some columns of a table, as plain text and numbers.
    pub(crate) fn scan_columns(
        &self,
        table: &str,
        columns: &[&str],
        visit: &mut dyn FnMut(RecordBatch) -> Result<(), LakeError>,
    ) -> Result<(), LakeError> {
        self.scan_files(table, Some(columns), visit)
    }

    fn scan_files(
        &self,
        table: &str,
        columns: Option<&[&str]>,
        visit: &mut dyn FnMut(RecordBatch) -> Result<(), LakeError>,
    ) -> Result<(), LakeError> {
        let fail = LakeError::table(table);
        let folder = self.table_folder(table);
        let Some(known) = self.runtime.block_on(delta::load(table, &folder))? else {
            return Ok(());
        };
        let mut files = known.files;
        files.sort();
        for name in files {
            let path = folder.join(&name);
            let file = File::open(&path).map_err(LakeError::io(&path))?;
            let plain = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())
                .map_err(|error| fail(error.to_string()))?;
            let schema = match columns {
                Some(_) => plain.schema().clone(),
                None => Arc::new(with_dictionaries(plain.schema())),
            };
            let options = ArrowReaderOptions::new().with_schema(schema);
            let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
                .map_err(|error| fail(error.to_string()))?;
            let builder = builder.with_batch_size(limits::BATCH_ROWS);
            let builder = match columns {
                Some(columns) => {
                    let mask =
                        ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
                    builder.with_projection(mask)
                }
                None => builder,
            };
            let reader = builder.build().map_err(|error| fail(error.to_string()))?;
            for rows in reader {
                let rows = rows.map_err(|error| fail(error.to_string()))?;
                visit(in_order(rows, columns).map_err(&fail)?)?;
            }
        }
        Ok(())
    }
}

/// The columns in the order they were asked for.
fn in_order(rows: RecordBatch, columns: Option<&[&str]>) -> Result<RecordBatch, String> {
    let Some(columns) = columns else {
        return Ok(rows);
    };
    let schema = rows.schema();
    let order: Result<Vec<usize>, _> = columns.iter().map(|name| schema.index_of(name)).collect();
    order
        .and_then(|order| rows.project(&order))
        .map_err(|error| error.to_string())
}

fn with_dictionaries(schema: &Schema) -> Schema {
    let plain = [envelope::RECORD_ID, envelope::EVIDENCE_ID, envelope::PLACE];
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .map(|field| {
            let is_text = field.data_type() == &DataType::Utf8;
            let kind = if is_text && !plain.contains(&field.name().as_str()) {
                envelope::text_type()
            } else {
                field.data_type().clone()
            };
            Field::new(field.name(), kind, field.is_nullable())
        })
        .collect();
    Schema::new(fields)
}
