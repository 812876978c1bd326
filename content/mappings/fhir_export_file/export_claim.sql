/*---
product: fhir_export_file
fact: export_claim
examples:
  - records: # the same resource type may be cut into several files; deleted ones are counted apart
      fhir_export_file:
        - {list: output, type: Patient, url: "https://ehr.example/bulk/1/Patient.000.ndjson?sig=x", count: "60", transactionTime: "2026-03-01T08:00:00Z", time: "2026-03-01T08:00:00Z"}
        - {list: output, type: Observation, url: "https://ehr.example/bulk/1/obs.ndjson", count: null, transactionTime: "2026-03-01T08:00:00Z"}
        - {list: deleted, type: Bundle, url: "https://ehr.example/bulk/1/del.ndjson", count: "3", transactionTime: "2026-03-01T08:00:00Z"}
        - {list: error, type: OperationOutcome, url: "https://ehr.example/bulk/1/err.ndjson", count: "2", transactionTime: "2026-03-01T08:00:00Z"}
    facts:
      - {kind: fhir_patient, claimed_count: 60, counted: null, made_at: "2026-03-01T08:00:00Z", file_name: Patient.000.ndjson, time: "2026-03-01T08:00:00Z"}
      - {kind: fhir_bundle, claimed_count: 3, file_name: del.ndjson}
      - {kind: fhir_operationoutcome, claimed_count: 2, file_name: err.ndjson}
---*/
select
  record_id,
  coalesce(time, read_time("transactionTime")) as time,
  concat('fhir_', lower("type")) as kind,
  number("count") as claimed_count,
  read_time("transactionTime") as made_at,
  regexp_replace(split_part("url", '?', 1), '^.*/', '') as file_name
from fhir_export_file
where number("count") is not null and "type" is not null
