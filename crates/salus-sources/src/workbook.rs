//! Spreadsheets: each sheet is handed on as a table in CSV text, so that whatever knows the table reads it.
//!
//! The parts of a workbook are unpacked within the limits first and laid out anew without compression; the
//! library that understands them then never unpacks anything itself. The n-th line of the text is the n-th row
//! of the sheet. Pictures, charts, macros and formulas are left out; of a formula its last result is kept.

mod cell;
mod guard;
mod layout;
mod ods;
mod old;
mod table;

#[cfg(test)]
mod tests;

use std::io::{BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Ods, Reader, Sheet, SheetType, Xlsb, XlsbError, Xlsx, XlsxError};
use salus_record::limits;
use zip::ZipArchive;

use crate::archive::{Each, fail};
use crate::unpack::{Allowance, Budget, Unpacked};
use crate::{Found, Piece};
use cell::{text_of, text_of_data};
use guard::Guard;
use layout::{Fresh, lay_out};
use table::Table;

/// How a workbook is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
}

/// A workbook among the evidence.
pub(crate) struct Book<'n> {
    pub name: &'n str,
    /// Bytes, packed.
    pub size: u64,
    pub kind: Kind,
}

const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
/// Sheets of an old workbook; each is looked for among all.
const SHEETS: usize = 4_096;
const NO_CELLS: &str = "the workbook has no cells";
const BROKEN: &str = "the workbook is damaged: it cannot be understood";

/// Whether a zip archive is a workbook.
pub(crate) fn kind<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Option<Kind> {
    // Some programs write the names of parts in another case, or with the other slash.
    let names = archive
        .file_names()
        .flatten()
        .map(|name| layout::plain(&name));
    let names: std::collections::HashSet<String> = names.collect();
    let has = |name: &str| names.contains(name);
    if has("[content_types].xml") {
        let kinds = [
            ("xl/workbook.xml", Kind::Xlsx),
            ("xl/workbook.bin", Kind::Xlsb),
        ];
        return kinds
            .iter()
            .find(|(part, _)| has(part))
            .map(|(_, kind)| *kind);
    }
    let mut kind = Vec::new();
    let member = archive.by_name("mimetype").ok()?;
    member.take(64).read_to_end(&mut kind).ok()?;
    kind.starts_with(ODS).then_some(Kind::Ods)
}

/// Hands over the sheets of a workbook, those that are hidden too. Sheets without a cell are passed over,
/// unless all are.
pub(crate) fn open<R: Read + Seek, E>(
    book: &Book<'_>,
    archive: &mut ZipArchive<R>,
    budget: &mut Budget,
    each: Each<'_, E>,
) -> Result<(), E> {
    let fresh = match lay_out(book, archive, budget) {
        Ok(fresh) => fresh,
        Err(reason) => return fail(book.name, book.size, reason, each),
    };
    let mut opened = match Opened::of(book.kind, fresh) {
        Ok(opened) => opened,
        Err(reason) => return fail(book.name, book.size, reason, each),
    };
    let sheets = opened.sheets();
    if sheets.len() as u64 > limits::ARCHIVE_MEMBERS {
        let reason = format!("holds more than {} sheets", limits::ARCHIVE_MEMBERS);
        return fail(book.name, book.size, reason, each);
    }
    let mut allowance = Allowance::new(book.size, budget);
    let mut is_empty = true;
    for sheet in sheets {
        let name = format!("{}!{}", book.name, sheet.name);
        let read = catch_unwind(AssertUnwindSafe(|| {
            opened.read(&sheet.name, &mut allowance)
        }));
        match read.unwrap_or_else(|_| Err(BROKEN.to_owned())) {
            Ok(read) if read.size == 0 && read.cut_short.is_none() => continue,
            Ok(read) => each(piece(name, read))?,
            Err(reason) => fail(&name, 0, reason, &mut *each)?,
        }
        is_empty = false;
    }
    if is_empty {
        fail(book.name, book.size, NO_CELLS.to_owned(), each)
    } else {
        Ok(())
    }
}

/// The same for a workbook of Excel 97 to 2003.
pub(crate) fn open_old<E>(
    (name, size): (&str, u64),
    from: &mut (impl Read + Seek),
    budget: &mut Budget,
    each: Each<'_, E>,
) -> Result<(), E> {
    let old = match old::Old::of(from) {
        Ok(old) => old,
        Err(reason) => return fail(name, size, reason, each),
    };
    let sheets = old.names();
    if sheets.len() > SHEETS {
        return fail(name, size, format!("holds more than {SHEETS} sheets"), each);
    }
    let mut allowance = Allowance::new(size, budget);
    let mut is_empty = true;
    for (number, sheet) in sheets.into_iter().enumerate() {
        let sheet = format!("{name}!{sheet}");
        match old.sheet(number, &mut allowance) {
            Ok(read) if read.size == 0 && read.cut_short.is_none() => continue,
            Ok(read) => each(piece(sheet, read))?,
            Err(reason) => fail(&sheet, 0, reason, &mut *each)?,
        }
        is_empty = false;
    }
    match is_empty {
        true => fail(name, size, NO_CELLS.to_owned(), each),
        false => Ok(()),
    }
}

fn piece(name: String, read: Unpacked) -> Found {
    Found::Piece(Piece {
        name,
        size: read.size,
        digest: Some(read.digest),
        input: Box::new(read.spool),
        cut_short: read.cut_short,
        is_packed: true,
        modified: None,
        knowing: std::sync::Arc::default(),
    })
}

type Parts = Guard<BufReader<Fresh>>;

enum Opened {
    Xlsx(Box<Xlsx<Parts>>, guard::Allowed),
    Xlsb(Box<Xlsb<Parts>>, guard::Allowed),
    Ods(Box<Ods<Parts>>),
}

impl Opened {
    fn of(kind: Kind, fresh: Fresh) -> Result<Self, String> {
        let (parts, allowed) = Guard::new(BufReader::new(fresh));
        // What is read here is held in memory; all parts but the sheets are bounded by the layout already.
        allowed.set(limits::WORKBOOK_PART_BYTES * layout::PARTS);
        let opened = catch_unwind(AssertUnwindSafe(|| match kind {
            Kind::Xlsx => match Xlsx::new(parts) {
                Err(XlsxError::Password) => Err(compound_reason()),
                opened => opened
                    .map(|book| Self::Xlsx(Box::new(book), allowed))
                    .map_err(|_| BROKEN.to_owned()),
            },
            Kind::Xlsb => Xlsb::new(parts)
                .map(|book| Self::Xlsb(Box::new(book), allowed))
                .map_err(|_| BROKEN.to_owned()),
            Kind::Ods => match Ods::new(parts) {
                Err(calamine::OdsError::Password) => Err(compound_reason()),
                opened => opened
                    .map(|book| Self::Ods(Box::new(book)))
                    .map_err(|_| BROKEN.to_owned()),
            },
        }));
        opened.unwrap_or_else(|_| Err(BROKEN.to_owned()))
    }

    /// Sheets with cells, in the order of the book. Two of the same name cannot be told apart and are one.
    fn sheets(&self) -> Vec<Sheet> {
        let all = match self {
            Self::Xlsx(book, _) => book.sheets_metadata(),
            Self::Xlsb(book, _) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        let mut seen = std::collections::HashSet::new();
        let has_cells =
            |sheet: &&Sheet| !matches!(sheet.typ, SheetType::ChartSheet | SheetType::Vba);
        let sheets = all.iter().filter(has_cells);
        let sheets = sheets.filter(|sheet| seen.insert(sheet.name.clone()));
        sheets.cloned().collect()
    }

    fn read(&mut self, sheet: &str, allowance: &mut Allowance<'_>) -> Result<Unpacked, String> {
        match self {
            Self::Xlsx(book, allowed) => xlsx(book, allowed, sheet, allowance),
            Self::Xlsb(book, allowed) => xlsb(book, allowed, sheet, allowance),
            Self::Ods(book) => ods_sheet(book, sheet, allowance),
        }
    }
}

fn compound_reason() -> String {
    crate::compound::Holds::ENCRYPTED.to_owned()
}

const UNREADABLE: &str = "the sheet is damaged: it cannot be understood";
const DAMAGED: &str = "the sheet is damaged from here on";

/// Why a cell was not written.
enum Stop {
    /// It cannot be understood; the next one may.
    Cell,
    /// The sheet cannot be read on.
    Sheet,
    /// A limit is reached, in words.
    Limit(String),
}

fn xlsx(
    book: &mut Xlsx<Parts>,
    allowed: &guard::Allowed,
    sheet: &str,
    allowance: &mut Allowance<'_>,
) -> Result<Unpacked, String> {
    allowed.set(limits::WORKBOOK_PART_BYTES);
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| UNREADABLE)?;
    streamed(allowed, allowance, |table| {
        let cell = cells.next_cell().map_err(|error| match error {
            XlsxError::ParseFloat(_)
            | XlsxError::ParseInt(_)
            | XlsxError::CellError(_)
            | XlsxError::CellTAttribute(_)
            | XlsxError::Unexpected(_) => Stop::Cell,
            _ => Stop::Sheet,
        })?;
        let Some(cell) = cell else {
            return Ok(false);
        };
        let written = table.cell(cell.get_position(), text_of(cell.get_value()));
        written.map(|()| true).map_err(Stop::Limit)
    })
}

fn xlsb(
    book: &mut Xlsb<Parts>,
    allowed: &guard::Allowed,
    sheet: &str,
    allowance: &mut Allowance<'_>,
) -> Result<Unpacked, String> {
    allowed.set(limits::WORKBOOK_PART_BYTES);
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| UNREADABLE)?;
    streamed(allowed, allowance, |table| {
        let cell = cells.next_cell().map_err(|error| match error {
            XlsbError::CellError(_) => Stop::Cell,
            _ => Stop::Sheet,
        })?;
        let Some(cell) = cell else {
            return Ok(false);
        };
        let written = table.cell(cell.get_position(), text_of(cell.get_value()));
        written.map(|()| true).map_err(Stop::Limit)
    })
}

/// A sheet cell by cell, each within its own allowance; `next` writes one, and says `false` at the end.
fn streamed(
    allowed: &guard::Allowed,
    allowance: &mut Allowance<'_>,
    mut next: impl FnMut(&mut Table<'_, '_>) -> Result<bool, Stop>,
) -> Result<Unpacked, String> {
    let mut table = Table::new(allowance);
    let mut unreadable = 0_u64;
    loop {
        allowed.set(limits::WORKBOOK_PART_BYTES);
        match next(&mut table) {
            Ok(true) => {}
            Ok(false) => return table.finish(left_out(unreadable)),
            Err(Stop::Cell) => unreadable += 1,
            Err(Stop::Sheet) => return table.finish(Some(DAMAGED.to_owned())),
            Err(Stop::Limit(reason)) => return table.finish(Some(reason)),
        }
    }
}

/// Cells that could not be understood.
fn left_out(cells: u64) -> Option<String> {
    (cells > 0).then(|| format!("{cells} cells of the sheet cannot be understood"))
}

fn ods_sheet(
    book: &mut Ods<Parts>,
    sheet: &str,
    allowance: &mut Allowance<'_>,
) -> Result<Unpacked, String> {
    let range = book.worksheet_range(sheet).map_err(|_| UNREADABLE)?;
    let (top, left) = range.start().unwrap_or_default();
    let mut table = Table::new(allowance);
    for (row, column, value) in range.used_cells() {
        let place =
            |at: usize, from: u32| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(from);
        let text = text_of_data(value);
        if !matches!(value, Data::Empty)
            && let Err(stop) = table.cell((place(row, top), place(column, left)), text)
        {
            return table.finish(Some(stop));
        }
    }
    table.finish(None)
}
