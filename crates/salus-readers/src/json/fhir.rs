//! FHIR resources: `fhir_<resource>`, alone, as NDJSON or out of a Bundle.

use serde_json::Value;

use super::object::{put, text};
use super::{Object, Shape};
use crate::lists::{Held, Lists};
use crate::{Place, ReadError, Sink};

/// Where resources keep the time they speak of, most telling first.
const TIMES: &[&str] = &[
    "recorded",
    "period.start",
    "effectiveDateTime",
    "effectivePeriod.start",
    "performedDateTime",
    "performedPeriod.start",
    "occurrenceDateTime",
    "occurrencePeriod.start",
    "started",
    "start",
    "issued",
    "authoredOn",
    "recordedDate",
    "onsetDateTime",
    "startDate",
    "created",
    "date",
    "timestamp",
    "meta.lastUpdated",
];

pub(super) struct Fhir;

impl Shape for Fhir {
    fn fits(&self, object: &Object) -> bool {
        text(object, "resourceType").is_some_and(is_name)
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        self.put_apart(object, &mut Held, place, sink).map(|_| ())
    }

    fn put_apart(
        &self,
        mut object: Object,
        lists: &mut dyn Lists,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<bool, ReadError> {
        let kind = text(&object, "resourceType")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if kind == "bundle"
            && let Some(entries) = object.remove("entry").filter(Value::is_array)
        {
            // A Bundle inside a Bundle, or one whose type is not said before its entries.
            lists.each("entry", entries, sink, &mut |_, entry, sink| {
                super::put(entry, place, sink)
            })?;
        }
        put(object, &format!("fhir_{kind}"), (TIMES, &[]), place, sink)?;
        Ok(true)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 48 && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn a_bundle_s_entries_are_records() {
        let patient = "fhir_patient resourceType=Patient id=1 birthDate=1970-01-01 fullUrl=urn:1";
        check(
            r#"{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:1","resource":{"resourceType":"Patient","id":"1","birthDate":"1970-01-01"}}]}"#,
            &[
                &format!("record 1: {patient}"),
                "line 1: fhir_bundle resourceType=Bundle type=collection",
            ],
        );
        check(
            r#"{"entry":[{"fullUrl":"urn:1","resource":{"resourceType":"Patient","id":"1","birthDate":"1970-01-01"}}],"resourceType":"Bundle"}"#,
            &[
                &format!("line 1: {patient}"),
                "line 1: fhir_bundle resourceType=Bundle",
            ],
        );
    }

    #[test]
    fn the_first_time_present_is_taken() {
        check(
            r#"{"resourceType":"Encounter","meta":{"lastUpdated":"2026-01-01T00:00:00Z"},"period":{"start":"2026-03-01T08:00:00Z"}}"#,
            &[
                "line 1: fhir_encounter time=2026-03-01T08:00:00Z resourceType=Encounter \
               meta.lastUpdated=2026-01-01T00:00:00Z period.start=2026-03-01T08:00:00Z",
            ],
        );
    }
}
