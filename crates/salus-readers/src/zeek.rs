//! Zeek's tab-separated logs: the header of the file says path, fields and types.
//!
//! A row is what the JSON form of the same record would be: numbers and truth values in JSON's
//! spelling, sets and vectors as JSON lists, unset fields absent. Logs written one after another
//! into one file are read with the header that stands before each.

mod cut;
mod header;
mod value;

use header::Header;
use salus_record::FieldColumns;

use crate::cut::Cut;
use crate::lines::text_of;
use crate::{About, Confidence, Evidence, Line, Lines, ReadError, Reader, Sink};

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
        read_lines(&mut evidence.lines(), &mut Header::default(), sink)
    }

    fn cut(&self) -> Option<&dyn Cut> {
        Some(&cut::CutRows)
    }
}

/// Reads all lines behind those that the header was learned from.
fn read_lines(
    lines: &mut Lines<'_>,
    header: &mut Header,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let mut columns = FieldColumns::default();
    let mut ends = Vec::new();
    while let Some(line) = lines.next(sink)? {
        if header.learn(&line.text) {
            columns = FieldColumns::default();
        } else {
            read_row(&line, header, (&mut columns, &mut ends), sink)?;
        }
    }
    Ok(())
}

fn read_row(
    line: &Line<'_>,
    header: &Header,
    (columns, ends): (&mut FieldColumns, &mut Vec<usize>),
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    if header.fields.is_empty() {
        return sink.reject(line.place, "a row before any `#fields` line");
    }
    let wanted = header.fields.len();
    cut(&line.text, header.separator, ends);
    let count = ends.len();
    // The separator may stand behind the last cell too.
    let is_closed = count == wanted + 1 && line.text.ends_with(header.separator);
    if count != wanted && !is_closed {
        let reason = format!("{count} columns where the header has {wanted}");
        return sink.reject(line.place, reason);
    }
    let has_escapes = memchr::memchr(b'\\', line.text.as_bytes()).is_some();
    let mut row = sink.record(&header.table, line.place);
    let mut start = 0;
    for (number, (field, end)) in header.fields.iter().zip(&*ends).enumerate() {
        let cell = line.text.get(start..*end).unwrap_or_default();
        start = end + header.separator.len_utf8();
        let Some(text) = value::read(cell, field.kind, has_escapes, header) else {
            continue;
        };
        row.set_numbered(columns, number, &field.name, &text);
        if field.name == "ts" {
            row = row.time_like(columns, number, &text);
        }
    }
    row.end()
}

/// Where each cell ends.
fn cut(line: &str, separator: char, ends: &mut Vec<usize>) {
    ends.clear();
    match u8::try_from(separator) {
        Ok(byte) if byte.is_ascii() => ends.extend(memchr::memchr_iter(byte, line.as_bytes())),
        _ => ends.extend(line.match_indices(separator).map(|(at, _)| at)),
    }
    ends.push(line.len());
}

#[cfg(test)]
mod tests;
