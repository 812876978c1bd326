//! A part of a Parquet file in memory, under its place in the file: its end, or the columns of one group of rows.

use std::io::{Read as _, SeekFrom};
use std::ops::Range;

use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use ::parquet::file::reader::{ChunkReader, Length};
use bytes::{Buf, Bytes};
use salus_record::{ReadError, limits};

use super::DAMAGED;
use crate::Input;

/// Bytes of a file of `size` bytes, from `start` on.
#[derive(Clone)]
pub(super) struct Window {
    bytes: Bytes,
    start: u64,
    size: u64,
}

impl Window {
    /// Reads a part of the file; a reason where there is no such part.
    pub(super) fn read(
        input: &mut dyn Input,
        part: &Range<u64>,
        size: u64,
    ) -> Result<Result<Self, &'static str>, ReadError> {
        if part.start > part.end || part.end > size {
            return Ok(Err(DAMAGED));
        }
        let length = part.end - part.start;
        if length > limits::DOCUMENT_BYTES {
            return Ok(Err(
                "a group of rows larger than the limit; help: write the file with smaller groups",
            ));
        }
        input.seek(SeekFrom::Start(part.start))?;
        let mut bytes = Vec::new();
        input.take(length).read_to_end(&mut bytes)?;
        let is_whole = bytes.len() as u64 == length;
        let window = Self {
            bytes: bytes.into(),
            start: part.start,
            size,
        };
        Ok(is_whole.then_some(window).ok_or(DAMAGED))
    }

    /// All that was read.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of a part of the file, if they are here.
    pub(super) fn get(&self, part: &Range<u64>) -> Option<&[u8]> {
        self.bytes.get(self.inner(part)?)
    }

    fn inner(&self, part: &Range<u64>) -> Option<Range<usize>> {
        let place = |at: u64| usize::try_from(at.checked_sub(self.start)?).ok();
        let inner = place(part.start)?..place(part.end)?;
        (inner.start <= inner.end && inner.end <= self.bytes.len()).then_some(inner)
    }
}

impl Length for Window {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Window {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let end = self.start + self.bytes.len() as u64;
        let inner = self.inner(&(start..end)).ok_or_else(outside)?;
        Ok(self.bytes.slice(inner).reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let part = start..start.saturating_add(length as u64);
        let inner = self.inner(&part).ok_or_else(outside)?;
        Ok(self.bytes.slice(inner))
    }
}

fn outside() -> ParquetError {
    ParquetError::EOF("outside of the part that was read".to_owned())
}

/// Where the pages of a column lie.
pub(super) fn of_column(column: &ColumnChunkMetaData) -> Option<Range<u64>> {
    let data = column.data_page_offset();
    let start = column
        .dictionary_page_offset()
        .map_or(data, |at| if at > 0 { at.min(data) } else { data });
    let start = u64::try_from(start).ok()?;
    let length = u64::try_from(column.compressed_size()).ok()?;
    Some(start..start.checked_add(length)?)
}

/// Where the columns of a group lie; an empty part for a group without any.
pub(super) fn of_group(group: &RowGroupMetaData) -> Option<Range<u64>> {
    let parts = group.columns().iter().map(of_column);
    let parts: Vec<Range<u64>> = parts.collect::<Option<_>>()?;
    let start = parts.iter().map(|part| part.start).min().unwrap_or(0);
    let end = parts.iter().map(|part| part.end).max().unwrap_or(0);
    Some(start..end)
}
