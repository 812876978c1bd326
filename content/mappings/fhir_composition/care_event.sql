/*---
product: fhir_composition
fact: care_event
examples:
  - records: # R4, with another person's signature; R5 has a list of subjects
      fhir_composition:
        - {id: "1", subject.reference: Patient/p1, subject: null, author: '[{"reference":"Practitioner/17"}]', attester: '[{"mode":"legal","party":{"reference":"PractitionerRole/r1"}}]', date: "2026-03-02T08:10:00Z", status: final}
        - {id: "2", subject: '[{"reference":"https://ehr.example/fhir/Patient/p2"}]', author: '[{"reference":"https://ehr.example/fhir/Practitioner/17"},{"reference":"Device/3"}]', attester: null, date: "2026-03-02T08:10:00Z", status: amended}
        - {id: "3", subject.reference: "urn:uuid:77", author: '[{"reference":"Organization/1","display":"Pathology"}]', date: "2026-03-02T08:10:00Z", status: final}
        - {id: "4", subject.reference: Location/1, author: '[{"reference":"Practitioner/17"}]'}
    facts:
      - {patient_id: p1, kind: document, event_id: Composition/1, practitioner_id: "17", author_id: "17", start_time: "2026-03-02T08:10:00Z", status: final}
      - {patient_id: p1, practitioner_id: "role:r1", author_id: "role:r1"}
      - {patient_id: p2, event_id: Composition/2, practitioner_id: "17", status: amended}
      - {patient_id: "77", practitioner_id: null, author_id: null, department: Pathology}
---*/
with seen as (
  select
    record_id, coalesce(time, read_time("date")) as time, 'Composition/' || "id" as event_id,
    fhir_patient(coalesce("subject.reference", json_text("subject", '[0].reference'))) as patient_id,
    read_time("date") as start_time, "status",
    case when "author" like '%Organization/%' then coalesce(
    case when json_text("author", '[0].reference') like '%Organization/%' then json_text("author", '[0].display') end,
    case when json_text("author", '[1].reference') like '%Organization/%' then json_text("author", '[1].display') end) end as department,
    fhir_people(concat("author", "attester")) as people
  from fhir_composition
)
select
  record_id, time, patient_id, 'document' as kind, event_id,
  one as practitioner_id,
  -- who signs writes, too
  one as author_id,
  department, start_time, "status" as status
from (
  select *, unnest(case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end) as one
  from seen
  where patient_id is not null
) as each_person
