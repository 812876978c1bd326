//! Columns of a row group that are one and the same: one is encoded, and its pages are written for the others again.
//!
//! Readers give a list its usual column names beside its own; the values behind both are one array.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow_array::RecordBatch;
use bytes::Bytes;
use datafusion::parquet::arrow::arrow_writer::{
    ArrowColumnChunk, InMemoryPageStore, PageKey, PageStore, PageStoreArgs, PageStoreFactory,
};
use datafusion::parquet::column::writer::ColumnCloseResult;
use datafusion::parquet::errors::ParquetError;
use datafusion::parquet::file::metadata::ColumnChunkMetaData;
use datafusion::parquet::file::writer::SerializedRowGroupWriter;
use datafusion::parquet::schema::types::ColumnDescPtr;

use super::{BOUNDED, WITHOUT_DICTIONARY};

/// For each column the earlier one that it is in all of these rows.
#[derive(Debug, Default)]
pub(super) struct Twins(Vec<Option<usize>>);

impl Twins {
    pub(super) fn among(batches: &[RecordBatch]) -> Self {
        let Some(first) = batches.first() else {
            return Self::default();
        };
        let fields = first.schema_ref().fields();
        // These are encoded in a way of their own.
        let is_apart = |at: usize| {
            let name = fields[at].name().as_str();
            BOUNDED.contains(&name) || WITHOUT_DICTIONARY.contains(&name)
        };
        let twins = (0..fields.len()).map(|at| {
            let earlier = (0..at).find(|other| is_one(batches, *other, at));
            earlier.filter(|other| !is_apart(at) && !is_apart(*other))
        });
        Self(twins.collect())
    }

    /// The column that this one is.
    pub(super) fn of(&self, at: usize) -> Option<usize> {
        self.0.get(at).copied().flatten()
    }

    /// Whether others are this one.
    fn has(&self, at: usize) -> bool {
        self.0.contains(&Some(at))
    }

    /// Whether it is so in these rows, too.
    pub(super) fn hold(&self, batches: &[RecordBatch]) -> bool {
        let mut twins = self.0.iter().enumerate();
        twins.all(|(at, twin)| twin.is_none_or(|other| is_one(batches, other, at)))
    }
}

fn is_one(batches: &[RecordBatch], one: usize, other: usize) -> bool {
    let mut batches = batches.iter();
    batches.all(|batch| Arc::ptr_eq(batch.column(one), batch.column(other)))
}

/// Keeps the pages of those columns that others are, as they go to the file.
#[derive(Debug, Default, Clone)]
pub(super) struct Kept(Arc<Mutex<BTreeMap<usize, Vec<u8>>>>);

impl Kept {
    fn pages(&self) -> MutexGuard<'_, BTreeMap<usize, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PageStoreFactory for Kept {
    fn create(&self, of: &PageStoreArgs<'_>) -> Result<Box<dyn PageStore>, ParquetError> {
        Ok(Box::new(Store {
            column: of.column_index(),
            pages: InMemoryPageStore::default(),
            kept: self.clone(),
        }))
    }
}

struct Store {
    column: usize,
    pages: InMemoryPageStore,
    kept: Kept,
}

impl PageStore for Store {
    fn put(&mut self, value: Bytes) -> Result<PageKey, ParquetError> {
        self.pages.put(value)
    }

    fn take(&mut self, key: PageKey) -> Result<Bytes, ParquetError> {
        let page = self.pages.take(key)?;
        if let Some(kept) = self.kept.pages().get_mut(&self.column) {
            kept.extend_from_slice(&page);
        }
        Ok(page)
    }

    fn memory_size(&self) -> usize {
        self.pages.memory_size()
    }
}

/// The columns of a row group on their way into the file, first to last.
pub(super) struct Group<'g, 'f, W: io::Write + Send> {
    pub(super) writer: &'g mut SerializedRowGroupWriter<'f, W>,
    pub(super) twins: &'g Twins,
    pub(super) kept: &'g Kept,
    /// How those ended that others are.
    pub(super) ends: BTreeMap<usize, (ColumnCloseResult, Bytes)>,
}

impl<W: io::Write + Send> Group<'_, '_, W> {
    /// Writes a column that was encoded.
    pub(super) fn put(&mut self, at: usize, chunk: ArrowColumnChunk) -> Result<(), ParquetError> {
        if !self.twins.has(at) {
            return chunk.append_to_row_group(self.writer);
        }
        let end = chunk.close().clone();
        self.kept.pages().insert(at, Vec::new());
        chunk.append_to_row_group(self.writer)?;
        let pages = self.kept.pages().remove(&at).unwrap_or_default();
        self.ends.insert(at, (end, Bytes::from(pages)));
        Ok(())
    }

    /// Writes the pages of an earlier column again, for one that is the same.
    pub(super) fn repeat(&mut self, other: usize, to: ColumnDescPtr) -> Result<(), ParquetError> {
        let Some((end, pages)) = self.ends.get(&other) else {
            let what = "a column was to be written before its like";
            return Err(ParquetError::General(what.to_owned()));
        };
        let mut end = end.clone();
        let dictionary = pages.len() - data_bytes(&end).min(pages.len());
        end.metadata = renamed(&end.metadata, to)?;
        self.writer
            .append_column(pages, end.update_dictionary_location(dictionary)?)
    }
}

/// What the pages of values take; the dictionary goes before them, though it was made last.
fn data_bytes(of: &ColumnCloseResult) -> usize {
    let pages = of
        .offset_index
        .iter()
        .flat_map(|index| &index.page_locations);
    let sizes = pages.map(|page| usize::try_from(page.compressed_page_size).unwrap_or(0));
    sizes.sum()
}

/// The same under another name.
fn renamed(
    of: &ColumnChunkMetaData,
    to: ColumnDescPtr,
) -> Result<ColumnChunkMetaData, ParquetError> {
    let mut renamed = ColumnChunkMetaData::builder(to)
        .set_compression_codec(of.compression_codec())
        .set_encodings_mask(*of.encodings_mask())
        .set_total_compressed_size(of.compressed_size())
        .set_total_uncompressed_size(of.uncompressed_size())
        .set_num_values(of.num_values())
        .set_data_page_offset(of.data_page_offset())
        .set_dictionary_page_offset(of.dictionary_page_offset())
        .set_unencoded_byte_array_data_bytes(of.unencoded_byte_array_data_bytes())
        .set_definition_level_histogram(of.definition_level_histogram().cloned());
    if let Some(encodings) = of.page_encoding_stats() {
        renamed = renamed.set_page_encoding_stats(encodings.clone());
    }
    renamed.build()
}
