/*---
product: fhir_servicerequest
fact: care_event
examples:
  - records:
      fhir_servicerequest:
        - {subject.reference: Patient/p1, requester.reference: Practitioner/17, authoredOn: "2026-03-02T08:10:00Z", occurrencePeriod.end: null, locationReference: '[{"display":"Laboratory"}]', status: active}
        - {subject.reference: Group/g1, requester.reference: Practitioner/17, authoredOn: "2026-03-02T08:10:00Z"}
    facts:
      - {patient_id: p1, kind: order, practitioner_id: "17", department: Laboratory, start_time: "2026-03-02T08:10:00Z", end_time: null, status: active}
---*/
select
  record_id,
  coalesce(time, read_time("authoredOn")) as time,
  coalesce(nullif(split_part("subject.reference", 'Patient/', 2), ''), "subject.reference") as patient_id,
  'order' as kind,
  nullif(split_part("requester.reference", 'Practitioner/', 2), '') as practitioner_id,
  json_text("locationReference", '[0].display') as department,
  read_time("authoredOn") as start_time,
  read_time("occurrencePeriod.end") as end_time,
  "status" as status
from fhir_servicerequest
where "subject.reference" not like '%Group/%'
