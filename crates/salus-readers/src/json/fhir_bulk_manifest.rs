//! What a FHIR server says of a bulk export it has finished: the export, and each of its files.

use serde_json::Value;

use super::object::{has, text};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

/// The lists of files.
const LISTS: [&str; 3] = ["output", "deleted", "error"];

pub(super) struct FhirBulkManifest;

impl Shape for FhirBulkManifest {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["output", "transactionTime"])
            && object["output"].is_array()
            && (object.contains_key("request") || object.contains_key("requiresAccessToken"))
    }

    fn put(&self, mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let lists = LISTS.map(|list| (list, object.remove(list)));
        let made = text(&object, "transactionTime").map(str::to_owned);
        for (list, files) in lists {
            let Some(Value::Array(files)) = files else {
                continue;
            };
            for file in files {
                if !file.is_object() {
                    sink.reject(place, format!("an entry of `{list}` that is no object"))?;
                    continue;
                }
                let mut row = sink.record("fhir_export_file", place);
                if let Some(made) = &made {
                    row = row.time(made).text("transactionTime", made);
                }
                row.text("list", list).json(&file).end()?;
            }
        }
        let mut row = sink.record("fhir_export", place);
        if let Some(made) = &made {
            row = row.time(made);
        }
        row.json(&Value::Object(object)).end()
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn an_export_and_its_files_are_records() {
        check(
            r#"{"transactionTime":"2026-03-01T08:00:00Z","request":"https://ehr.example/Patient/$export","requiresAccessToken":true,
"output":[{"type":"Patient","url":"https://ehr.example/1.ndjson","count":60},{"type":"Encounter","url":"https://ehr.example/2.ndjson"}],
"deleted":[{"type":"Bundle","url":"https://ehr.example/3.ndjson","count":1}],"error":["x"]}"#,
            &[
                "record 1: rejected, an entry of `error` that is no object",
                "record 1: fhir_export_file time=2026-03-01T08:00:00Z transactionTime=2026-03-01T08:00:00Z list=output type=Patient url=https://ehr.example/1.ndjson count=60",
                "record 1: fhir_export_file time=2026-03-01T08:00:00Z transactionTime=2026-03-01T08:00:00Z list=output type=Encounter url=https://ehr.example/2.ndjson",
                "record 1: fhir_export_file time=2026-03-01T08:00:00Z transactionTime=2026-03-01T08:00:00Z list=deleted type=Bundle url=https://ehr.example/3.ndjson count=1",
                "record 1: fhir_export time=2026-03-01T08:00:00Z transactionTime=2026-03-01T08:00:00Z request=https://ehr.example/Patient/$export requiresAccessToken=true",
            ],
        );
    }

    #[test]
    fn other_objects_with_output_are_not_exports() {
        check(
            r#"{"transactionTime":"2026-03-01T08:00:00Z","output":"text","request":"r"}"#,
            &[
                "line 1: json_output_request_transactiontime transactionTime=2026-03-01T08:00:00Z output=text request=r",
            ],
        );
    }
}
