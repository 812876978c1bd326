//! Parquet: columns of records as data lakes keep them (security lakes, warehouses, exports for analysis).
//!
//! Each row becomes a JSON object and goes where JSON goes, so that known kinds of records find their tables; any
//! other file is one table, named after its first columns. What a file says of its sizes and its nesting is looked
//! through before the library that reads it believes it.

mod footer;
mod pages;
mod thrift;

use std::sync::Arc;

use ::parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use ::parquet::column::page::Page;
use ::parquet::file::metadata::PageIndexPolicy;
use ::parquet::file::reader::ChunkReader;
use arrow_array::RecordBatch;
use arrow_json::writer::{JsonArray, WriterBuilder};
use serde_json::Value;

use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink, json};

pub(crate) struct Parquet;

const MAGIC: &[u8] = b"PAR1";
/// The whole file is encrypted.
const ENCRYPTED: &[u8] = b"PARE";
/// Rows unpacked at a time.
const ROWS: usize = 256;
const DAMAGED: &str = "the Parquet file is damaged";

impl Reader for Parquet {
    fn about(&self) -> About {
        About {
            name: "parquet",
            title: "Parquet, as data lakes keep records",
            tables: &["ocsf_*", "parquet_*"],
            export: "Amazon Security Lake: the objects of the bucket; other lakes and warehouses: unload to Parquet",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        if head.starts_with(MAGIC) || head.starts_with(ENCRYPTED) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let bytes = evidence.whole()?;
        if bytes.is_empty() {
            return Ok(());
        }
        if bytes.starts_with(ENCRYPTED) || bytes.ends_with(ENCRYPTED) {
            return Err(whole(
                "the file is encrypted; help: export it without encryption",
            ));
        }
        if !bytes.starts_with(MAGIC) || !bytes.ends_with(MAGIC) {
            return Err(whole(
                "the Parquet file has no end: it is cut off or damaged",
            ));
        }
        footer::inspect(&bytes).map_err(whole)?;
        read(Page::buffer, bytes, sink)
    }
}

fn whole(reason: &str) -> ReadError {
    ReadError::malformed(Place::Whole, reason)
}

/// Reads the groups of rows one after the other. `B` is the kind of buffer that pages lie in.
fn read<B>(_: fn(&Page) -> &B, bytes: Vec<u8>, sink: &mut Sink<'_>) -> Result<(), ReadError>
where
    B: ChunkReader + Clone + From<Vec<u8>> + AsRef<[u8]> + 'static,
{
    let bytes = B::from(bytes);
    let options = || {
        ArrowReaderOptions::new()
            .with_skip_arrow_metadata(true)
            .with_page_index_policy(PageIndexPolicy::Skip)
    };
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(bytes.clone(), options());
    let metadata = Arc::clone(builder.map_err(|_| whole(DAMAGED))?.metadata());
    let mut row = 0;
    for (number, group) in metadata.row_groups().iter().enumerate() {
        let end = row + u64::try_from(group.num_rows()).unwrap_or(0);
        let sound = pages::inspect(bytes.as_ref(), group);
        let sound = sound.and_then(|()| {
            let builder =
                ParquetRecordBatchReaderBuilder::try_new_with_options(bytes.clone(), options())
                    .map_err(|_| DAMAGED)?;
            let builder = builder.with_row_groups(vec![number]).with_batch_size(ROWS);
            builder.build().map_err(|_| DAMAGED)
        });
        let batches = match sound {
            Ok(batches) => batches,
            Err(why) => {
                sink.reject(
                    Place::Record(row + 1),
                    format!("rows {} to {end}: {why}", row + 1),
                )?;
                row = end;
                continue;
            }
        };
        for batch in batches {
            let Ok(batch) = batch else {
                let reason = format!("rows {} to {end}: {DAMAGED}", row + 1);
                sink.reject(Place::Record(row + 1), reason)?;
                break;
            };
            write(&batch, row, sink)?;
            row += batch.num_rows() as u64;
        }
        row = end;
    }
    Ok(())
}

/// Writes rows, one at a time: what one row says may be large.
fn write(batch: &RecordBatch, before: u64, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    for at in 0..batch.num_rows() {
        let place = Place::Record(before + at as u64 + 1);
        match object(&batch.slice(at, 1)) {
            Some(object) => json::put_as("parquet", object, place, sink)?,
            None => sink.reject(place, "a value of a kind that cannot be written as text")?,
        }
    }
    Ok(())
}

fn object(row: &RecordBatch) -> Option<Value> {
    let mut writer = WriterBuilder::new().build::<_, JsonArray>(Vec::new());
    writer.write(row).ok()?;
    writer.finish().ok()?;
    let rows: Vec<Value> = serde_json::from_slice(&writer.into_inner()).ok()?;
    let mut object = rows.into_iter().next()?;
    // The table is called after the columns of the file, whatever of them this row has.
    for field in row.schema().fields() {
        object
            .as_object_mut()?
            .entry(field.name())
            .or_insert(Value::Null);
    }
    Some(object)
}

#[cfg(test)]
mod tests;
