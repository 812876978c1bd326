//! Looks through the pages of a group of rows: what each says it unpacks to.

use ::parquet::basic::Compression;
use ::parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use salus_record::limits;

use super::DAMAGED;
use super::thrift::Cursor;
use super::window::{Window, of_column};

const TOO_LARGE: &str = "a group of rows that unpacks to more than the limit";

/// Refuses a group whose columns, or whose pages, are too large; tells how many rows may be unpacked at once.
///
/// A dictionary holds a value once that many rows may have, and unpacked they have it each.
pub(super) fn inspect(file: &Window, group: &RowGroupMetaData) -> Result<usize, &'static str> {
    let declared = |size: i64| u64::try_from(size).map_err(|_| DAMAGED);
    let mut sum = 0_u64;
    for column in group.columns() {
        sum = sum.saturating_add(declared(column.uncompressed_size())?);
    }
    if sum > limits::PARQUET_GROUP_BYTES {
        return Err(TOO_LARGE);
    }
    let (mut unpacked, mut shared) = (0_u64, 1_u64);
    for column in group.columns() {
        let (all, dictionary) = pages(file, column)?;
        unpacked = unpacked.saturating_add(all);
        shared = shared.saturating_add(dictionary);
        if unpacked > limits::PARQUET_GROUP_BYTES {
            return Err(TOO_LARGE);
        }
    }
    Ok(usize::try_from(limits::PARQUET_GROUP_BYTES / shared).unwrap_or(usize::MAX))
}

/// Bytes the pages of a column unpack to, and the dictionaries among them.
fn pages(file: &Window, column: &ColumnChunkMetaData) -> Result<(u64, u64), &'static str> {
    let part = of_column(column).ok_or(DAMAGED)?;
    let mut rest = file.get(&part).ok_or(DAMAGED)?;
    // These go on unpacking until the packed data ends, whatever was said.
    let is_loose = matches!(
        column.compression(),
        Compression::GZIP(_) | Compression::LZ4 | Compression::BROTLI(_)
    );
    let (mut sum, mut dictionaries) = (0_u64, 0_u64);
    while !rest.is_empty() {
        let page = page(rest).ok_or(DAMAGED)?;
        if page.unpacked > limits::PARQUET_PAGE_BYTES {
            return Err("a page that unpacks to more than the limit");
        }
        if is_loose && page.packed > limits::PARQUET_LOOSE_PAGE_BYTES {
            return Err(
                "a packed page larger than the limit; help: write the file with smaller pages, or packed with zstd",
            );
        }
        sum = sum.saturating_add(page.unpacked);
        if page.kind == DICTIONARY {
            dictionaries = dictionaries.saturating_add(page.unpacked);
        }
        let length = usize::try_from(page.packed)
            .ok()
            .and_then(|packed| packed.checked_add(page.header));
        rest = length
            .and_then(|length| rest.get(length..))
            .ok_or(DAMAGED)?;
    }
    Ok((sum, dictionaries))
}

const DICTIONARY: i64 = 2;

struct Page {
    kind: i64,
    /// Bytes of its header, of its content as it lies there, and of what that unpacks to.
    header: usize,
    packed: u64,
    unpacked: u64,
}

fn page(bytes: &[u8]) -> Option<Page> {
    let mut cursor = Cursor::new(bytes);
    let (mut before, mut kind_of, mut packed, mut unpacked) = (0, None, None, None);
    while let Some((number, kind)) = cursor.field(before)? {
        before = number;
        match (number, kind) {
            (1, 5) => kind_of = cursor.number(),
            (2, 5) => unpacked = u64::try_from(cursor.number()?).ok(),
            (3, 5) => packed = u64::try_from(cursor.number()?).ok(),
            _ => cursor.skip(kind)?,
        }
    }
    Some(Page {
        kind: kind_of?,
        header: cursor.at,
        packed: packed?,
        unpacked: unpacked?,
    })
}
