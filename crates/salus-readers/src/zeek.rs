//! Zeek's tab-separated logs: the header of the file says path, fields and types.
//!
//! A row is what the JSON form of the same record would be: numbers and truth values in JSON's
//! spelling, sets and vectors as JSON lists, unset fields absent. Logs written one after another
//! into one file are read with the header that stands before each.

mod header;
mod value;

use header::Header;
use salus_record::FieldColumns;

use crate::lines::text_of;
use crate::{About, Confidence, Evidence, Line, ReadError, Reader, Sink};

pub(crate) struct Zeek;

impl Reader for Zeek {
    fn about(&self) -> About {
        About {
            name: "zeek",
            title: "Zeek log (tab-separated)",
            tables: &["zeek_*"],
            export: "the files below Zeek's log folder, usually /opt/zeek/logs",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let is_mark =
            |line: &[u8]| line.starts_with(b"#separator ") || line.starts_with(b"#fields\t");
        let mut lines = head.split(|byte| *byte == b'\n').take(16);
        if lines.clone().any(is_mark) {
            return Confidence::Certain;
        }
        match lines.find(|line| !line.starts_with(b"#")) {
            Some(line) if header::is_names(&text_of(line)) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut header = Header::default();
        let mut columns = FieldColumns::default();
        let mut lines = evidence.lines();
        while let Some(line) = lines.next(sink)? {
            if line.text.starts_with('#') {
                columns = FieldColumns::default();
                header.take(&line.text);
            } else if header.fields.is_empty() && header::is_names(&line.text) {
                header.take_names(&line.text);
            } else {
                read_row(&line, &header, &mut columns, sink)?;
            }
        }
        Ok(())
    }
}

fn read_row(
    line: &Line<'_>,
    header: &Header,
    columns: &mut FieldColumns,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    if header.fields.is_empty() {
        return sink.reject(line.place, "a row before any `#fields` line");
    }
    let wanted = header.fields.len();
    let count = line.text.matches(header.separator).count() + 1;
    // The separator may stand behind the last cell too.
    let is_closed = count == wanted + 1 && line.text.ends_with(header.separator);
    if count != wanted && !is_closed {
        let reason = format!("{count} columns where the header has {wanted}");
        return sink.reject(line.place, reason);
    }
    let mut row = sink.record(&header.table, line.place);
    let cells = line.text.split(header.separator);
    for (number, (field, cell)) in header.fields.iter().zip(cells).enumerate() {
        let Some(text) = value::read(cell, field.kind, header) else {
            continue;
        };
        if field.name == "ts" {
            row = row.time(&text);
        }
        row.set_numbered(columns, number, &field.name, &text);
    }
    row.end()
}

#[cfg(test)]
mod tests;
