/*---
product: fhir_encounter
fact: care_event
examples:
  - records:
      fhir_encounter:
        - {subject.reference: Patient/p1, participant: '[{"individual":{"reference":"Practitioner/17"}},{"individual":{"reference":"Practitioner/18"}}]', period.start: "2026-03-02T08:00:00Z", period.end: "2026-03-02T08:30:00Z", actualPeriod.start: null, actualPeriod.end: null, location: '[{"location":{"display":"Front clinic"}}]', serviceProvider.display: Clinic, status: finished}
        - {subject.reference: "urn:uuid:77", participant: null, actualPeriod.start: "2026-03-02T09:00:00Z", serviceProvider.display: Clinic, status: in-progress}
    facts:
      - {patient_id: p1, kind: encounter, practitioner_id: "17", department: Front clinic, start_time: "2026-03-02T08:00:00Z", end_time: "2026-03-02T08:30:00Z", status: finished}
      - {patient_id: p1, kind: encounter, practitioner_id: "18"}
      - {patient_id: "urn:uuid:77", practitioner_id: null, department: Clinic, start_time: "2026-03-02T09:00:00Z", end_time: null}
---*/
with rows as (
  select
    *,
    unnest(case when array_length(json_list("participant")) > 0 then json_list("participant") else make_array(cast(null as varchar)) end) as one
  from fhir_encounter
)
select
  record_id,
  coalesce(time, read_time(coalesce("period.start", "actualPeriod.start"))) as time,
  coalesce(nullif(split_part("subject.reference", 'Patient/', 2), ''), "subject.reference") as patient_id,
  'encounter' as kind,
  nullif(split_part(coalesce(json_text(one, 'individual.reference'), json_text(one, 'actor.reference')), 'Practitioner/', 2), '') as practitioner_id,
  coalesce(json_text("location", '[0].location.display'), "serviceProvider.display") as department,
  read_time(coalesce("period.start", "actualPeriod.start")) as start_time,
  read_time(coalesce("period.end", "actualPeriod.end")) as end_time,
  "status" as status
from rows
