//! Workbooks of Excel 97 to 2003 (`.xls`): records one after another in one stream of a compound file.
//!
//! The library that reads newer workbooks holds all sheets of an old one at once, each repeated text anew, so that
//! a small file could ask for any amount of memory. Here the stream is held within the limit of a part, and cells
//! are written one by one.

mod format;
mod records;

use std::io::{Read, Seek};

use calamine::{Data, ExcelDateTime};
use salus_readers::{CompoundStream, compound_stream};
use salus_record::limits;

use self::format::Format;
use self::records::{Records, Text, double, number16, number32};
use super::cell::text_of_data;
use super::table::Table;
use super::{BROKEN, UNREADABLE, compound_reason};
use crate::unpack::{Allowance, Unpacked};

const OLDER: &str = "is a workbook older than Excel 97; help: save it as .xlsx and give that";
/// The version that begins a stream of Excel 97 to 2003.
const VERSION: u16 = 0x0600;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const DATE_MODE: u16 = 0x0022;
const PASSWORD: u16 = 0x002F;
const FORMAT: u16 = 0x041E;
const STYLE: u16 = 0x00E0;
const TEXTS: u16 = 0x00FC;

const FORMULA: u16 = 0x0006;
const NUMBERS: u16 = 0x00BD;
const RICH_TEXT: u16 = 0x00D6;
const SHARED_TEXT: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const TEXT: u16 = 0x0204;
const TRUTH: u16 = 0x0205;
const RESULT: u16 = 0x0207;
const SHORT_NUMBER: u16 = 0x027E;

/// A workbook whose stream is held.
pub(super) struct Old {
    stream: Vec<u8>,
    sheets: Vec<(String, usize)>,
    /// All shared texts in one, and where each ends.
    texts: String,
    ends: Vec<u32>,
    styles: Vec<Format>,
    is_1904: bool,
}

impl Old {
    pub(super) fn of(from: &mut (impl Read + Seek)) -> Result<Self, String> {
        let stream = stream(from)?;
        let mut old = Self {
            sheets: Vec::new(),
            texts: String::new(),
            ends: Vec::new(),
            styles: Vec::new(),
            is_1904: false,
            stream: Vec::new(),
        };
        old.learn(&stream)?;
        old.stream = stream;
        Ok(old)
    }

    /// What stands before the sheets.
    fn learn(&mut self, stream: &[u8]) -> Result<(), String> {
        let mut formats = std::collections::HashMap::new();
        let mut styles = Vec::new();
        let mut records = Records::at(stream, 0);
        let begin = records.next().filter(|record| record.kind == BEGIN);
        match begin.map(|record| number16(record.data, 0)) {
            Some(Some(VERSION)) => {}
            Some(Some(_)) => return Err(OLDER.to_owned()),
            _ => return Err(BROKEN.to_owned()),
        }
        while let Some(record) = records.next() {
            let data = record.data;
            match record.kind {
                END => break,
                PASSWORD => return Err(compound_reason()),
                DATE_MODE => self.is_1904 = number16(data, 0) == Some(1),
                SHEET => self.sheets.extend(sheet(data)),
                FORMAT => {
                    let text = data.get(2..).and_then(|data| Text::one(data).long());
                    if let (Some(number), Some(text)) = (number16(data, 0), text) {
                        formats.insert(number, Format::written(&text));
                    }
                }
                STYLE => styles.push(number16(data, 2).unwrap_or(0)),
                TEXTS => self.shared(&mut Text::of(data.get(8..).unwrap_or_default(), &records))?,
                _ => {}
            }
        }
        let known = |number: &u16| formats.get(number).copied();
        let format = |number| known(&number).unwrap_or_else(|| Format::numbered(number));
        self.styles = styles.into_iter().map(format).collect();
        Ok(())
    }

    fn shared(&mut self, texts: &mut Text<'_>) -> Result<(), String> {
        while let Some(text) = texts.rich() {
            if self.ends.len() as u64 >= limits::WORKBOOK_CELLS {
                return Err("the workbook has more texts than the limit".to_owned());
            }
            self.texts.push_str(&text);
            self.ends
                .push(u32::try_from(self.texts.len()).map_err(|_| BROKEN)?);
        }
        Ok(())
    }

    fn shared_text(&self, number: u32) -> Option<&str> {
        let at = usize::try_from(number).ok()?;
        let end = *self.ends.get(at)? as usize;
        let start = at
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        self.texts.get(start..end)
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The cells of the sheet of this number.
    pub(super) fn sheet(
        &self,
        number: usize,
        allowance: &mut Allowance<'_>,
    ) -> Result<Unpacked, String> {
        let (_, at) = self.sheets.get(number).ok_or(UNREADABLE)?;
        // No sheet goes on into the next one, or a few bytes could be read over and over.
        let starts = self.sheets.iter().map(|(_, start)| *start);
        let end = starts.filter(|start| start > at).min();
        let stream = self
            .stream
            .get(..end.unwrap_or(usize::MAX).min(self.stream.len()));
        let is_again = self.sheets[..number].iter().any(|(_, start)| start == at);
        let mut records = Records::at(stream.unwrap_or_default(), *at);
        if is_again || records.next().is_none_or(|record| record.kind != BEGIN) {
            return Err(UNREADABLE.to_owned());
        }
        let (mut cells, is_whole) = found(records);
        // Some programs write them in whatever order they were filled.
        cells.sort_by_key(|cell| (cell.row, cell.column));
        let mut table = Table::new(allowance);
        let mut unreadable = 0_u64;
        for cell in cells {
            let place = (u32::from(cell.row), u32::from(cell.column));
            match self.value(&cell) {
                Some(value) => {
                    if let Err(stop) = table.cell(place, text_of_data(&value)) {
                        return table.finish(Some(stop));
                    }
                }
                None => unreadable += 1,
            }
        }
        let end = (!is_whole).then(|| super::DAMAGED.to_owned());
        table.finish(end.or(super::left_out(unreadable)))
    }

    fn value(&self, cell: &Cell) -> Option<Data> {
        let mut records = Records::at(&self.stream, cell.at as usize);
        let record = records.next()?;
        let data = record.data;
        let style = number16(data, 4);
        Some(match record.kind {
            NUMBER => self.number(double(data, 6)?, style),
            SHORT_NUMBER => self.number(short(number32(data, 6)?), style),
            NUMBERS => {
                let at = 4 + 6 * usize::from(cell.column.checked_sub(number16(data, 2)?)?);
                self.number(short(number32(data, at + 2)?), number16(data, at))
            }
            SHARED_TEXT => Data::String(self.shared_text(number32(data, 6)?)?.to_owned()),
            TEXT | RICH_TEXT => Data::String(Text::of(data.get(6..)?, &records).long()?),
            TRUTH => truth(*data.get(6)?, *data.get(7)? != 0),
            FORMULA => match data.get(6..14)? {
                [0, .., 0xFF, 0xFF] => Data::String(result(records)?),
                [kind @ (1 | 2), _, value, .., 0xFF, 0xFF] => truth(*value, *kind == 2),
                [3, .., 0xFF, 0xFF] => Data::Empty,
                _ => self.number(double(data, 6)?, style),
            },
            _ => return None,
        })
    }

    fn number(&self, number: f64, style: Option<u16>) -> Data {
        let format = style.and_then(|style| self.styles.get(usize::from(style)));
        match format.and_then(|format| format.kind()) {
            Some(kind) => Data::DateTime(ExcelDateTime::new(number, kind, self.is_1904)),
            None => Data::Float(number),
        }
    }
}

/// The stream of the workbook, within the limit.
fn stream(from: &mut (impl Read + Seek)) -> Result<Vec<u8>, String> {
    let most = limits::WORKBOOK_PART_BYTES;
    match compound_stream(from, &["/Workbook", "/WORKBOOK"], most) {
        CompoundStream::Bytes(bytes) => Ok(bytes),
        CompoundStream::TooLarge => Err(format!("the workbook is larger than {} MiB", most >> 20)),
        CompoundStream::Absent => Err(OLDER.to_owned()),
        CompoundStream::Broken => Err(BROKEN.to_owned()),
    }
}

/// The name of a sheet and where it begins; `None` for charts and macros.
fn sheet(data: &[u8]) -> Option<(String, usize)> {
    let at = usize::try_from(number32(data, 0)?).ok()?;
    let is_sheet = *data.get(5)? == 0;
    let name = Text::one(data.get(6..)?).short()?;
    is_sheet.then_some((name, at))
}

/// Where a cell is, and where its record begins in the stream.
struct Cell {
    row: u16,
    column: u16,
    at: u32,
}

/// The cells of the sheet that was begun; whether its end was there.
fn found(records: Records<'_>) -> (Vec<Cell>, bool) {
    let mut cells = Vec::new();
    // Charts inside a sheet begin and end as sheets do.
    let mut inside = 0_u32;
    for record in records {
        let columns = match record.kind {
            BEGIN => {
                inside += 1;
                continue;
            }
            END if inside == 0 => return (cells, true),
            END => {
                inside -= 1;
                continue;
            }
            NUMBERS => (record.data.len().saturating_sub(6) / 6) as u16,
            FORMULA | NUMBER | RICH_TEXT | SHARED_TEXT | SHORT_NUMBER | TEXT | TRUTH => 1,
            _ => continue,
        };
        let (Some(row), Some(first)) = (number16(record.data, 0), number16(record.data, 2)) else {
            continue;
        };
        let at = record.at as u32; // the stream is far shorter
        let columns = first..first.saturating_add(columns);
        if inside == 0 {
            cells.extend(columns.map(|column| Cell { row, column, at }));
        }
    }
    (cells, false)
}

/// The text a formula gave; what it shares with other cells may stand in front.
fn result(mut records: Records<'_>) -> Option<String> {
    const BETWEEN: [u16; 3] = [0x0221, 0x0236, 0x04BC];
    loop {
        let record = records.next()?;
        if record.kind == RESULT {
            return Text::of(record.data, &records).long();
        }
        if !BETWEEN.contains(&record.kind) {
            return None;
        }
    }
}

/// A number in four bytes: the upper half of a double or a whole number, as it is or in hundredths.
fn short(bits: u32) -> f64 {
    let number = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    if bits & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

fn truth(value: u8, is_error: bool) -> Data {
    if !is_error {
        return Data::Bool(value != 0);
    }
    let name = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    Data::String(name.to_owned())
}

#[cfg(test)]
mod tests;
