//! Rows into a Parquet file: the columns of a row group are encoded beside one another on all cores.

mod twins;

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::{Arc, Mutex};
use std::thread;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, SchemaRef};
use datafusion::parquet::arrow::ArrowSchemaConverter;
use datafusion::parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use datafusion::parquet::basic::{Compression, Encoding, ZstdLevel};
use datafusion::parquet::errors::ParquetError;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use datafusion::parquet::file::writer::SerializedFileWriter;
use datafusion::parquet::schema::types::ColumnPath;
use salus_record::envelope;
use twins::{Group, Kept, Twins};

/// A row group is closed beyond this (bytes).
const GROUP_BYTES: usize = 32 << 20;
/// Rows of a row group.
const GROUP_ROWS: u64 = 1 << 20;
/// Rows of a page.
const PAGE_ROWS: usize = 1 << 16;
/// So many values are worth a second thread.
const MANY_VALUES: usize = 200_000;
/// Threads that encode at most.
const THREADS: usize = 8;

/// Writes one Parquet file.
pub(crate) struct Encoder {
    schema: SchemaRef,
    file: SerializedFileWriter<File>,
    columns: ArrowRowGroupWriterFactory,
    /// The row group that is being written: one writer for each column that is not the same as an earlier one.
    group: Vec<Option<ArrowColumnWriter>>,
    twins: Twins,
    kept: Kept,
    group_rows: u64,
    rows: u64,
}

impl Encoder {
    /// For rows with these columns; text may come in dictionaries.
    pub(crate) fn new(file: File, schema: &SchemaRef) -> Result<Self, String> {
        begin(file, schema).map_err(|error| error.to_string())
    }

    /// How many columns the file has.
    pub(crate) fn width(&self) -> usize {
        self.schema.fields().len()
    }

    /// What the open row group holds in memory.
    pub(crate) fn bytes(&self) -> usize {
        let group = self.group.iter().flatten();
        group
            .map(ArrowColumnWriter::get_estimated_total_bytes)
            .sum()
    }

    /// Adds rows.
    pub(crate) fn write(&mut self, batches: &[RecordBatch]) -> Result<(), String> {
        self.add(batches).map_err(|error| error.to_string())
    }

    /// Closes the open row group.
    pub(crate) fn flush(&mut self) -> Result<(), String> {
        self.end_group().map_err(|error| error.to_string())
    }

    /// Closes the file and tells how many rows it has.
    pub(crate) fn finish(mut self) -> Result<(File, u64), String> {
        self.flush()?;
        let file = self.file.into_inner().map_err(|error| error.to_string())?;
        Ok((file, self.rows))
    }

    fn add(&mut self, batches: &[RecordBatch]) -> Result<(), ParquetError> {
        if !self.twins.hold(batches) {
            self.end_group()?;
        }
        if self.group.is_empty() {
            self.begin_group(batches)?;
        }
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        let threads = threads(rows * self.width());
        let group = std::mem::take(&mut self.group);
        let jobs = group.into_iter().enumerate().collect();
        let fields = self.schema.fields();
        self.group = each(jobs, threads, &|(at, mut writer)| {
            for batch in batches {
                if let Some(writer) = &mut writer {
                    write(writer, fields[at].as_ref(), batch.column(at))?;
                }
            }
            Ok(writer)
        })?;
        self.group_rows += rows as u64;
        self.rows += rows as u64;
        if self.bytes() > GROUP_BYTES || self.group_rows >= GROUP_ROWS {
            self.end_group()?;
        }
        Ok(())
    }

    fn begin_group(&mut self, batches: &[RecordBatch]) -> Result<(), ParquetError> {
        let number = self.file.flushed_row_groups().len();
        let writers = self.columns.create_column_writers(number)?;
        let twins = Twins::among(batches);
        let own = writers.into_iter().enumerate();
        self.group = own
            .map(|(at, writer)| twins.of(at).is_none().then_some(writer))
            .collect();
        self.twins = twins;
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), ParquetError> {
        let group = std::mem::take(&mut self.group);
        let rows = std::mem::take(&mut self.group_rows);
        if rows == 0 {
            return Ok(());
        }
        let values = usize::try_from(rows).unwrap_or(usize::MAX);
        let threads = threads(values.saturating_mul(group.len()));
        let close = |writer: Option<ArrowColumnWriter>| writer.map(ArrowColumnWriter::close);
        let chunks: Vec<Option<ArrowColumnChunk>> =
            each(group, threads, &|writer| close(writer).transpose())?;
        let columns = self.file.schema_descr().columns().to_vec();
        let mut writer = self.file.next_row_group()?;
        let mut group = Group {
            writer: &mut writer,
            twins: &self.twins,
            kept: &self.kept,
            ends: BTreeMap::new(),
        };
        for (at, (chunk, column)) in chunks.into_iter().zip(columns).enumerate() {
            match (chunk, self.twins.of(at)) {
                (Some(chunk), _) => group.put(at, chunk)?,
                (None, Some(other)) => group.repeat(other, column)?,
                (None, None) => {}
            }
        }
        writer.close()?;
        Ok(())
    }
}

fn begin(file: File, schema: &SchemaRef) -> Result<Encoder, ParquetError> {
    let description = ArrowSchemaConverter::new().convert(schema)?;
    let root = description.root_schema_ptr();
    let file = SerializedFileWriter::new(file, root, Arc::new(properties()?))?;
    let kept = Kept::default();
    let columns = ArrowRowGroupWriterFactory::new(&file, Arc::clone(schema))
        .with_page_store_factory(Arc::new(kept.clone()));
    Ok(Encoder {
        schema: Arc::clone(schema),
        file,
        columns,
        group: Vec::new(),
        twins: Twins::default(),
        kept,
        group_rows: 0,
        rows: 0,
    })
}

/// Columns whose smallest and largest values are kept.
const BOUNDED: &[&str] = &[envelope::RECORD_ID, envelope::EVIDENCE_ID, envelope::TIME];
/// Columns that have no dictionary.
const WITHOUT_DICTIONARY: &[&str] = &[envelope::RECORD_ID, envelope::PLACE];

/// Smallest and largest values are kept where they can rule out a row group: rows come in the order of their
/// evidence. Ids and places differ from row to row, and begin like the one before.
fn properties() -> Result<WriterProperties, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_statistics_enabled(EnabledStatistics::None);
    for name in BOUNDED {
        let kept = EnabledStatistics::Chunk;
        properties = properties.set_column_statistics_enabled(ColumnPath::from(*name), kept);
    }
    for name in WITHOUT_DICTIONARY {
        properties = properties
            .set_column_dictionary_enabled(ColumnPath::from(*name), false)
            .set_column_encoding(ColumnPath::from(*name), Encoding::DELTA_BYTE_ARRAY);
    }
    Ok(properties.build())
}

fn write(
    writer: &mut ArrowColumnWriter,
    field: &Field,
    array: &ArrayRef,
) -> Result<(), ParquetError> {
    for leaf in compute_leaves(field, array)? {
        writer.write(&leaf)?;
    }
    Ok(())
}

fn threads(values: usize) -> usize {
    if values < MANY_VALUES {
        return 1;
    }
    thread::available_parallelism().map_or(1, |cores| cores.get().min(THREADS))
}

/// Does the jobs on so many threads, and gives what comes of them in the order of the jobs.
fn each<J: Send, D: Send>(
    jobs: Vec<J>,
    threads: usize,
    work: &(dyn Fn(J) -> Result<D, ParquetError> + Sync),
) -> Result<Vec<D>, ParquetError> {
    if threads <= 1 {
        return jobs.into_iter().map(work).collect();
    }
    let count = jobs.len();
    let queue = Mutex::new(jobs.into_iter().enumerate());
    let done = Mutex::new(Vec::with_capacity(count));
    let broken = || ParquetError::General("a thread that encodes columns broke".to_owned());
    thread::scope(|scope| {
        for _ in 0..threads.min(count) {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().ok().and_then(|mut queue| queue.next());
                    let Some((at, job)) = next else {
                        return;
                    };
                    let result = work(job);
                    if let Ok(mut done) = done.lock() {
                        done.push((at, result));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().map_err(|_| broken())?;
    if done.len() < count {
        return Err(broken());
    }
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests;
