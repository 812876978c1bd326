//! Looks through what a Parquet file says of its columns: how many there are, and how deep inside one another.

use std::ops::Range;

use salus_record::limits;

use super::DAMAGED;
use super::thrift::{Cursor, LIST, STRUCT};

/// Fields of the footer and of a column in it.
const SCHEMA: i64 = 2;
const CHILDREN: i64 = 5;

/// Bytes behind the description: its length and the mark.
const BEHIND: u64 = 8;

/// Where the description of the columns stands in a file of `size` bytes that ends with `tail`; it is followed by `tail`.
pub(super) fn place(tail: [u8; 8], size: u64) -> Result<Range<u64>, &'static str> {
    let [a, b, c, d, ..] = tail;
    let length = u32::from_le_bytes([a, b, c, d]);
    if length as usize > limits::PARQUET_FOOTER_BYTES {
        return Err("the end of the Parquet file, which describes it, is larger than the limit");
    }
    let start = size.checked_sub(BEHIND + u64::from(length));
    Ok(start.ok_or(DAMAGED)?..size)
}

/// Refuses columns that are too many or too deep; `end` is what [`place`] tells.
pub(super) fn inspect(end: &[u8]) -> Result<(), &'static str> {
    let (description, _) = end.split_last_chunk::<8>().ok_or(DAMAGED)?;
    match columns(description) {
        None => Err(DAMAGED),
        Some(false) => Err("more columns, or more in one another, than the limit"),
        Some(true) => Ok(()),
    }
}

/// Whether the columns keep to the limits; `None` where they cannot be found.
fn columns(footer: &[u8]) -> Option<bool> {
    let mut cursor = Cursor::new(footer);
    let mut before = 0;
    while let Some((number, kind)) = cursor.field(before)? {
        before = number;
        if (number, kind) != (SCHEMA, LIST) {
            cursor.skip(kind)?;
            continue;
        }
        let (columns, STRUCT) = cursor.list()? else {
            return None;
        };
        if columns > limits::PARQUET_COLUMNS as u64 {
            return Some(false);
        }
        // How many columns are still to come at each depth.
        let mut open: Vec<i64> = Vec::new();
        for _ in 0..columns {
            while open.last() == Some(&0) {
                open.pop();
            }
            if let Some(left) = open.last_mut() {
                *left -= 1;
            }
            open.push(children(&mut cursor)?);
            if open.len() > limits::JSON_DEPTH {
                return Some(false);
            }
        }
    }
    Some(true)
}

fn children(cursor: &mut Cursor<'_>) -> Option<i64> {
    let (mut before, mut children) = (0, 0);
    while let Some((number, kind)) = cursor.field(before)? {
        before = number;
        if number == CHILDREN && kind == 5 {
            children = cursor.number()?.max(0);
        } else {
            cursor.skip(kind)?;
        }
    }
    Some(children)
}
