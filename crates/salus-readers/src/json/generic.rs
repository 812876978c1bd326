//! Any other JSON: a table of its own, named after its first members.

use salus_record::time;
use serde_json::Value;

use super::Object;
use super::object::{first_text, slug};
use crate::{Place, ReadError, Sink};

/// Where unknown records most often keep their time, most telling first.
const TIMES: &[&str] = &[
    "@timestamp",
    "timestamp",
    "Timestamp",
    "eventTime",
    "event_time",
    "EventTime",
    "TimeGenerated",
    "TimeCreated",
    "time",
    "Time",
    "ts",
    "_time",
    "datetime",
    "dateTime",
    "date",
    "Date",
    "created_at",
    "createdAt",
    "created",
    "createdDateTime",
    "published",
];
const HOSTS: &[&str] = &[
    "hostname",
    "Hostname",
    "host",
    "host.name",
    "hostName",
    "HostName",
    "Computer",
    "computer",
    "DeviceName",
    "device_name",
];

/// Writes any value as one record of `<syntax>_<first three member names in order>`.
pub(super) fn put(
    syntax: &str,
    value: Value,
    place: Place,
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    let mut row = sink.record(&table(syntax, &value), place);
    if let Value::Object(object) = &value {
        let readable = times(object).find(|written| time::parse(written).is_some());
        if let Some(written) = readable {
            row = row.time(&written);
        }
        if let Some(host) = first_text(object, HOSTS) {
            row = row.host(&host);
        }
    }
    row.json(&value).end()
}

/// What may be its time, most telling first.
pub(super) fn times(object: &Object) -> impl Iterator<Item = String> {
    TIMES.iter().filter_map(|name| first_text(object, &[name]))
}

fn table(syntax: &str, value: &Value) -> String {
    let Value::Object(object) = value else {
        return format!("{syntax}_value");
    };
    let mut names: Vec<&str> = object.keys().map(String::as_str).collect();
    names.sort_unstable();
    let parts: Vec<String> = names
        .iter()
        .map(|name| slug(name))
        .filter(|part| !part.is_empty())
        .take(3)
        .collect();
    if parts.is_empty() {
        format!("{syntax}_value")
    } else {
        format!("{syntax}_{}", parts.join("_"))
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn unknown_records_get_a_table_of_their_own() {
        check(
            r#"{"zone":"b","@timestamp":"2026-03-01","a b":[1],"x":null,"hostname":"h"}"#,
            &[
                "line 1: json_timestamp_a_b_hostname time=2026-03-01T00:00:00Z host=h zone=b \
               @timestamp=2026-03-01 a b=[1] hostname=h",
            ],
        );
        check(
            "[1,\"x\"]",
            &[
                "record 1: json_value value=1",
                "record 2: json_value value=x",
            ],
        );
        check("{}", &["line 1: json_value value={}"]);
    }
}
