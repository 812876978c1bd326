//! Rows as the texts of JSON objects.
//!
//! An object has all columns of the file, those without a value as null behind the others, since unknown
//! records are called after their members.

use std::collections::BTreeMap;
use std::io::Write;

use arrow_array::{Array, ArrayRef, NullArray, RecordBatch};
use arrow_json::writer::{LineDelimited, WriterBuilder};
use salus_record::limits;

pub(super) const STRANGE: &str = "a value of a kind that cannot be written as text";
/// Texts of several rows may be so long together (bytes).
const TEXTS: usize = 16 << 20;

/// The texts of some rows, one behind the other.
pub(super) struct Texts {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let spans = starts.zip(self.ends.iter().copied());
        spans.map(|(start, end)| &self.text[start..end])
    }
}

/// The objects of all rows; `None` where they are better written one by one.
pub(super) fn of_all(rows: &RecordBatch) -> Option<Texts> {
    written(rows, TEXTS).ok()
}

/// The object of a single row.
pub(super) fn of_one(row: &RecordBatch) -> Result<Vec<u8>, &'static str> {
    Ok(written(row, limits::RECORD_BYTES)?.text)
}

fn written(rows: &RecordBatch, most: usize) -> Result<Texts, &'static str> {
    let json = WriterBuilder::new();
    let mut writer = json.build::<_, LineDelimited>(Limited {
        bytes: Vec::new(),
        most,
        is_over: false,
    });
    let written = writer.write(rows).and_then(|()| writer.finish());
    let Limited { bytes, is_over, .. } = writer.into_inner();
    if is_over {
        return Err("a row larger than the limit");
    }
    written.map_err(|_| STRANGE)?;
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    if lines.len() != rows.num_rows() {
        return Err(STRANGE);
    }
    let nulls = nulls(rows);
    let mut texts = Texts {
        text: Vec::with_capacity(bytes.len()),
        ends: Vec::with_capacity(lines.len()),
    };
    for (row, line) in lines.into_iter().enumerate() {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let inner = line.strip_suffix(b"}").ok_or(STRANGE)?;
        texts.text.extend_from_slice(inner);
        for (member, columns) in &nulls {
            if columns.iter().all(|column| is_null(column, row)) {
                if texts.text.last() != Some(&b'{') {
                    texts.text.push(b',');
                }
                texts.text.extend_from_slice(member.as_bytes());
            }
        }
        texts.text.push(b'}');
        texts.ends.push(texts.text.len());
    }
    Ok(texts)
}

/// Columns that have nulls, and the member a row gets where it has one. A name that several columns have is
/// null where all of them are.
fn nulls(rows: &RecordBatch) -> Vec<(String, Vec<&ArrayRef>)> {
    let mut by_name: BTreeMap<&str, Vec<&ArrayRef>> = BTreeMap::new();
    for (field, column) in rows.schema_ref().fields().iter().zip(rows.columns()) {
        by_name.entry(field.name()).or_default().push(column);
    }
    let fields = rows.schema_ref().fields().iter();
    let found = fields.filter_map(|field| {
        let columns = by_name.remove(field.name().as_str())?;
        let has_nulls = |column: &&ArrayRef| column.logical_null_count() > 0;
        let member = format!("{}:null", serde_json::Value::from(field.name().as_str()));
        columns.iter().all(has_nulls).then_some((member, columns))
    });
    found.collect()
}

fn is_null(column: &ArrayRef, row: usize) -> bool {
    column.is_null(row) || column.as_any().is::<NullArray>()
}

/// Takes so many bytes at most.
struct Limited {
    bytes: Vec<u8>,
    most: usize,
    is_over: bool,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.is_over |= self.bytes.len() + bytes.len() > self.most;
        if self.is_over {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
