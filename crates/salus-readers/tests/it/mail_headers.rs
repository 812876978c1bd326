//! Headers of the messages of a parser's own test set, held against what that set expects.

use std::path::Path;

use serde_json::Value;

use crate::corpus::{Record, files_with, folder, read_with, reader_named};

/// Where we say something else on purpose: of two dates the first is kept as `date`, and the time is that one's; and a
/// boundary of an outer multipart ends the inner ones (RFC 2046), so that two attachments are seen that the set's own
/// parser loses.
const OTHERWISE: [(&str, &str); 3] = [
    ("malformed/012.eml", "attachment_names"),
    ("malformed/019.eml", "time"),
    ("thirdparty/015.eml", "attachment_names"),
];

#[test]
fn headers_are_those_that_are_expected() {
    let Some(folder) = folder("email-parsing/mime/eml", "expected headers") else {
        return;
    };
    let mut compared = 0;
    let mut differ = Vec::new();
    for path in files_with(&folder, "eml") {
        let expected = path.with_extension("json");
        let Ok(expected) = std::fs::read(&expected) else {
            continue;
        };
        let expected: Value = serde_json::from_slice(&expected).expect("expected values");
        let bytes = std::fs::read(&path).expect("a message");
        let read = read_with(reader_named("mail"), &bytes);
        let (_, record) = &read.records[0];
        let name = name_of(&path, &folder);
        for (column, wanted) in wanted(&expected) {
            compared += 1;
            let found = found(record, column);
            if found != wanted && !OTHERWISE.contains(&(name.as_str(), column)) {
                differ.push(format!("{name}: {column} {found:?}, expected {wanted:?}"));
            }
        }
    }
    eprintln!("{compared} values compared");
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(compared >= 400, "{compared} values");
}

fn name_of(path: &Path, folder: &Path) -> String {
    let name = path.strip_prefix(folder).unwrap_or(path);
    name.display().to_string()
}

fn found(record: &Record, column: &str) -> Option<String> {
    record.get(column).cloned()
}

/// What the columns should hold by the expected values.
fn wanted(expected: &Value) -> Vec<(&'static str, Option<String>)> {
    let headers = &expected["parts"][0]["headers"];
    let last = |name: &str| {
        let list = headers.as_array()?;
        let header = list.iter().rev().find(|header| header["name"] == name)?;
        Some(&header["value"])
    };
    let text = |name: &str| {
        let text = last(name)?["Text"].as_str()?;
        Some(text.trim().to_owned())
    };
    let from = last("from").map(addresses).unwrap_or_default();
    let to: Vec<String> = last("to")
        .map(addresses)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(name, address)| address.or(name))
        .collect();
    let from = from.into_iter().next().unwrap_or_default();
    vec![
        ("subject", text("subject")),
        ("message_id", text("message_id")),
        ("from_name", from.0),
        ("from_address", from.1),
        (
            "to",
            last("to")
                .and_then(|header| header.get("Address"))
                .map(|_| serde_json::to_string(&to).expect("texts can be written")),
        ),
        (
            "time",
            last("date")
                .and_then(instant)
                .map(|micros| micros.to_string()),
        ),
        (
            "attachment_names",
            Some(serde_json::to_string(&attachments(expected)).expect("texts can be written")),
        ),
    ]
}

/// Name and address of each, groups taken apart.
fn addresses(header: &Value) -> Vec<(Option<String>, Option<String>)> {
    let address = &header["Address"];
    let groups = address["Group"].as_array();
    let lists = match groups {
        Some(groups) => groups.iter().map(|group| &group["addresses"]).collect(),
        None => vec![&address["List"]],
    };
    let text = |value: &Value| value.as_str().map(str::trim).map(str::to_owned);
    lists
        .into_iter()
        .filter_map(Value::as_array)
        .flatten()
        .map(|one| (text(&one["name"]), text(&one["address"])))
        .collect()
}

fn instant(header: &Value) -> Option<i64> {
    let date = header.get("DateTime")?;
    let part = |name: &str| date[name].as_i64().unwrap_or_default();
    let sign = if date["tz_before_gmt"] == true {
        '-'
    } else {
        '+'
    };
    let written = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
        part("year"),
        part("month"),
        part("day"),
        part("hour"),
        part("minute"),
        part("second"),
        part("tz_hour"),
        part("tz_minute")
    );
    salus_record::time::parse(&written)
}

fn attachments(expected: &Value) -> Vec<String> {
    let numbers = expected["attachments"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let parts = numbers
        .iter()
        .filter_map(Value::as_u64)
        .map(|number| &expected["parts"][number as usize]);
    parts
        .map(|part| file_name(part).unwrap_or_default())
        .collect()
}

fn file_name(part: &Value) -> Option<String> {
    let headers = part["headers"].as_array()?;
    let of = |header: &str, attribute: &str| {
        let header = headers.iter().rev().find(|one| one["name"] == header)?;
        let attributes = header["value"]["ContentType"]["attributes"].as_array()?;
        let attribute = attributes.iter().find(|one| one["name"] == attribute)?;
        attribute["value"].as_str().map(str::to_owned)
    };
    of("content_disposition", "filename").or_else(|| of("content_type", "name"))
}
