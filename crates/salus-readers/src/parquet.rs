//! Parquet: columns of records as data lakes keep them (security lakes, warehouses, exports for analysis).
//!
//! Each row becomes the text of a JSON object and goes where JSON goes, so that known kinds of records find their tables; any
//! other file is one table, named after its first columns. What a file says of its sizes and its nesting is looked
//! through before the library that reads it believes it.

mod footer;
mod objects;
mod pages;
mod thrift;
mod window;

use std::io::SeekFrom;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use ::parquet::file::metadata::PageIndexPolicy;
use arrow_array::RecordBatch;
use salus_record::limits;
use window::Window;

use crate::{About, Confidence, Evidence, Input, Place, ReadError, Reader, Sink, json};

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
        let input = evidence.input();
        let size = input.seek(SeekFrom::End(0))?;
        if size == 0 {
            return Ok(());
        }
        let cut = || whole("the Parquet file has no end: it is cut off or damaged");
        let (mut head, mut tail) = ([0_u8; 4], [0_u8; 8]);
        if size < (head.len() + tail.len()) as u64 {
            return Err(cut());
        }
        input.seek(SeekFrom::Start(0))?;
        input.read_exact(&mut head)?;
        input.seek(SeekFrom::End(-8))?;
        input.read_exact(&mut tail)?;
        if head == ENCRYPTED || tail.ends_with(ENCRYPTED) {
            return Err(whole(
                "the file is encrypted; help: export it without encryption",
            ));
        }
        if head != MAGIC || !tail.ends_with(MAGIC) {
            return Err(cut());
        }
        read(input, footer::place(tail, size).map_err(whole)?, sink)
    }
}

fn whole(reason: &str) -> ReadError {
    ReadError::malformed(Place::Whole, reason)
}

/// Reads the groups of rows one after the other, each into memory by itself; `end` is where the file describes them.
fn read(input: &mut dyn Input, end: Range<u64>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let size = end.end;
    let described = Window::read(input, &end, size)?.map_err(whole)?;
    footer::inspect(described.bytes()).map_err(whole)?;
    let options = ArrowReaderOptions::new()
        .with_skip_arrow_metadata(true)
        .with_page_index_policy(PageIndexPolicy::Skip);
    let known = ArrowReaderMetadata::load(&described, options).map_err(|_| whole(DAMAGED))?;
    let mut rows = Rows {
        done: 0,
        bytes: 0,
        objects: json::Objects::of("parquet"),
    };
    let mut packed = 0_u64;
    for (number, group) in known.metadata().row_groups().iter().enumerate() {
        let declared = u64::try_from(group.num_rows()).unwrap_or(u64::MAX);
        let end = rows.done.saturating_add(declared);
        let most = limits::PARQUET_FREE_ROWS.saturating_add(size * limits::ARCHIVE_RATIO);
        if end > most {
            return rows.refuse(end, "more rows than such a file can hold", sink);
        }
        let part = window::of_group(group).unwrap_or(size..0);
        packed = packed.saturating_add(part.end.saturating_sub(part.start));
        // Groups that lie in one another would be read again and again.
        let window = if packed > size {
            Err(DAMAGED)
        } else {
            Window::read(input, &part, size)?
        };
        match window.and_then(|window| batches(window, &known, number)) {
            Ok(batches) => rows.write(batches, end, sink)?,
            Err(why) => rows.refuse(end, why, sink)?,
        }
        rows.done = end;
    }
    Ok(())
}

/// The rows of a group whose columns lie in `window`.
fn batches(
    window: Window,
    known: &ArrowReaderMetadata,
    number: usize,
) -> Result<ParquetRecordBatchReader, &'static str> {
    let at_once = pages::inspect(&window, known.metadata().row_group(number))?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(window, known.clone())
        .with_row_groups(vec![number])
        .with_batch_size(at_once.clamp(1, ROWS));
    builder.build().map_err(|_| DAMAGED)
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
