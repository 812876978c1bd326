//! Old workbooks: one that another program made (`made.xls`, by us, with xlwt), and hostile ones made here.

use std::io::{Cursor, Seek as _, Write as _};

use crate::archive;
use crate::workbook::tests::found;

const MADE: &[u8] = include_bytes!("made.xls");

#[test]
fn a_workbook_is_read_sheet_by_sheet() {
    let long = "x".repeat(9_000) + &"ü".repeat(300);
    let devices = format!(
        "book!Devices: Serial,Model,In use,Bought,Hours,Cost\n\
         001,\"Pump \"\"A\"\", Größe 2\",true,2026-03-01,36:00:00,1234.5\n\
         \n\
         880123456789012,山田,false,2026-03-01T06:00:00,,-7\n\
         ,{long},,,,\n\
         1,2,3.25,,,\n"
    );
    assert_eq!(found(MADE), [devices.as_str(), "book!Keys: Key\nK-1\n"]);
}

/// How many pieces and failures there are; what is no workbook any more is a piece as it is.
fn count(bytes: &[u8]) -> usize {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("a temporary file");
    file.rewind().expect("a temporary file");
    let mut count = 0;
    let ended: Result<(), ()> = archive::open("book", file, &(), &mut |_| {
        count += 1;
        Ok(())
    });
    assert!(ended.is_ok());
    count
}

#[test]
fn one_that_is_cut_off_or_overwritten_comes_to_an_end() {
    for end in (0..MADE.len()).step_by(97) {
        assert!(count(&MADE[..end]) > 0, "{end}");
        let mut zeros = MADE.to_vec();
        zeros[end..].fill(0);
        assert!(count(&zeros) > 0, "{end}");
        let mut other = MADE.to_vec();
        other[end] ^= 0xFF;
        assert!(count(&other) > 0, "{end}");
    }
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a small record");
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn begin() -> Vec<u8> {
    record(0x0809, &[0, 6, 5, 0])
}

fn end() -> Vec<u8> {
    record(0x000A, &[])
}

/// Row, column, a style, and the value.
fn cell(kind: u16, row: u16, column: u16, value: &[u8]) -> Vec<u8> {
    let place = [row, column, 0].map(u16::to_le_bytes).concat();
    record(kind, &[&place[..], value].concat())
}

fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
    let mut to = file.create_stream(name).expect("memory");
    to.write_all(stream).expect("memory");
    to.flush().expect("memory");
    drop(to);
    file.into_inner().into_inner()
}

/// A workbook of one sheet, with these records in front of it and in it.
fn book(front: &[u8], cells: &[u8]) -> Vec<u8> {
    let bound = |at: u32| {
        let data = [&at.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat();
        record(0x0085, &data)
    };
    let at = begin().len() + bound(0).len() + front.len() + end().len();
    let at = u32::try_from(at).expect("small");
    let parts = [
        &begin()[..],
        &bound(at),
        front,
        &end(),
        &begin(),
        cells,
        &end(),
    ];
    compound("/Workbook", &parts.concat())
}

fn check(front: &[u8], cells: &[u8], expected: &str) {
    assert_eq!(found(&book(front, cells)), [expected]);
}

#[test]
fn cells_of_every_kind_are_read() {
    let whole = |number: i32| ((number << 2) as u32 | 2).to_le_bytes();
    let in_hundredths = |number: i32| ((number << 2) as u32 | 3).to_le_bytes();
    let upper = |number: f64| ((number.to_bits() >> 32) as u32).to_le_bytes();
    let text = |text: &str| {
        let length = u16::try_from(text.len()).expect("short");
        [&length.to_le_bytes()[..], &[0], text.as_bytes()].concat()
    };
    // Cells in another order than that of the sheet.
    let cells = [
        cell(0x027E, 1, 0, &whole(-5)),
        cell(0x027E, 0, 0, &in_hundredths(1234)),
        cell(0x027E, 0, 1, &upper(0.5)),
        cell(0x0203, 0, 2, &1e10_f64.to_le_bytes()),
        cell(0x0204, 1, 1, &text("t")),
        cell(0x0205, 1, 2, &[1, 0]),
        cell(0x0205, 2, 0, &[0x07, 1]),
        // Formulas: a text behind a shared one, a truth, nothing, a number.
        cell(0x0006, 2, 1, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        record(0x04BC, &[0; 10]),
        record(0x0207, &text("r")),
        cell(0x0006, 2, 2, &[1, 0, 1, 0, 0, 0, 0xFF, 0xFF]),
        cell(0x0006, 3, 0, &[3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        cell(0x0006, 3, 1, &2.5_f64.to_le_bytes()),
        // Two in one record: row, first column, style and number each, last column.
        record(
            0x00BD,
            &[
                &[4, 0, 1, 0][..],
                &[0, 0],
                &whole(7),
                &[0, 0],
                &whole(8),
                &[2, 0],
            ]
            .concat(),
        ),
        // A chart inside the sheet has cells of its own.
        begin(),
        cell(0x027E, 9, 9, &whole(1)),
        end(),
    ];
    check(
        &[],
        &cells.concat(),
        "book!S: 12.34,0.5,10000000000\n-5,t,true\n#DIV/0!,r,true\n,2.5,\n,7,8\n",
    );
}

#[test]
fn shared_texts_go_over_several_records() {
    let shared = |number: u32| cell(0x00FD, 0, number as u16, &number.to_le_bytes());
    // Four texts: plain; with looks behind it; in wide letters that go on in narrow ones; with looks cut in two.
    let first = [
        &[0; 8][..],
        &[2, 0, 0, b'a', b'b'],
        &[1, 0, 8, 1, 0, b'c', 9, 9, 9, 9],
        &[3, 0, 1, b'd', 0],
    ];
    let second = [&[0, b'e', b'f'][..], &[1, 0, 4, 6, 0, 0, 0, b'g', 9, 9]];
    let third = [&[9, 9, 9, 9][..], &[1, 0, 0, b'h']];
    let texts = [
        record(0x00FC, &first.concat()),
        record(0x003C, &second.concat()),
        record(0x003C, &third.concat()),
    ];
    let cells: Vec<u8> = (0..5).flat_map(shared).collect();
    check(&texts.concat(), &cells, "book!S: ab,c,def,g,h\n");
    // One that is not there costs its cell alone.
    let cells = [shared(0), shared(7)].concat();
    check(
        &texts.concat(),
        &cells,
        "book!S: ab\n (cut short: 1 cells of the sheet cannot be understood)",
    );
}

#[test]
fn what_cannot_be_opened_says_why() {
    let password = record(0x002F, &[1, 0]);
    check(
        &password,
        &[],
        "book: failed, is protected by a password; help: save a copy without a password and give that",
    );
    let older =
        "book: failed, is a workbook older than Excel 97; help: save it as .xlsx and give that";
    assert_eq!(
        found(&compound("/Workbook", &record(0x0809, &[0, 5, 5, 0]))),
        [older]
    );
    assert_eq!(found(&compound("/Book", &begin())), [older]);
    let broken = "book: failed, the workbook is damaged: it cannot be understood";
    assert_eq!(found(&compound("/Workbook", b"hello")), [broken]);
    check(&[], &[], "book: failed, the workbook has no cells");
    // Without its end, the cells before it are kept.
    let mut cut = vec![0x09, 0x08, 4, 0, 0, 6, 5, 0];
    cut.extend(record(
        0x0085,
        &[&22_u32.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat(),
    ));
    let at = u32::try_from(cut.len() + 4).expect("small").to_le_bytes();
    cut[12..16].copy_from_slice(&at);
    cut.extend([end(), begin(), cell(0x0203, 0, 0, &1_f64.to_le_bytes())].concat());
    assert_eq!(
        found(&compound("/Workbook", &cut)),
        ["book!S: 1\n (cut short: the sheet is damaged from here on)"]
    );
    // Sheets that begin nowhere.
    let far = record(
        0x0085,
        &[&9_999_u32.to_le_bytes()[..], &[0, 0, 1, 0, b'F']].concat(),
    );
    let cell = cell(0x0203, 0, 0, &1_f64.to_le_bytes());
    let all = found(&book(&far, &cell));
    assert_eq!(
        all,
        [
            "book!S: 1\n",
            "book!F: failed, the sheet is damaged: it cannot be understood"
        ]
    );
}

#[test]
fn a_text_repeated_in_every_cell_ends_at_the_limit() {
    let text = [&[0; 8][..], &8_000_u16.to_le_bytes(), &[0], &[b'x'; 8_000]].concat();
    let cells: Vec<u8> = (0..40_000_u32)
        .flat_map(|at| cell(0x00FD, at as u16, (at >> 16) as u16, &0_u32.to_le_bytes()))
        .collect();
    let all = found(&book(&record(0x00FC, &text), &cells));
    assert!(
        all[0].ends_with("(cut short: unpacks to more than 200 times its size)"),
        "{}",
        all[0].len()
    );
}
