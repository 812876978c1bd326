/*---
product: fhir_documentreference
fact: care_event
examples:
  - records:
      fhir_documentreference:
        - {id: "1", subject.reference: Patient/p1, author: '[{"reference":"Practitioner/17"}]', authenticator.reference: null, attester: null, date: "2026-03-02T08:10:00Z", status: current}
        - {id: "2", subject.reference: Patient/p1, author: null, authenticator.reference: Practitioner/18, date: null, status: current}
    facts:
      - {patient_id: p1, kind: document, event_id: DocumentReference/1, practitioner_id: "17", author_id: "17", department: null, start_time: "2026-03-02T08:10:00Z", status: current}
      - {patient_id: p1, practitioner_id: "18", author_id: "18", start_time: null}
  - records: # a resident writes, another signs, whose number may begin the resident's; who signs what they wrote is one, however they are named; R5; a department's letter; a machine's
      fhir_documentreference:
        - {id: "3", subject.reference: "https://ehr.example/fhir/Patient/p2", author: '[{"reference":"https://ehr.example/fhir/Practitioner/17"}]', authenticator.reference: "https://ehr.example/fhir/PractitionerRole/r1", date: "2026-03-02T08:10:00Z", status: current}
        - {id: "4", subject.reference: Patient/p2, author: '[{"reference":"Practitioner/17"}]', authenticator.reference: Practitioner/17, date: "2026-03-02T08:10:00Z", status: current}
        - {id: "5", subject.reference: "urn:uuid:77", author: '[{"reference":"urn:uuid:17"}]', attester: '[{"mode":{"coding":[{"code":"legal"}]},"party":{"reference":"urn:uuid:18"}}]', date: "2026-03-02T08:10:00Z", status: current}
        - {id: "6", subject.reference: Patient/p1, author: '[{"reference":"Organization/1","display":"Pathology"}]', date: "2026-03-02T08:10:00Z", status: superseded}
        - {id: "8", subject.reference: Patient/p1, author: '[{"reference":"Practitioner/17"}]', authenticator.reference: Practitioner/1, date: "2026-03-02T08:10:00Z", status: current}
        - {id: "9", subject.reference: Patient/p1, author: '[{"reference":"https://ehr.example/fhir/Practitioner/17/_history/2"}]', authenticator.reference: Practitioner/17, date: "2026-03-02T08:10:00Z", status: current}
        - {id: "7", subject.reference: Device/1, author: '[{"reference":"Practitioner/17"}]'}
    facts:
      - {patient_id: p2, event_id: DocumentReference/3, practitioner_id: "17", author_id: "17"}
      - {patient_id: p2, event_id: DocumentReference/3, practitioner_id: "role:r1", author_id: "role:r1"}
      - {patient_id: p2, event_id: DocumentReference/4, practitioner_id: "17"}
      - {patient_id: "77", practitioner_id: "17"}
      - {patient_id: "77", practitioner_id: "18"}
      - {patient_id: p1, practitioner_id: null, author_id: null, department: Pathology, status: superseded}
      - {patient_id: p1, event_id: DocumentReference/8, practitioner_id: "17"}
      - {patient_id: p1, event_id: DocumentReference/8, practitioner_id: "1", author_id: "1"}
      - {patient_id: p1, event_id: DocumentReference/9, practitioner_id: "17"}
---*/
with seen as (
  select
    record_id, coalesce(time, read_time("date")) as time, 'DocumentReference/' || "id" as event_id,
    fhir_patient("subject.reference") as patient_id,
    read_time("date") as start_time, "status",
    case when "author" like '%Organization/%' then coalesce(
    case when json_text("author", '[0].reference') like '%Organization/%' then json_text("author", '[0].display') end,
    case when json_text("author", '[1].reference') like '%Organization/%' then json_text("author", '[1].display') end) end as department,
    fhir_people(concat("author", "attester",
      case when not array_has(fhir_people("author"), fhir_person("authenticator.reference")) then '"reference":"' || "authenticator.reference" || '"' end)) as people
  from fhir_documentreference
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
