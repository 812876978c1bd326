/*---
product: fhir_procedure
fact: care_event
examples:
  - records:
      fhir_procedure:
        - {subject.reference: Patient/p1, performer: '[{"actor":{"reference":"Practitioner/17"}}]', recorder.reference: null, performedPeriod.start: "2026-03-02T08:10:00Z", performedPeriod.end: "2026-03-02T08:20:00Z", performedDateTime: null, location.display: Room 2, status: completed}
        - {subject.reference: Patient/p1, performer: null, recorder.reference: Practitioner/18, performedDateTime: "2026-03-02T09:10:00Z", status: completed}
    facts:
      - {patient_id: p1, kind: procedure, practitioner_id: "17", department: Room 2, start_time: "2026-03-02T08:10:00Z", end_time: "2026-03-02T08:20:00Z"}
      - {practitioner_id: "18", start_time: "2026-03-02T09:10:00Z", end_time: null}
---*/
select
  record_id,
  coalesce(time, read_time(coalesce("performedPeriod.start", "performedDateTime"))) as time,
  coalesce(nullif(split_part("subject.reference", 'Patient/', 2), ''), "subject.reference") as patient_id,
  'procedure' as kind,
  nullif(split_part(coalesce(json_text("performer", '[0].actor.reference'), "recorder.reference"), 'Practitioner/', 2), '') as practitioner_id,
  "location.display" as department,
  read_time(coalesce("performedPeriod.start", "performedDateTime")) as start_time,
  read_time("performedPeriod.end") as end_time,
  "status" as status
from fhir_procedure
