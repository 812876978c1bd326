//! Results of scheduled osquery queries: event, differential and snapshot forms, one record for each row.

use serde_json::Value;

use super::object::{has, is_carried, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Osquery;

impl Shape for Osquery {
    fn fits(&self, object: &Object) -> bool {
        let is_event = has(object, &["name", "action"])
            && (has(object, &["columns"])
                || has(object, &["snapshot"])
                || has(object, &["hostIdentifier"]));
        is_event || has(object, &["name", "diffResults"])
    }

    fn put(&self, mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut rows = Vec::new();
        take(&mut object, "snapshot", "snapshot", &mut rows);
        if let Some(Value::Object(mut changes)) = object.remove("diffResults") {
            take(&mut changes, "added", "added", &mut rows);
            take(&mut changes, "removed", "removed", &mut rows);
        }
        if rows.is_empty() {
            return write(object, place, sink);
        }
        if !is_carried(&Value::Object(object.clone())) {
            return sink.reject(
                place,
                "result with more about the query than its rows can carry",
            );
        }
        for (action, columns) in rows {
            let mut row = object.clone();
            row.insert("action".to_owned(), action.into());
            row.insert("columns".to_owned(), columns);
            write(row, place, sink)?;
        }
        Ok(())
    }
}

fn write(object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let paths: (&[&str], &[&str]) = (&["unixTime", "calendarTime"], &["hostIdentifier"]);
    put(object, "osquery", paths, place, sink)
}

fn take(
    object: &mut Object,
    name: &str,
    action: &'static str,
    rows: &mut Vec<(&'static str, Value)>,
) {
    if let Some(Value::Array(list)) = object.remove(name) {
        rows.extend(list.into_iter().map(|columns| (action, columns)));
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn a_result_keeps_its_columns() {
        check(
            r#"{"name":"q","action":"added","unixTime":1772352000,"hostIdentifier":"h","columns":{"pid":"1"}}"#,
            &[
                "line 1: osquery time=2026-03-01T08:00:00Z host=h name=q action=added \
               unixTime=1772352000 hostIdentifier=h columns.pid=1",
            ],
        );
    }

    #[test]
    fn each_row_of_a_snapshot_or_a_difference_is_a_record() {
        check(
            r#"{"name":"q","action":"snapshot","hostIdentifier":"h","snapshot":[{"pid":"1"},{"pid":"2"}]}
{"name":"q","hostIdentifier":"h","diffResults":{"added":[{"pid":"3"}],"removed":""}}
{"name":"q","action":"snapshot","hostIdentifier":"h","snapshot":[]}"#,
            &[
                "line 1: osquery host=h name=q action=snapshot hostIdentifier=h columns.pid=1",
                "line 1: osquery host=h name=q action=snapshot hostIdentifier=h columns.pid=2",
                "line 2: osquery host=h name=q action=added hostIdentifier=h columns.pid=3",
                "line 3: osquery host=h name=q action=snapshot hostIdentifier=h",
            ],
        );
    }
}
