/*---
product: fhir_medicationdispense
fact: care_event
examples:
  - records:
      fhir_medicationdispense:
        - {id: "1", subject.reference: Patient/p1, performer: '[{"function":{"text":"packager"},"actor":{"reference":"Practitioner/17"}}]', location.display: Pharmacy, whenPrepared: "2026-03-02T08:00:00Z", whenHandedOver: "2026-03-02T09:00:00Z", recorded: null, status: completed}
        - {id: "2", subject.reference: "https://ehr.example/fhir/Patient/p2", performer: '[{"actor":{"reference":"Organization/1","display":"Outpatient pharmacy"}}]', whenPrepared: "2026-03-02T08:00:00Z", status: in-progress}
        - {id: "3", subject.reference: "urn:uuid:77", performer: '[{"actor":{"reference":"urn:uuid:17"}}]', recorded: "2026-03-02T08:00:00Z", status: completed}
        - {id: "5", subject.reference: Patient/p1, performer: '[{"actor":{"reference":"Practitioner/17","display":"Dr. Kim"}},{"actor":{"reference":"Organization/1","display":"Outpatient pharmacy"}}]', whenPrepared: "2026-03-02T08:00:00Z", status: completed} # a person's name is no department's
        - {id: "4", subject.reference: null, performer: '[{"actor":{"reference":"Practitioner/17"}}]'}
    facts:
      - {patient_id: p1, kind: dispense, event_id: MedicationDispense/1, practitioner_id: "17", author_id: "17", department: Pharmacy, start_time: "2026-03-02T08:00:00Z", end_time: "2026-03-02T09:00:00Z", status: completed}
      - {patient_id: p2, practitioner_id: null, author_id: null, department: Outpatient pharmacy, end_time: null}
      - {patient_id: "77", practitioner_id: "17", department: null, start_time: "2026-03-02T08:00:00Z"}
      - {patient_id: p1, event_id: MedicationDispense/5, practitioner_id: "17", department: null}
---*/
select
  record_id, coalesce(time, read_time(began)) as time, patient_id, 'dispense' as kind, 'MedicationDispense/' || "id" as event_id,
  practitioner_id, practitioner_id as author_id,
  coalesce("location.display", case when json_text("performer", '[0].actor.reference') like '%Organization/%' then json_text("performer", '[0].actor.display') end) as department,
  read_time(began) as start_time, read_time("whenHandedOver") as end_time, "status" as status
from (
  select *, fhir_patient("subject.reference") as patient_id,
    -- one person hands it over; of several the first named stands for it
    array_element(fhir_people("performer"), 1) as practitioner_id,
    coalesce("whenPrepared", "whenHandedOver", "recorded") as began
  from fhir_medicationdispense
) as dispenses
where patient_id is not null
