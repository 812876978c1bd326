//! Query results as people and programs want them: a table, CSV, JSON lines, Parquet.

use std::io::Write;
use std::path::Path;

use arrow_array::RecordBatch;
use datafusion::arrow::csv::WriterBuilder as CsvWriter;
use datafusion::arrow::json::WriterBuilder as JsonWriter;
use datafusion::arrow::json::writer::LineDelimited;
use datafusion::parquet::arrow::ArrowWriter;
use futures::StreamExt as _;
use salus_content::Rows;

use crate::{LakeError, Session};

/// Rows a printed table shows at most.
const TABLE_ROWS: usize = 1_000;

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For reading.
    Table,
    /// RFC 4180 with a header.
    Csv,
    /// One object per line; nulls are left in.
    JsonLines,
}

/// Result rows as maps.
pub(crate) fn rows(batches: &[RecordBatch]) -> Result<Rows, String> {
    let mut text = Vec::new();
    json(&mut text, batches).map_err(|error| error.to_string())?;
    serde_json::Deserializer::from_slice(&text)
        .into_iter()
        .collect::<Result<Rows, _>>()
        .map_err(|error| error.to_string())
}

fn json(to: &mut dyn Write, batches: &[RecordBatch]) -> Result<(), LakeError> {
    let mut writer = JsonWriter::new()
        .with_explicit_nulls(true)
        .build::<_, LineDelimited>(to);
    for batch in batches {
        writer.write(batch).map_err(LakeError::query)?;
    }
    writer.finish().map_err(LakeError::query)
}

impl Session {
    /// Runs a query and writes its rows as they come; tells how many there were.
    pub fn write(&self, sql: &str, format: Format, to: &mut dyn Write) -> Result<u64, LakeError> {
        let frame = self.frame(sql)?;
        let schema = frame.schema().inner().clone();
        let mut stream = self
            .runtime
            .block_on(frame.execute_stream())
            .map_err(LakeError::query)?;
        let mut rows = 0;
        let mut shown: Vec<RecordBatch> = vec![RecordBatch::new_empty(schema)];
        let mut is_first = true;
        while let Some(batch) = self.runtime.block_on(stream.next()) {
            let batch = batch.map_err(LakeError::query)?;
            rows += batch.num_rows() as u64;
            match format {
                Format::Table => {
                    let held: usize = shown.iter().map(RecordBatch::num_rows).sum();
                    let room = TABLE_ROWS.saturating_sub(held).min(batch.num_rows());
                    shown.push(batch.slice(0, room));
                }
                Format::Csv => csv(to, &batch, is_first)?,
                Format::JsonLines => json(to, std::slice::from_ref(&batch))?,
            }
            is_first = false;
        }
        match format {
            Format::Table => {
                let text = datafusion::arrow::util::pretty::pretty_format_batches(&shown);
                writeln!(to, "{}", text.map_err(LakeError::query)?).map_err(LakeError::query)?;
                if rows > TABLE_ROWS as u64 {
                    writeln!(
                        to,
                        "… {rows} rows in all; help: use `--format csv` for every row"
                    )
                    .map_err(LakeError::query)?;
                }
            }
            Format::Csv if is_first => csv(to, &shown[0], true)?,
            Format::Csv | Format::JsonLines => {}
        }
        Ok(rows)
    }

    /// Runs a query into a Parquet file; tells how many rows it has.
    pub fn write_parquet(&self, sql: &str, path: &Path) -> Result<u64, LakeError> {
        let frame = self.frame(sql)?;
        let schema = frame.schema().inner().clone();
        let file = std::fs::File::create(path).map_err(LakeError::io(path))?;
        let mut writer = ArrowWriter::try_new(file, schema, None).map_err(LakeError::query)?;
        let mut stream = self
            .runtime
            .block_on(frame.execute_stream())
            .map_err(LakeError::query)?;
        let mut rows = 0;
        while let Some(batch) = self.runtime.block_on(stream.next()) {
            let batch = batch.map_err(LakeError::query)?;
            rows += batch.num_rows() as u64;
            writer.write(&batch).map_err(LakeError::query)?;
        }
        writer.close().map_err(LakeError::query)?;
        Ok(rows)
    }
}

fn csv(to: &mut dyn Write, batch: &RecordBatch, header: bool) -> Result<(), LakeError> {
    CsvWriter::new()
        .with_header(header)
        .build(to)
        .write(batch)
        .map_err(LakeError::query)
}
