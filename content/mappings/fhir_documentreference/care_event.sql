/*---
product: fhir_documentreference
fact: care_event
examples:
  - records:
      fhir_documentreference:
        - {subject.reference: Patient/p1, author: '[{"reference":"Practitioner/17"}]', authenticator.reference: null, date: "2026-03-02T08:10:00Z", status: current}
        - {subject.reference: Patient/p1, author: null, authenticator.reference: Practitioner/18, date: null, status: current}
    facts:
      - {patient_id: p1, kind: document, practitioner_id: "17", start_time: "2026-03-02T08:10:00Z", status: current}
      - {patient_id: p1, practitioner_id: "18", start_time: null}
---*/
select
  record_id,
  coalesce(time, read_time("date")) as time,
  coalesce(nullif(split_part("subject.reference", 'Patient/', 2), ''), "subject.reference") as patient_id,
  'document' as kind,
  nullif(split_part(coalesce(json_text("author", '[0].reference'), "authenticator.reference"), 'Practitioner/', 2), '') as practitioner_id,
  read_time("date") as start_time,
  "status" as status
from fhir_documentreference
