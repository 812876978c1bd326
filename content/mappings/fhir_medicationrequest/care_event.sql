/*---
product: fhir_medicationrequest
fact: care_event
examples:
  - records: # who ordered it, and the pharmacy that is to fill it
      fhir_medicationrequest:
        - {id: "1", subject.reference: Patient/p1, requester.reference: Practitioner/17, recorder.reference: null, authoredOn: "2026-03-02T08:10:00Z", dispenseRequest.validityPeriod.end: "2026-04-02", dispenseRequest.performer.display: null, dispenseRequest.dispenser.display: null, status: active}
        - {id: "2", subject.reference: "urn:uuid:77", requester.reference: Organization/1, authoredOn: "2026-03-02T08:11:00Z"}
        - {id: "3", subject.reference: "https://ehr.example/fhir/Patient/p2/_history/2", requester.reference: "https://ehr.example/fhir/PractitionerRole/r1", recorder.reference: Practitioner/18, authoredOn: "2026-03-02T08:11:00Z", dispenseRequest.performer.display: Pharmacy}
        - {id: "4", subject.reference: Group/g1, requester.reference: Practitioner/17}
    facts:
      - {patient_id: p1, kind: medication, event_id: MedicationRequest/1, practitioner_id: "17", author_id: "17", department: null, start_time: "2026-03-02T08:10:00Z", end_time: "2026-04-02T00:00:00Z", status: active}
      - {patient_id: "77", practitioner_id: null, author_id: null}
      - {patient_id: p2, practitioner_id: "role:r1", author_id: "18", department: Pharmacy}
  - records: # R5 moved the pharmacy
      fhir_medicationrequest:
        - {id: "5", subject.reference: Patient/p1, requester.reference: "urn:uuid:17", authoredOn: "2026-03-02T08:10:00Z", dispenseRequest.dispenser.display: Pharmacy, status: active}
    facts:
      - {patient_id: p1, practitioner_id: "17", author_id: "17", department: Pharmacy, end_time: null}
---*/
select
  record_id, coalesce(time, read_time("authoredOn")) as time, patient_id, 'medication' as kind, 'MedicationRequest/' || "id" as event_id,
  practitioner_id,
  coalesce(fhir_person("recorder.reference"), practitioner_id) as author_id,
  coalesce("dispenseRequest.performer.display", "dispenseRequest.dispenser.display") as department,
  read_time("authoredOn") as start_time, read_time("dispenseRequest.validityPeriod.end") as end_time, "status" as status
from (
  select *, fhir_patient("subject.reference") as patient_id,
    fhir_person("requester.reference") as practitioner_id
  from fhir_medicationrequest
) as requests
where patient_id is not null
