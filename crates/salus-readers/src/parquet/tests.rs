//! Parquet files written by the library itself, whole and damaged.

use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, GzipLevel, ZstdLevel};
use ::parquet::file::properties::WriterProperties;
use arrow_array::RecordBatch;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, Int64Array, ListArray, StringArray, StructArray, TimestampMillisecondArray,
};

use super::Parquet;
use crate::testing::{check_bytes, shown};

fn file(batches: &[RecordBatch], compression: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(2))
        .build();
    let schema = batches[0].schema();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties)).expect("a writer");
    for batch in batches {
        writer.write(batch).expect("memory does not fail");
    }
    writer.into_inner().expect("memory does not fail")
}

fn column(array: impl arrow_array::Array + 'static) -> ArrayRef {
    Arc::new(array)
}

fn flat() -> RecordBatch {
    RecordBatch::try_from_iter([
        (
            "Name",
            column(StringArray::from(vec![Some("pump"), None, Some("scanner")])),
        ),
        (
            "Number",
            column(Int64Array::from(vec![9_007_199_254_740_993, 2, 3])),
        ),
        (
            "time",
            column(TimestampMillisecondArray::from(vec![
                1_772_352_000_000,
                1_772_352_000_500,
                0,
            ])),
        ),
    ])
    .expect("columns of one length")
}

/// An event as a security lake keeps it.
fn ocsf() -> RecordBatch {
    let numbers = |number| column(Int64Array::from(vec![number]));
    let text = |text| column(StringArray::from(vec![text]));
    let inner = |name: &str, array: ArrayRef| {
        let field = arrow_schema::Field::new(name, array.data_type().clone(), true);
        column(StructArray::from(vec![(Arc::new(field), array)]))
    };
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1), Some(2)])]);
    RecordBatch::try_from_iter([
        ("class_uid", numbers(3002)),
        ("category_uid", numbers(3)),
        ("severity_id", numbers(1)),
        ("time", numbers(1_772_352_000_000)),
        ("metadata", inner("version", text("1.1.0"))),
        ("device", inner("hostname", text("pc"))),
        ("numbers", column(list)),
    ])
    .expect("columns of one length")
}

const FLAT: [&str; 3] = [
    "record 1: parquet_name_number_time time=2026-03-01T08:00:00Z Name=pump Number=9007199254740993 time_=2026-03-01T08:00:00",
    "record 2: parquet_name_number_time time=2026-03-01T08:00:00.500Z Number=2 time_=2026-03-01T08:00:00.500",
    "record 3: parquet_name_number_time time=1970-01-01T00:00:00Z Name=scanner Number=3 time_=1970-01-01T00:00:00",
];

#[test]
fn rows_are_records_however_they_are_packed() {
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        check_bytes(&Parquet, &file(&[flat()], compression), &FLAT);
    }
}

#[test]
fn events_of_a_security_lake_find_their_tables() {
    check_bytes(
        &Parquet,
        &file(&[ocsf()], Compression::SNAPPY),
        &[
            "record 1: ocsf_authentication time=2026-03-01T08:00:00Z host=pc class_uid=3002 category_uid=3 severity_id=1 time_=1772352000000 metadata.version=1.1.0 device.hostname=pc numbers=[1,2]",
        ],
    );
}

#[test]
fn encrypted_and_damaged_files_fail_clearly() {
    let whole = file(&[flat()], Compression::SNAPPY);
    check_bytes(&Parquet, b"", &[]);
    check_bytes(
        &Parquet,
        b"PAR1xxxxPARE",
        &["failed: the file is encrypted; help: export it without encryption at whole file"],
    );
    let cut = "failed: the Parquet file has no end: it is cut off or damaged at whole file";
    check_bytes(&Parquet, &whole[..whole.len() / 2], &[cut]);
    check_bytes(&Parquet, b"PAR1", &[cut]);
    check_bytes(&Parquet, b"PAR1PAR1", &[cut]);
    let mut zeros = whole.clone();
    let length = zeros.len();
    zeros[length / 2..length - 8].fill(0);
    let damaged = "failed: the Parquet file is damaged at whole file";
    check_bytes(&Parquet, &zeros, &[damaged]);
    let mut claims = whole;
    claims[length - 8..length - 4].copy_from_slice(&u32::MAX.to_le_bytes());
    check_bytes(
        &Parquet,
        &claims,
        &[
            "failed: the end of the Parquet file, which describes it, is larger than the limit at whole file",
        ],
    );
}

#[test]
fn a_damaged_group_of_rows_costs_itself() {
    let mut bytes = file(&[flat()], Compression::UNCOMPRESSED);
    // The first page of the first group: its header no longer makes sense.
    bytes[4..12].fill(0xff);
    check_bytes(
        &Parquet,
        &bytes,
        &[
            "record 1: rejected, rows 1 to 2: the Parquet file is damaged",
            FLAT[2],
        ],
    );
}

/// Widths and lengths inside pages, which the library believes.
#[test]
fn any_damaged_byte_of_a_group_costs_no_other_group() {
    let whole = file(&[flat()], Compression::UNCOMPRESSED);
    let (mut refused, mut damaged) = (0, 0);
    for at in 4..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] = 0xff;
        let lines = shown(&Parquet, &bytes);
        // The second group begins where its row is no longer read as it was.
        if lines.last().map(String::as_str) != Some(FLAT[2]) {
            break;
        }
        damaged += 1;
        let is_refused = lines[0] == "record 1: rejected, rows 1 to 2: the Parquet file is damaged";
        assert!(is_refused || lines.len() == 3, "byte {at}: {lines:?}");
        refused += usize::from(is_refused);
    }
    assert!(damaged > 100 && refused > 50, "{refused} of {damaged}");
}

/// A footer that says there is one column inside another, many times.
#[test]
fn columns_deep_inside_one_another_are_refused() {
    let mut footer = vec![0x15, 2, 0x19, 0xfc];
    footer.extend([0xe8, 0x07]); // 1,000 columns
    for _ in 0..1_000 {
        footer.extend([0x48, 1, b'a', 0x15, 2, 0]); // named `a`, with one child
    }
    footer.push(0);
    let mut bytes = b"PAR1".to_vec();
    bytes.extend(&footer);
    bytes.extend((footer.len() as u32).to_le_bytes());
    bytes.extend(b"PAR1");
    check_bytes(
        &Parquet,
        &bytes,
        &["failed: more columns, or more in one another, than the limit at whole file"],
    );
}

/// A small file in which every row has the same long text.
#[test]
fn rows_of_one_long_text_are_read_a_few_at_a_time() {
    let text = "x".repeat(1 << 20);
    let texts = StringArray::from(vec![text.as_str(); 60]);
    let batch = RecordBatch::try_from_iter([("text", column(texts))]).expect("one column");
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_dictionary_page_size_limit(64 << 20)
        .build();
    let mut writer =
        ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("memory does not fail");
    let bytes = writer.into_inner().expect("memory does not fail");
    assert!(bytes.len() < 1 << 20, "{}", bytes.len());
    let expected: Vec<String> = (1..=60)
        .map(|row| format!("record {row}: parquet_text text={text}"))
        .collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check_bytes(&Parquet, &bytes, &expected);
}

/// A row by itself, as it was before the rows of a batch were written together.
fn one_by_one(batch: &RecordBatch) -> Vec<serde_json::Value> {
    let rows = (0..batch.num_rows()).map(|at| batch.slice(at, 1));
    let parsed = rows.map(|row| {
        let mut writer = arrow_json::ArrayWriter::new(Vec::new());
        writer
            .write(&row)
            .and_then(|()| writer.finish())
            .expect("JSON");
        let rows: Vec<serde_json::Value> =
            serde_json::from_slice(&writer.into_inner()).expect("JSON");
        let mut object = rows.into_iter().next().expect("one row");
        for field in row.schema().fields() {
            let members = object.as_object_mut().expect("an object");
            members
                .entry(field.name())
                .or_insert(serde_json::Value::Null);
        }
        object
    });
    parsed.collect()
}

#[test]
fn objects_have_all_columns_of_the_file() {
    let texts = |texts: Vec<Option<&str>>| column(StringArray::from(texts));
    let numbers = |numbers: Vec<Option<i64>>| column(Int64Array::from(numbers));
    let field = |name: &str, array: &ArrayRef| {
        arrow_schema::Field::new(name, array.data_type().clone(), true)
    };
    let check = |columns: Vec<(&str, ArrayRef)>| {
        let fields: Vec<_> = columns
            .iter()
            .map(|(name, array)| field(name, array))
            .collect();
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        let schema = Arc::new(arrow_schema::Schema::new(fields));
        let batch = RecordBatch::try_new(schema, arrays).expect("columns of one length");
        let all = super::objects::of_all(&batch).expect("texts");
        let all: Vec<serde_json::Value> = all
            .lines()
            .map(|text| serde_json::from_slice(text).expect("JSON"))
            .collect();
        let written = |all: &[serde_json::Value]| format!("{all:?}");
        assert_eq!(written(&all), written(&one_by_one(&batch)));
    };
    let inner = texts(vec![Some("{"), None, Some("\n"), None]);
    let object = StructArray::from(vec![(Arc::new(field("x", &inner)), inner)]);
    check(vec![
        ("a", texts(vec![Some("x"), None, None, Some("{")])),
        ("nothing", column(arrow_array::NullArray::new(4))),
        ("b \"", numbers(vec![Some(1), None, Some(3), None])),
        ("c", column(object)),
        (
            "d",
            column(arrow_array::Float64Array::from(vec![
                0.5,
                f64::NAN,
                1e300,
                -0.0,
            ])),
        ),
    ]);
    check(vec![
        ("a", texts(vec![Some("x"), None, None])),
        ("a", numbers(vec![None, Some(2), None])),
    ]);
    check(vec![("a", texts(vec![None, None]))]);
}
