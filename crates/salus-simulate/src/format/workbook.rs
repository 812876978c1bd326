//! A workbook of Excel 97 to 2003 with one sheet of texts (BIFF 8 in a compound file).

use super::compound::{self, Node};
use super::csv::Table;

/// The table as the sheet of this name.
pub(crate) fn file(table: &Table, sheet: &str) -> Vec<u8> {
    let heads = table.headers.iter().map(|head| (*head).to_owned());
    let rows: Vec<Vec<String>> = std::iter::once(heads.collect())
        .chain(table.rows.iter().cloned())
        .collect();
    let cells: Vec<&String> = rows.iter().flatten().collect();
    let count = u32::try_from(cells.len())
        .expect("a small table")
        .to_le_bytes();
    let mut shared = [count, count].concat();
    for cell in cells {
        shared.extend(
            u16::try_from(cell.len())
                .expect("a short cell")
                .to_le_bytes(),
        );
        shared.push(0);
        shared.extend(cell.bytes());
    }
    assert!(
        shared.len() <= 8_224,
        "a longer list of texts goes on in another record"
    );
    let begin = record(0x0809, &begin(0x0005));
    let page = record(0x0042, &1_200_u16.to_le_bytes());
    let shared = record(0x00fc, &shared);
    let end = record(0x000a, &[]);
    let name = [
        &[u8::try_from(sheet.len()).expect("a short name"), 0],
        sheet.as_bytes(),
    ]
    .concat();
    // Where the sheet begins: behind the records of the whole, of which its own line is one.
    let at = begin.len() + page.len() + (4 + 6 + name.len()) + shared.len() + end.len();
    let at = u32::try_from(at).expect("a small table").to_le_bytes();
    let line = record(0x0085, &[&at[..], &[0, 0], &name].concat());
    let mut out = [begin, page, line, shared, end.clone()].concat();
    out.extend(sheet_of(&rows));
    out.extend(end);
    out.resize(out.len().max(4_096), 0);
    compound::file(vec![Node::Stream("Workbook".to_owned(), out)])
}

fn sheet_of(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = record(0x0809, &begin(0x0010));
    let mut number = 0_u32;
    for (row, cells) in (0_u16..).zip(rows) {
        for (column, _) in (0_u16..).zip(cells) {
            let place = [row, column, 15].map(u16::to_le_bytes).concat();
            out.extend(record(
                0x00fd,
                &[&place[..], &number.to_le_bytes()].concat(),
            ));
            number += 1;
        }
    }
    out
}

/// Version 8 of the format, in the year it came.
fn begin(kind: u16) -> Vec<u8> {
    let mut out = [0x0600, kind, 0x0dbb, 0x07cc]
        .map(u16::to_le_bytes)
        .concat();
    out.extend([0xc1, 0, 0, 0, 6, 0, 0, 0]);
    out
}

fn record(number: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("a short record");
    [&number.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}
