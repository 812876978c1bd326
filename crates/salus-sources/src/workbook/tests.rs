//! Workbooks made here, sound, broken and hostile, and what their sheets become.

use std::io::{Cursor, Read as _, Seek as _, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Found, archive};

const TYPES: (&str, &str) = (
    "[Content_Types].xml",
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
);
/// The second format is a date, the third one a stretch of time.
const STYLES: (&str, &str) = (
    "xl/styles.xml",
    r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm:ss"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>"#,
);

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("memory does not fail");
        writer
            .write_all(text.as_bytes())
            .expect("memory does not fail");
    }
    writer.finish().expect("memory does not fail").into_inner()
}

/// A workbook of these sheets: name, other attributes, rows.
fn book(sheets: &[(&str, &str, &str)], texts: &str) -> Vec<u8> {
    let mut parts: Vec<(String, String)> = Vec::new();
    let (mut list, mut links) = (String::new(), String::new());
    for (at, (name, more, rows)) in sheets.iter().enumerate() {
        list += &format!(r#"<sheet name="{name}" sheetId="{at}" r:id="r{at}" {more}/>"#);
        links += &format!(
            r#"<Relationship Id="r{at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{at}.xml"/>"#
        );
        parts.push((
            format!("xl/worksheets/sheet{at}.xml"),
            format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        ));
    }
    parts.push((
        "xl/workbook.xml".into(),
        format!("<workbook><workbookPr/><sheets>{list}</sheets></workbook>"),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".into(),
        format!("<Relationships>{links}</Relationships>"),
    ));
    parts.push(("xl/sharedStrings.xml".into(), texts.to_owned()));
    let parts = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    let all: Vec<_> = [TYPES, STYLES].into_iter().chain(parts).collect();
    zipped(&all)
}

/// A row of cells that hold their text themselves.
fn row(number: u32, cells: &[&str]) -> String {
    let cell = |text: &&str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let cells: String = cells.iter().map(cell).collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

/// What is found, as `name: text` and `name: failed, why`.
pub(super) fn found(bytes: &[u8]) -> Vec<String> {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("a temporary file");
    file.rewind().expect("a temporary file");
    let mut all = Vec::new();
    let ended: Result<(), ()> = archive::open("book", file, &(), &mut |found| {
        all.push(match found {
            Found::Piece(mut piece) => {
                let mut text = String::new();
                piece.input.read_to_string(&mut text).expect("text");
                assert_eq!(text.len() as u64, piece.size);
                let cut = piece.cut_short.map(|why| format!(" (cut short: {why})"));
                format!("{}: {text}{}", piece.name, cut.unwrap_or_default())
            }
            Found::Failed { name, reason, .. } => format!("{name}: failed, {reason}"),
        });
        Ok(())
    });
    assert!(ended.is_ok());
    all
}

fn check(bytes: &[u8], expected: &[&str]) {
    assert_eq!(found(bytes), expected);
}

#[test]
fn each_sheet_is_a_table_whose_lines_are_its_rows() {
    let first = [
        row(2, &["Asset inventory of March"]),
        row(4, &["Name", "Serial &#10;Number", "Note"]),
        row(5, &["pump", "1", "say \"no\", or;\nnot"]),
        row(9, &["scanner"]),
    ];
    let hidden = row(1, &["a", "b"]);
    check(
        &book(
            &[
                ("Devices", "", &first.concat()),
                ("Empty", "", ""),
                ("Old &amp; gone", r#"state="hidden""#, &hidden),
            ],
            "<sst/>",
        ),
        &[
            "book!Devices: \nAsset inventory of March,,\n\nName,Serial  Number,Note\npump,1,\"say \"\"no\"\", or; not\"\n\n\n\nscanner,,\n",
            "book!Old & gone: a,b\n",
        ],
    );
}

#[test]
fn values_are_written_as_a_person_reads_them() {
    let texts = "<sst count=\"1\" uniqueCount=\"18446744073709551615\"><si><t>uniqueCount</t></si>\
        <si><r><t>two </t></r><r><t>runs</t></r></si></sst>";
    let cells = [
        r#"<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><v>880123456789012</v></c>"#,
        r#"<c r="D1" s="1"><v>46082</v></c><c r="E1" s="2"><v>1.5</v></c><c r="F1" t="b"><v>1</v></c>"#,
        r##"<c r="G1" t="e"><v>#N/A</v></c><c r="H1"><f>1+1</f><v>2.0</v></c><c r="I1" t="str"><f>x</f><v>y &lt;z</v></c>"##,
        r#"<c r="J1"/><c r="K1"><v>1E-7</v></c>"#,
    ];
    let row = format!("<row>{}</row>", cells.concat());
    check(
        &book(&[("S", "", &row)], texts),
        &[
            "book!S: uniqueCount,two runs,880123456789012,2026-03-01,36:00:00,true,#N/A,2,y <z,,0.0000001\n",
        ],
    );
}

#[test]
fn a_far_cell_costs_nothing() {
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let all = found(&book(&[("S", "", &(row(1, &["a", "b"]) + far))], "<sst/>"));
    let [sheet] = all.as_slice() else {
        panic!("one sheet: {}", all.len())
    };
    assert_eq!(sheet.matches('\n').count(), 1_048_576);
    let beyond = r#"<row r="1048577"><c r="A1048577"><v>1</v></c></row>"#;
    check(
        &book(&[("S", "", &(row(1, &["a", "b"]) + beyond))], "<sst/>"),
        &["book!S: a,b\n (cut short: a cell beyond the last row or column of a sheet)"],
    );
}

#[test]
fn bad_cells_and_damaged_sheets_cost_themselves() {
    let bad = r#"<row r="2"><c r="A2" t="s"><v>7</v></c><c r="B2"><v>5</v></c><c r="C2" t="?"><v>7</v></c></row>"#;
    check(
        &book(
            &[
                ("Bad", "", &(row(1, &["a", "b"]) + bad + &row(3, &["c"]))),
                ("Cut", "", &(row(1, &["a"]) + "<row r=\"2\"><c><v>")),
                ("Back", "", &(row(2, &["a"]) + &row(1, &["b"]))),
                ("Good", "", &row(1, &["a"])),
            ],
            "<sst/>",
        ),
        &[
            "book!Bad: a,b\n,5\nc,\n (cut short: 2 cells of the sheet cannot be understood)",
            "book!Cut: a\n (cut short: the sheet is damaged from here on)",
            "book!Back: \na\n (cut short: the rows of the sheet are not in order from here on)",
            "book!Good: a\n",
        ],
    );
    check(
        &zipped(&[TYPES, ("xl/workbook.xml", "<workbook")]),
        &["book: failed, the workbook is damaged: it cannot be understood"],
    );
    check(
        &book(&[("S", "", "")], "<sst/>"),
        &["book: failed, the workbook has no cells"],
    );
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let long = "x".repeat(70 << 20);
    let failed = found(&book(&[("S", "", &row(1, &["a"]))], &long));
    assert_eq!(failed.len(), 1);
    assert!(failed[0].starts_with("book: failed, unpacks to more than 200 times"));
    // Rows that repeat one long shared text: the workbook is small, what it says is not.
    let text = "y".repeat(1 << 20);
    let cell = r#"<c t="s"><v>0</v></c>"#;
    let rows: String = (0..400).map(|_| format!("<row>{cell}</row>")).collect();
    let sheet = found(&book(
        &[("S", "", &rows)],
        &format!("<sst><si><t>{text}</t></si></sst>"),
    ));
    assert_eq!(sheet.len(), 1);
    assert!(sheet[0].ends_with("(cut short: unpacks to more than 200 times its size)"));
    assert!(sheet[0].len() < 32 << 20);
}

#[test]
fn other_zip_files_stay_archives() {
    check(
        &zipped(&[("a.csv", "a,b\n1,2\n")]),
        &["book!a.csv: a,b\n1,2\n"],
    );
    let document = zipped(&[TYPES, ("word/document.xml", "<w/>")]);
    assert_eq!(found(&document).len(), 2);
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Tab\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ])
}

#[test]
fn open_document_sheets_are_tables_too() {
    let end = r#"<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let rows = format!(
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-03-01"><text:p>1.3.</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell/><table:table-cell office:value-type="float" office:value="1"><text:p>1,0</text:p></table:table-cell></table:table-row>{end}"#
    );
    check(&ods(&rows), &["book!Tab: \n\nName,2026-03-01\n,1\n"]);
}

#[test]
fn repetitions_do_not_fill_the_memory() {
    let refused = "book: failed, the sheets hold more repeated cells than fit into memory";
    let cell = |more: &str, inner: &str| {
        format!(
            r#"<table:table-row><table:table-cell office:value-type="string" {more}><text:p>{inner}</text:p></table:table-cell></table:table-row>"#
        )
    };
    let wide = r#"table:number-columns-repeated="16384""#;
    check(&ods(&cell(wide, "x").repeat(300)), &[refused]);
    check(
        &ods(&cell("", r#"<text:s text:c="99999999999"/>"#)),
        &[refused],
    );
    let many = cell(wide, "x").replace(
        "<table:table-row>",
        r#"<table:table-row table:number-rows-repeated="&#57;99">"#,
    );
    check(&ods(&many), &[refused]);
}

/// As a program writes it (invented content): a title above the header, a hidden sheet, an empty one.
#[test]
fn a_workbook_of_another_program() {
    check(
        include_bytes!("inventory.xlsx"),
        &[
            "book!Devices: \"Device inventory, North Clinic\",,,,,,,\n\n\
             Asset Tag,Host Name,Model,Serial Number,Purchased,In use,Price,Status\n\
             A-1,ws-01,Tower 7,00123456789012345,2024-05-17,true,1299.5,in use\n\
             A-2,ws-02,,880123456789012,2025-01-02T08:30:00,false,,\"lost, \"\"maybe\"\" stolen\"\n",
            "book!Old devices: Asset Tag,Host Name,Model,Status\nA-0,ws-00,Tower 1,retired\n",
        ],
    );
}

/// What the sheets are taken for, once they are tables.
#[test]
fn sheets_find_their_readers() {
    let readers = |bytes: &[u8]| -> Vec<String> {
        let sheets = found(bytes);
        let texts = sheets.iter().filter_map(|sheet| sheet.split_once(": "));
        let names = texts.map(|(name, text)| {
            let reader = salus_readers::recognise(text.as_bytes());
            format!(
                "{name} {}",
                reader.map_or("-", |reader| reader.about().name)
            )
        });
        names.collect()
    };
    assert_eq!(
        readers(include_bytes!("inventory.xlsx")),
        ["book!Devices csv", "book!Old devices csv"]
    );
    let form = [
        row(
            1,
            &["Manufacturer Disclosure Statement for Medical Device Security -- MDS2"],
        ),
        row(3, &["Question ID", "Question", "", "See note"]),
        row(4, &["DOC-1", "Manufacturer Name", "Acme Pumps"]),
        row(
            5,
            &[
                "MPII-1",
                "Can this device display, transmit, store, or modify PII?",
                "Yes",
                "Note 1",
            ],
        ),
        row(
            6,
            &[
                "ALOF-1",
                "Can the device be configured to force reauthorization?",
                "N/A",
            ],
        ),
    ];
    let cover = row(1, &["How to fill this form"]);
    let sheets = [("MDS2", "", form.concat()), ("Cover", "", cover)];
    let sheets: Vec<_> = sheets
        .iter()
        .map(|(name, more, rows)| (*name, *more, rows.as_str()))
        .collect();
    assert_eq!(
        readers(&book(&sheets, "<sst/>")),
        ["book!MDS2 mds2", "book!Cover -"]
    );
}

#[test]
fn binary_workbooks_that_make_no_sense_fail_clearly() {
    let links =
        r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let failed = "book: failed, the workbook is damaged: it cannot be understood";
    for nonsense in ["", "\u{1}", "\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}"] {
        let parts = [
            TYPES,
            ("xl/workbook.bin", nonsense),
            ("xl/_rels/workbook.bin.rels", links),
            ("xl/worksheets/sheet1.bin", nonsense),
        ];
        check(&zipped(&parts), &[failed]);
    }
}
