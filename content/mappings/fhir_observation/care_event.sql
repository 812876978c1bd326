/*---
product: fhir_observation
fact: care_event
examples:
  - records:
      fhir_observation:
        - {subject.reference: Patient/p1, performer: '[{"reference":"Practitioner/17"}]', effectiveDateTime: "2026-03-02T08:10:00Z", effectivePeriod.start: null, issued: null, status: final}
        - {subject.reference: Patient/p1, performer: '[{"reference":"Organization/1"}]', effectiveDateTime: null, effectivePeriod.start: null, issued: "2026-03-02T09:10:00Z", status: final}
        - {subject.reference: Device/1, effectiveDateTime: "2026-03-02T09:10:00Z"}
    facts:
      - {patient_id: p1, kind: observation, practitioner_id: "17", start_time: "2026-03-02T08:10:00Z", status: final}
      - {patient_id: p1, practitioner_id: null, start_time: "2026-03-02T09:10:00Z"}
---*/
select
  record_id,
  coalesce(time, read_time(coalesce("effectiveDateTime", "effectivePeriod.start", "issued"))) as time,
  coalesce(nullif(split_part("subject.reference", 'Patient/', 2), ''), "subject.reference") as patient_id,
  'observation' as kind,
  nullif(split_part(json_text("performer", '[0].reference'), 'Practitioner/', 2), '') as practitioner_id,
  read_time(coalesce("effectiveDateTime", "effectivePeriod.start", "issued")) as start_time,
  "status" as status
from fhir_observation
where "subject.reference" not like '%Device/%' and "subject.reference" not like '%Location/%' and "subject.reference" not like '%Group/%'
