//! Rows as they come out of a sink.

use arrow_array::Array;

use super::*;

#[derive(Default)]
struct Kept {
    batches: Vec<Batch>,
    rejects: Vec<Reject>,
}

impl Output for Kept {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        self.batches.push(batch);
        Ok(())
    }
    fn reject(&mut self, reject: Reject) -> Result<(), ReadError> {
        self.rejects.push(reject);
        Ok(())
    }
}

fn rows_of(records: &[&[(&str, &str)]]) -> Batch {
    let mut kept = Kept::default();
    let mut sink = Sink::new(&Digest::of(b"x"), 0, &mut kept);
    for (n, fields) in records.iter().enumerate() {
        let mut row = sink.record("t", Place::Line(n as u64 + 1));
        for (field, text) in *fields {
            row.set(field, text);
        }
        row.end().expect("kept");
    }
    let counts = sink.finish().expect("kept");
    assert_eq!(counts.read, records.len() as u64);
    kept.batches.remove(0)
}

fn cell(batch: &Batch, column: &str, row: usize) -> Option<String> {
    let array = batch.rows.column_by_name(column)?;
    let text = array
        .as_any()
        .downcast_ref::<arrow_array::DictionaryArray<arrow_array::types::Int32Type>>()?;
    let values = text
        .values()
        .as_any()
        .downcast_ref::<arrow_array::StringArray>()?;
    (!text.is_null(row)).then(|| values.value(text.keys().value(row) as usize).to_owned())
}

#[test]
fn columns_appear_as_they_are_met_and_are_null_before_and_after() {
    let batch = rows_of(&[&[("a", "1")], &[("b", "2")], &[("a", "3")]]);
    assert_eq!(cell(&batch, "a", 0).as_deref(), Some("1"));
    assert_eq!(cell(&batch, "a", 1), None);
    assert_eq!(cell(&batch, "b", 1).as_deref(), Some("2"));
    assert_eq!(cell(&batch, "b", 2), None);
}

#[test]
fn a_field_that_is_like_another_has_its_texts_wherever_it_sets_none() {
    // Each row: the text of `a`, the text of `b`, and whether `c`, the time and the machine are said to be like `a`.
    let check = |rows: &[(&str, &str)], expected: &[&str]| {
        let mut kept = Kept::default();
        let mut sink = Sink::new(&Digest::of(b"x"), 0, &mut kept);
        let mut columns = FieldColumns::default();
        for (n, (a, b)) in rows.iter().enumerate() {
            let mut row = sink.record("t", Place::Line(n as u64 + 1));
            for (number, text) in [a, b].into_iter().enumerate() {
                if !text.is_empty() {
                    row.set_numbered(&mut columns, number, ["a", "b"][number], text);
                }
            }
            let like = if a.is_empty() { (1, b) } else { (0, a) };
            if !like.1.is_empty() {
                row.set_numbered_like(&mut columns, (2, like.0), "c", like.1);
                row = row.time_like(&mut columns, like.0, like.1);
                row = row.host_like(&mut columns, like.0, like.1);
            }
            row.end().expect("kept");
        }
        sink.finish().expect("kept");
        for column in ["c", "host", "time_original"] {
            let found = (0..rows.len()).map(|row| cell(&kept.batches[0], column, row));
            let found: Vec<String> = found.map(Option::unwrap_or_default).collect();
            assert_eq!(found, expected, "{column} of {rows:?}");
        }
    };
    check(&[("1", "x"), ("2", ""), ("1", "y")], &["1", "2", "1"]);
    check(
        &[("", ""), ("2", ""), ("", ""), ("3", "")],
        &["", "2", "", "3"],
    );
    // The other field is what it is like in some rows, from the first one on or later.
    check(&[("1", "x"), ("", "y"), ("2", "z")], &["1", "y", "2"]);
    check(
        &[("", "x"), ("1", "y"), ("", "z"), ("", "")],
        &["x", "1", "z", ""],
    );
}

#[test]
fn what_finds_no_column_is_kept_in_the_rest() {
    let batch = rows_of(&[&[("a", "1"), ("a", "2"), ("A", "3"), ("", "4"), ("time", "5")]]);
    assert_eq!(cell(&batch, "a", 0).as_deref(), Some("1"));
    assert_eq!(cell(&batch, "time_", 0).as_deref(), Some("5"));
    assert_eq!(
        cell(&batch, "_rest", 0).as_deref(),
        Some(r#"{"a":"2","A":"3","":"4"}"#)
    );
}

#[test]
fn a_field_repeated_without_end_joins_the_last_of_its_names() {
    let fields: Vec<(&str, &str)> = vec![("a", "x"); 50_000];
    let batch = rows_of(&[&fields]);
    let rest = cell(&batch, "_rest", 0).expect("a rest");
    let rest: serde_json::Value = serde_json::from_str(&rest).expect("JSON");
    let names = rest.as_object().expect("an object");
    assert_eq!(names.len(), limits::REPEATS + 1);
    let values = names.values().filter_map(serde_json::Value::as_str);
    assert_eq!(values.flat_map(str::lines).count(), fields.len() - 1);
}

#[test]
fn a_field_called_rest_is_not_the_rest() {
    let twice: &[(&str, &str)] = &[("_rest", "1"), ("_rest", "2")];
    let batch = rows_of(&[twice, twice]);
    for row in 0..2 {
        assert_eq!(cell(&batch, "_rest_", row).as_deref(), Some("1"));
        let rest = cell(&batch, "_rest", row);
        assert_eq!(rest.as_deref(), Some(r#"{"_rest_":"2"}"#));
    }
}

#[test]
fn a_source_cannot_choose_any_table_name() {
    let check = |given: &str, expected: &str| {
        assert_eq!(envelope::table_name(given), expected, "{given}");
    };
    check("zeek_conn", "zeek_conn");
    check("../../etc", "______etc");
    check("evidence", "evidence_");
    check("Finding", "finding_");
    check("", "_");
}

#[test]
fn a_table_keeps_to_its_column_limit() {
    let names: Vec<String> = (0..1_500).map(|n| format!("c{n}")).collect();
    let fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "v")).collect();
    let batch = rows_of(&[&fields]);
    assert_eq!(batch.rows.num_columns(), limits::TABLE_COLUMNS);
    let rest = cell(&batch, "_rest", 0).expect("a rest");
    assert!(rest.contains(r#""c1499":"v""#));
}
