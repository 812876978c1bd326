/*---
product: fhir_medicationrequest
fact: care_event
examples:
  - records:
      fhir_medicationrequest:
        - {subject.reference: Patient/p1, requester.reference: Practitioner/17, authoredOn: "2026-03-02T08:10:00Z", dispenseRequest.validityPeriod.end: "2026-04-02", status: active}
        - {subject.reference: "urn:uuid:77", requester.reference: Organization/1, authoredOn: "2026-03-02T08:11:00Z"}
    facts:
      - {patient_id: p1, kind: medication, practitioner_id: "17", start_time: "2026-03-02T08:10:00Z", end_time: "2026-04-02T00:00:00Z", status: active}
      - {patient_id: "urn:uuid:77", practitioner_id: null}
---*/
select
  record_id,
  coalesce(time, read_time("authoredOn")) as time,
  coalesce(nullif(split_part("subject.reference", 'Patient/', 2), ''), "subject.reference") as patient_id,
  'medication' as kind,
  nullif(split_part("requester.reference", 'Practitioner/', 2), '') as practitioner_id,
  read_time("authoredOn") as start_time,
  read_time("dispenseRequest.validityPeriod.end") as end_time,
  "status" as status
from fhir_medicationrequest
