//! Parquet: columns of records as data lakes keep them (security lakes, warehouses, exports for analysis).
//!
//! Each row becomes the text of a JSON object and goes where JSON goes, so that known kinds of records find their tables; any
//! other file is one table, named after its first columns. What a file says of its sizes and its nesting is looked
//! through before the library that reads it believes it.

mod footer;
mod objects;
mod pages;
mod thrift;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ::parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use ::parquet::column::page::Page;
use ::parquet::file::metadata::PageIndexPolicy;
use ::parquet::file::reader::ChunkReader;
use arrow_array::RecordBatch;
use salus_record::limits;

use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink, json};

pub(crate) struct Parquet;

const MAGIC: &[u8] = b"PAR1";
/// The whole file is encrypted.
const ENCRYPTED: &[u8] = b"PARE";
/// Rows unpacked at a time.
const ROWS: usize = 1024;
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
    let mut rows = Rows {
        done: 0,
        bytes: 0,
        objects: json::Objects::of("parquet"),
    };
    let size = bytes.as_ref().len() as u64;
    for (number, group) in metadata.row_groups().iter().enumerate() {
        let declared = u64::try_from(group.num_rows()).unwrap_or(u64::MAX);
        let end = rows.done.saturating_add(declared);
        let most = limits::PARQUET_FREE_ROWS.saturating_add(size * limits::ARCHIVE_RATIO);
        if end > most {
            return rows.refuse(end, "more rows than such a file can hold", sink);
        }
        let batches = pages::inspect(bytes.as_ref(), group).and_then(|at_once| {
            let builder =
                ParquetRecordBatchReaderBuilder::try_new_with_options(bytes.clone(), options())
                    .map_err(|_| DAMAGED)?;
            let builder = builder.with_row_groups(vec![number]);
            let builder = builder.with_batch_size(at_once.clamp(1, ROWS));
            builder.build().map_err(|_| DAMAGED)
        });
        match batches {
            Ok(batches) => rows.write(batches, end, sink)?,
            Err(why) => rows.refuse(end, why, sink)?,
        }
        rows.done = end;
    }
    Ok(())
}

/// The next rows. The library takes the widths and lengths in a page for granted and panics on a damaged one; nothing is
/// read from it after that.
fn next(batches: &mut ParquetRecordBatchReader) -> Option<Result<RecordBatch, &'static str>> {
    match catch_unwind(AssertUnwindSafe(|| batches.next())) {
        Ok(batch) => batch.map(|batch| batch.map_err(|_| DAMAGED)),
        Err(_) => Some(Err(DAMAGED)),
    }
}

/// How far the reading has come.
struct Rows {
    /// Rows dealt with, and bytes written for them.
    done: u64,
    bytes: u64,
    objects: json::Objects,
}

impl Rows {
    /// Rows up to this one cannot be read: they are one reject, since they lie packed in one piece.
    fn refuse(&self, end: u64, why: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let first = self.done + 1;
        let reason = format!("rows {first} to {end}: {why}");
        sink.reject(Place::Record(first), reason)
    }

    /// Writes a group row by row: what one row says may be large.
    fn write(
        &mut self,
        mut batches: ParquetRecordBatchReader,
        end: u64,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        while let Some(batch) = next(&mut batches) {
            let batch = match batch {
                Ok(batch) => batch,
                Err(why) => return self.refuse(end, why, sink),
            };
            match objects::of_all(&batch) {
                Some(texts) => {
                    for text in texts.lines() {
                        self.put(Ok(text), sink)?;
                    }
                }
                None => {
                    for at in 0..batch.num_rows() {
                        let text = objects::of_one(&batch.slice(at, 1));
                        self.put(text.as_deref().map_err(|why| *why), sink)?;
                    }
                }
            }
            if self.bytes > limits::ARCHIVE_BYTES {
                return self.refuse(end, "the rows say more than the limit", sink);
            }
        }
        Ok(())
    }

    fn put(
        &mut self,
        object: Result<&[u8], &'static str>,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        self.done += 1;
        let place = Place::Record(self.done);
        let text = match object {
            Ok(text) => text,
            Err(why) => return sink.reject(place, why),
        };
        self.bytes += text.len() as u64;
        if self.objects.put(text, place, sink)? {
            return Ok(());
        }
        sink.reject(place, objects::STRANGE)
    }
}

#[cfg(test)]
mod tests;
