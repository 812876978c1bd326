/*---
product: fhir_immunization
fact: care_event
examples:
  - records:
      fhir_immunization:
        - {id: "1", patient.reference: Patient/p1, performer: '[{"function":{"coding":[{"code":"OP"}]},"actor":{"reference":"Practitioner/17"}},{"function":{"coding":[{"code":"AP"}]},"actor":{"reference":"Practitioner/18"}}]', location.display: Front clinic, occurrenceDateTime: "2026-03-02T08:10:00Z", recorded: null, status: completed}
        - {id: "2", patient.reference: "https://ehr.example/fhir/Patient/p2", performer: '[{"actor":{"reference":"https://ehr.example/fhir/PractitionerRole/r1"}}]', recorded: "2026-03-02", status: entered-in-error}
        - {id: "3", patient.reference: "urn:uuid:77", performer: null, occurrenceDateTime: "2026-03-02", status: completed}
        - {id: "4", patient.reference: null}
    facts:
      - {patient_id: p1, kind: immunization, event_id: Immunization/1, practitioner_id: "17", author_id: "17", department: Front clinic, start_time: "2026-03-02T08:10:00Z", status: completed}
      - {patient_id: p1, practitioner_id: "18", author_id: "18"}
      - {patient_id: p2, practitioner_id: "role:r1", department: null, start_time: "2026-03-02T00:00:00Z"}
      - {patient_id: "77", practitioner_id: null, author_id: null}
---*/
with seen as (
  select
    record_id, time, 'Immunization/' || "id" as event_id, fhir_patient("patient.reference") as patient_id,
    read_time(coalesce("occurrenceDateTime", "recorded")) as start_time, "status", "location.display" as department,
    fhir_people("performer") as people
  from fhir_immunization
)
select
  record_id, coalesce(time, start_time) as time, patient_id, 'immunization' as kind, event_id,
  one as practitioner_id,
  one as author_id,
  department, start_time, "status" as status
from (
  select *, unnest(case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end) as one
  from seen
  where patient_id is not null
) as each_person
