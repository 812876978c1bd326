/*---
product: fhir_procedure
fact: care_event
examples:
  - records:
      fhir_procedure:
        - {id: "1", subject.reference: Patient/p1, performer: '[{"actor":{"reference":"Practitioner/17"}}]', recorder.reference: null, performedPeriod.start: "2026-03-02T08:10:00Z", performedPeriod.end: "2026-03-02T08:20:00Z", performedDateTime: null, occurrencePeriod.start: null, occurrencePeriod.end: null, occurrenceDateTime: null, location.display: Room 2, status: completed}
        - {id: "2", subject.reference: Patient/p1, performer: null, recorder.reference: Practitioner/18, performedDateTime: "2026-03-02T09:10:00Z", status: completed}
    facts:
      - {patient_id: p1, kind: procedure, event_id: Procedure/1, practitioner_id: "17", author_id: "17", department: Room 2, start_time: "2026-03-02T08:10:00Z", end_time: "2026-03-02T08:20:00Z"}
      - {practitioner_id: "18", author_id: "18", start_time: "2026-03-02T09:10:00Z", end_time: null}
  - records: # an operating team and who wrote it down; R5; a theatre as the only performer
      fhir_procedure:
        - {id: "3", subject.reference: "https://ehr.example/fhir/Patient/p2", performer: '[{"actor":{"reference":"https://ehr.example/fhir/Practitioner/17"}},{"actor":{"reference":"https://ehr.example/fhir/PractitionerRole/r1"},"onBehalfOf":{"reference":"Organization/1"}}]', recorder.reference: "https://ehr.example/fhir/Practitioner/18", occurrencePeriod.start: "2026-03-02T08:10:00Z", occurrencePeriod.end: "2026-03-02T11:20:00Z", status: completed}
        - {id: "4", subject.reference: "urn:uuid:77", performer: '[{"actor":{"reference":"Organization/2","display":"Endoscopy"}}]', occurrenceDateTime: "2026-03-02T08:10:00Z", status: not-done}
        - {id: "5", subject.reference: Group/g1}
    facts:
      - {patient_id: p2, practitioner_id: "17", author_id: "18", department: null, start_time: "2026-03-02T08:10:00Z", end_time: "2026-03-02T11:20:00Z"}
      - {patient_id: p2, practitioner_id: "role:r1", author_id: "18"}
      - {patient_id: "77", practitioner_id: null, author_id: null, department: Endoscopy, status: not-done}
---*/
with seen as (
  select
    record_id, time, 'Procedure/' || "id" as event_id, fhir_patient("subject.reference") as patient_id,
    coalesce("performedPeriod.start", "performedDateTime", "occurrencePeriod.start", "occurrenceDateTime") as began,
    coalesce("performedPeriod.end", "occurrencePeriod.end") as ended, "status",
    coalesce("location.display", case
      when "performer" like '%Organization/%' and json_text("performer", '[0].actor.reference') like '%Organization/%'
        then json_text("performer", '[0].actor.display')
    end) as department,
    fhir_person("recorder.reference") as recorder,
    fhir_people("performer") as people
  from fhir_procedure
)
select
  record_id, coalesce(time, read_time(began)) as time, patient_id, 'procedure' as kind, event_id,
  coalesce(one, recorder) as practitioner_id,
  coalesce(recorder, one) as author_id,
  department, read_time(began) as start_time, read_time(ended) as end_time, "status" as status
from (
  select *, unnest(case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end) as one
  from seen
  where patient_id is not null
) as each_person
