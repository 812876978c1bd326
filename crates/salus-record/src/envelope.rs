//! The fixed columns in front of every record table.

use arrow_schema::{DataType, Field, TimeUnit};

/// Names the row for ever: evidence id, a colon, and the row's number in its evidence.
pub const RECORD_ID: &str = "record_id";
/// The piece of evidence, by the first characters of its digest.
pub const EVIDENCE_ID: &str = "evidence_id";
/// Line, record number or offset, as a person would look it up.
pub const PLACE: &str = "place";
/// When it happened (UTC, microseconds); null when the record does not say.
pub const TIME: &str = "time";
/// The time as the source wrote it.
pub const TIME_ORIGINAL: &str = "time_original";
/// When Salus read it (UTC, microseconds).
pub const INGESTED_AT: &str = "ingested_at";
/// The machine the record speaks about or comes from.
pub const HOST: &str = "host";
/// Beside the envelope: what was assumed to name the time (`year, zone`), where the source leaves it out.
pub const TIME_ASSUMED: &str = "time_assumed";
/// JSON object with the fields that found no column.
pub const REST: &str = "_rest";

/// All envelope columns in table order.
pub const COLUMNS: [&str; 7] = [
    RECORD_ID,
    EVIDENCE_ID,
    PLACE,
    TIME,
    TIME_ORIGINAL,
    INGESTED_AT,
    HOST,
];

/// Characters of the SHA-256 used as evidence id (80 bits).
pub const EVIDENCE_ID_CHARS: usize = 20;

/// A source field's column name: its own, with `_` behind it where the envelope has that name (in
/// any letter case: Delta names may not differ in case alone).
#[must_use]
pub fn column_name(field: &str) -> std::borrow::Cow<'_, str> {
    let is_taken = |name: &str| name.eq_ignore_ascii_case(field);
    if is_taken(REST) || COLUMNS.iter().any(|name| is_taken(name)) {
        std::borrow::Cow::Owned(format!("{field}_"))
    } else {
        std::borrow::Cow::Borrowed(field)
    }
}

/// A record table's name from what a source calls itself: lower case, `_` for anything unusual.
///
/// The names of Salus's own tables get `_` behind them, so that no source can write to those.
#[must_use]
pub fn table_name(name: &str) -> String {
    let mut clean = String::with_capacity(name.len().min(TABLE_NAME_CHARS));
    for letter in name.chars().take(TABLE_NAME_CHARS) {
        let letter = if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '_'
        };
        clean.push(letter);
    }
    if clean.trim_matches('_').is_empty() || OWN_TABLES.contains(&clean.as_str()) {
        clean.push('_');
    }
    clean
}

/// Characters of a table name.
const TABLE_NAME_CHARS: usize = 96;

/// Tables that Salus itself fills; no record may go there.
pub const OWN_TABLES: [&str; 5] = ["access_story", "answer", "evidence", "finding", "reject"];

/// The type of every text column of a batch in memory: dictionary-encoded UTF-8.
#[must_use]
pub fn text_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// The type of `time` and `ingested_at`.
#[must_use]
pub fn time_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// The envelope as Arrow fields. `record_id`, `evidence_id` and `place` are plain UTF-8.
#[must_use]
pub fn fields() -> Vec<Field> {
    vec![
        Field::new(RECORD_ID, DataType::Utf8, false),
        Field::new(EVIDENCE_ID, DataType::Utf8, false),
        Field::new(PLACE, DataType::Utf8, false),
        Field::new(TIME, time_type(), true),
        Field::new(TIME_ORIGINAL, text_type(), true),
        Field::new(INGESTED_AT, time_type(), false),
        Field::new(HOST, text_type(), true),
    ]
}
