/*---
product: fhir_medicationadministration
fact: care_event
examples:
  - records: # R4, then R5, which spells the time its own way and wraps the performer
      fhir_medicationadministration:
        - {id: "1", subject.reference: Patient/p1, performer: '[{"actor":{"reference":"Practitioner/17"}}]', effectiveDateTime: "2026-03-02T08:00:00Z", effectivePeriod.start: null, effectivePeriod.end: null, occurenceDateTime: null, occurencePeriod.start: null, occurencePeriod.end: null, recorded: null, status: completed}
        - {id: "2", subject.reference: "https://ehr.example/fhir/Patient/p2", performer: '[{"actor":{"reference":"https://ehr.example/fhir/PractitionerRole/r1"}}]', effectivePeriod.start: "2026-03-02T08:00:00Z", effectivePeriod.end: "2026-03-02T12:00:00Z", status: in-progress}
        - {id: "3", subject.reference: "urn:uuid:77", performer: '[{"actor":{"reference":{"reference":"urn:uuid:17"}}}]', occurenceDateTime: "2026-03-02T08:00:00Z", status: not-done}
        - {id: "4", subject.reference: Patient/p1, performer: null, occurencePeriod.start: "2026-03-02T08:00:00Z", status: completed}
        - {id: "5", subject.reference: Group/g1, performer: '[{"actor":{"reference":"Practitioner/17"}}]'}
    facts:
      - {patient_id: p1, kind: administration, event_id: MedicationAdministration/1, practitioner_id: "17", author_id: "17", department: null, start_time: "2026-03-02T08:00:00Z", end_time: null, status: completed}
      - {patient_id: p2, practitioner_id: "role:r1", end_time: "2026-03-02T12:00:00Z"}
      - {patient_id: "77", practitioner_id: "17", start_time: "2026-03-02T08:00:00Z", status: not-done}
      - {patient_id: p1, practitioner_id: null, author_id: null}
---*/
select
  record_id, coalesce(time, read_time(began)) as time, patient_id, 'administration' as kind, 'MedicationAdministration/' || "id" as event_id,
  practitioner_id, practitioner_id as author_id,
  read_time(began) as start_time, read_time(coalesce("effectivePeriod.end", "occurencePeriod.end")) as end_time, "status" as status
from (
  select *, fhir_patient("subject.reference") as patient_id,
    array_element(fhir_people("performer"), 1) as practitioner_id,
    coalesce("effectiveDateTime", "effectivePeriod.start", "occurenceDateTime", "occurencePeriod.start", "recorded") as began
  from fhir_medicationadministration
) as administrations
where patient_id is not null
