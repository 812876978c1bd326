//! Looks through the content of an OpenDocument spreadsheet for repetitions that would not fit into memory.
//!
//! Cells, rows and blanks are written with a count there, and the library that reads them writes them out.

use salus_record::limits;

/// More rows and columns are not written out.
const ROWS: u64 = 1 << 20;
const COLUMNS: u64 = 1 << 14;

/// Refuses content whose sheets would hold too many cells or too much text.
pub(super) fn inspect(content: &[u8]) -> Result<(), String> {
    let mut sums = Sums::default();
    let mut rest = content;
    while let Some(at) = memchr(b'<', rest) {
        sums.text(at as u64);
        rest = &rest[at..];
        if let Some(skipped) = skip_special(rest) {
            rest = skipped;
            continue;
        }
        let end = tag_end(rest);
        sums.tag(&rest[..end]);
        if sums.is_too_much() {
            return Err("the sheets hold more repeated cells than fit into memory".to_owned());
        }
        rest = &rest[end..];
    }
    Ok(())
}

/// What would be held, reckoned rather too high.
#[derive(Default)]
struct Sums {
    /// Cells of the sheets before, and bytes of their texts.
    cells: u64,
    bytes: u64,
    /// The sheet that is open: its widest row, its rows up to the last with a value, and those after it.
    width: u64,
    rows: u64,
    rows_after: u64,
    /// The row that is open: how often it is repeated, and its cells so far.
    row_repeats: u64,
    row_cells: u64,
    /// How often the value of the open cell is held.
    times: u64,
}

impl Sums {
    fn text(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add(bytes.saturating_mul(self.times));
    }

    fn tag(&mut self, tag: &[u8]) {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
        let inner = tag.get(1..).unwrap_or_default();
        let name = inner.split(is_end).next().unwrap_or_default();
        match name {
            b"table:table" => {
                self.cells = self.cells.saturating_add(self.open_cells());
                (self.width, self.rows, self.rows_after) = (0, 0, 0);
            }
            b"table:table-row" => {
                self.row_repeats = number(tag, b"table:number-rows-repeated").clamp(1, ROWS);
                self.rows_after = self.rows_after.saturating_add(self.row_repeats);
                (self.row_cells, self.times) = (0, 0);
            }
            b"table:table-cell" | b"table:covered-table-cell" => self.cell(tag),
            b"text:s" => self.text(number(tag, b"text:c")),
            _ => {}
        }
    }

    fn cell(&mut self, tag: &[u8]) {
        let repeats = number(tag, b"table:number-columns-repeated").min(COLUMNS);
        self.row_cells = self.row_cells.saturating_add(repeats);
        let has_value = find(tag, b"office:").is_some() || find(tag, b"table:formula").is_some();
        self.times = 0;
        if has_value {
            self.times = repeats.saturating_mul(self.row_repeats);
            self.width = self.width.max(self.row_cells.min(COLUMNS));
            self.rows = self
                .rows
                .saturating_add(std::mem::take(&mut self.rows_after));
            self.text(tag.len() as u64);
        }
    }

    fn open_cells(&self) -> u64 {
        self.rows.saturating_mul(self.width)
    }

    fn is_too_much(&self) -> bool {
        self.cells.saturating_add(self.open_cells()) > limits::WORKBOOK_CELLS
            || self.bytes > limits::WORKBOOK_PART_BYTES * 4
    }
}

/// Comments, instructions and literal text hold no tags.
fn skip_special(rest: &[u8]) -> Option<&[u8]> {
    let ends: [(&[u8], &[u8]); 3] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];
    let (_, end) = ends.iter().find(|(begin, _)| rest.starts_with(begin))?;
    let at = find(rest, end).map_or(rest.len(), |at| at + end.len());
    Some(&rest[at..])
}

/// Where a tag ends; its quoted values may hold brackets.
fn tag_end(tag: &[u8]) -> usize {
    let mut quote = None;
    for (at, byte) in tag.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// The number an attribute gives, 1 where it is absent, more than enough where it is written in another way.
fn number(tag: &[u8], name: &[u8]) -> u64 {
    let mut rest = tag;
    let mut largest = None;
    while let Some(at) = find(rest, name) {
        rest = &rest[at + name.len()..];
        let value = rest.iter().skip_while(|byte| !matches!(byte, b'"' | b'\''));
        let value = value
            .skip(1)
            .take_while(|byte| !matches!(byte, b'"' | b'\''));
        let value: Vec<u8> = value.take(24).copied().collect();
        let value = std::str::from_utf8(&value).unwrap_or_default();
        largest = largest.max(Some(value.parse().unwrap_or(u64::MAX)));
    }
    largest.unwrap_or(1)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

fn memchr(wanted: u8, bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}
