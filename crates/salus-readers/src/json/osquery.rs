//! Results of scheduled osquery queries: differential, snapshot and event forms.

use super::object::{has, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Osquery;

impl Shape for Osquery {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["name", "action"])
            && (has(object, &["columns"])
                || has(object, &["snapshot"])
                || has(object, &["hostIdentifier"]))
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let paths: (&[&str], &[&str]) = (&["unixTime", "calendarTime"], &["hostIdentifier"]);
        put(object, "osquery", paths, place, sink)
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
}
