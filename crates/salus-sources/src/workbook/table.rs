//! Writes the cells of a sheet as CSV text, one line for each row, empty rows as empty lines.

use std::borrow::Cow;
use std::collections::BTreeMap;

use salus_record::limits;

use crate::unpack::{Allowance, Filling, Unpacked};

/// Rows and columns of a sheet; more than any program writes.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;
/// Rows looked at to learn how wide the table is.
const HELD_ROWS: usize = 128;
const HELD_BYTES: usize = 4 << 20;

type Row = BTreeMap<u32, String>;

/// A sheet on its way into a spool. Cells come row by row.
pub(super) struct Table<'a, 'b> {
    allowance: &'a mut Allowance<'b>,
    to: Filling,
    /// Lines written so far.
    lines: u32,
    number: u32,
    row: Row,
    row_bytes: usize,
    /// Rows that wait until the width is known.
    held: Vec<(u32, Row)>,
    held_bytes: usize,
    width: Option<u32>,
    line: String,
}

impl<'a, 'b> Table<'a, 'b> {
    pub(super) fn new(allowance: &'a mut Allowance<'b>) -> Self {
        Self {
            allowance,
            to: Filling::new(),
            lines: 0,
            number: 0,
            row: Row::new(),
            row_bytes: 0,
            held: Vec::new(),
            held_bytes: 0,
            width: None,
            line: String::new(),
        }
    }

    /// One more cell; an error says why the sheet cannot be read on.
    pub(super) fn cell(
        &mut self,
        (row, column): (u32, u32),
        text: Cow<'_, str>,
    ) -> Result<(), String> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if row >= ROWS || column >= COLUMNS {
            return Err("a cell beyond the last row or column of a sheet".to_owned());
        }
        if row < self.number {
            return Err("the rows of the sheet are not in order from here on".to_owned());
        }
        if row > self.number {
            self.end_row()?;
            self.number = row;
        }
        // A row beyond the limit is written far enough for its reader to refuse it, and no further.
        if self.row_bytes <= limits::LINE_BYTES {
            self.row_bytes += text.len() + 1;
            self.row.insert(column, text.into_owned());
        }
        Ok(())
    }

    /// The whole text. `cut_short` says why the sheet ended early, if it did.
    pub(super) fn finish(mut self, cut_short: Option<String>) -> Result<Unpacked, String> {
        self.end_row()?;
        self.settle()?;
        self.to.finish(cut_short)
    }

    fn end_row(&mut self) -> Result<(), String> {
        let row = std::mem::take(&mut self.row);
        let bytes = std::mem::take(&mut self.row_bytes);
        if row.is_empty() {
            return Ok(());
        }
        if self.width.is_some() {
            return self.write(self.number, &row);
        }
        self.held.push((self.number, row));
        self.held_bytes += bytes;
        if self.held.len() >= HELD_ROWS || self.held_bytes >= HELD_BYTES {
            self.settle()?;
        }
        Ok(())
    }

    /// The widest of the first rows says how many cells each row has at least.
    fn settle(&mut self) -> Result<(), String> {
        let held = std::mem::take(&mut self.held);
        let widths = held.iter().map(|(_, row)| width_of(row));
        let width = widths.max().unwrap_or(0);
        self.width.get_or_insert(width);
        for (number, row) in &held {
            self.write(*number, row)?;
        }
        Ok(())
    }

    fn write(&mut self, number: u32, row: &Row) -> Result<(), String> {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        for _ in self.lines..number {
            line.push('\n');
        }
        let width = width_of(row).max(self.width.unwrap_or(0));
        for column in 0..width {
            if column > 0 {
                line.push(',');
            }
            if let Some(text) = row.get(&column) {
                push_cell(&mut line, text);
            }
        }
        line.push('\n');
        self.lines = number + 1;
        self.allowance.take(line.len() as u64)?;
        let written = self.to.write(line.as_bytes());
        self.line = line;
        written
    }
}

fn width_of(row: &Row) -> u32 {
    row.last_key_value().map_or(0, |(column, _)| column + 1)
}

/// A line break inside a cell becomes a blank: the lines of the text are the rows of the sheet.
fn push_cell(line: &mut String, text: &str) {
    let is_quoted = text.contains(['"', ',', ';', '\t', '|']);
    if is_quoted {
        line.push('"');
    }
    let mut letters = text.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\0' => line.push(' '),
            '"' => line.push_str("\"\""),
            other => line.push(other),
        }
    }
    if is_quoted {
        line.push('"');
    }
}
