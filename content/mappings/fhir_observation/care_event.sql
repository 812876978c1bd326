/*---
product: fhir_observation
fact: care_event
examples:
  - records:
      fhir_observation:
        - {id: "1", subject.reference: Patient/p1, performer: '[{"reference":"Practitioner/17"}]', effectiveDateTime: "2026-03-02T08:10:00Z", effectivePeriod.start: null, issued: null, status: final}
        - {id: "2", subject.reference: Patient/p1, performer: '[{"reference":"Organization/1"}]', effectiveDateTime: null, effectivePeriod.start: null, issued: "2026-03-02T09:10:00Z", status: final}
        - {subject.reference: Device/1, effectiveDateTime: "2026-03-02T09:10:00Z"}
    facts:
      - {patient_id: p1, kind: observation, event_id: Observation/1, practitioner_id: "17", author_id: "17", department: null, start_time: "2026-03-02T08:10:00Z", status: final}
      - {patient_id: p1, practitioner_id: null, author_id: null, department: null, start_time: "2026-03-02T09:10:00Z"}
  - records: # a laboratory beside its technician; a bundle's own numbers; whoever is responsible for the value is its author
      fhir_observation:
        - {id: "3", subject.reference: "https://ehr.example/fhir/Patient/p2/_history/1", performer: '[{"reference":"Organization/1","display":"Laboratory"},{"reference":"https://ehr.example/fhir/PractitionerRole/r1"}]', effectivePeriod.start: "2026-03-02T08:10:00Z", effectiveDateTime: null, issued: null, status: final}
        - {id: "4", subject.reference: "urn:uuid:77", performer: '[{"reference":"urn:uuid:17"}]', effectiveDateTime: "2026-03-02T08:10:00Z", status: final}
        - {id: "5", subject.reference: "urn:uuid:77", performer: null, effectiveDateTime: "2026-03-02T08:10:00Z", status: entered-in-error}
    facts:
      - {patient_id: p2, practitioner_id: "role:r1", author_id: "role:r1", department: Laboratory}
      - {patient_id: "77", practitioner_id: "17", department: null}
      - {patient_id: "77", practitioner_id: null, status: entered-in-error}
---*/
select
  record_id, coalesce(time, read_time(taken)) as time, patient_id, 'observation' as kind, 'Observation/' || "id" as event_id,
  practitioner_id, practitioner_id as author_id,
  case when "performer" like '%Organization/%' then coalesce(
    case when json_text("performer", '[0].reference') like '%Organization/%' then json_text("performer", '[0].display') end,
    case when json_text("performer", '[1].reference') like '%Organization/%' then json_text("performer", '[1].display') end) end as department,
  read_time(taken) as start_time, "status" as status
from (
  select *, fhir_patient("subject.reference") as patient_id,
    array_element(fhir_people("performer"), 1) as practitioner_id,
    coalesce("effectiveDateTime", "effectivePeriod.start", "issued") as taken
  from fhir_observation
) as observations
where patient_id is not null
