/*---
product: fhir_communication
fact: care_event
examples:
  - records: # a nurse writes to a doctor and a team; a patient writes to a doctor
      fhir_communication:
        - {id: "1", subject.reference: Patient/p1, sender.reference: Practitioner/17, recipient: '[{"reference":"Practitioner/18"},{"reference":"CareTeam/c1","display":"Wound care"}]', sent: "2026-03-02T08:10:00Z", received: "2026-03-02T09:00:00Z", status: completed}
        - {id: "2", subject.reference: "https://ehr.example/fhir/Patient/p2", sender.reference: "https://ehr.example/fhir/Patient/p2", recipient: '[{"reference":"https://ehr.example/fhir/PractitionerRole/r1"}]', sent: "2026-03-02T08:10:00Z", received: null, status: completed}
        - {id: "3", subject.reference: "urn:uuid:77", sender.reference: "urn:uuid:17", recipient: null, sent: null, received: null, status: not-done}
        - {id: "4", subject.reference: Group/g1, sender.reference: Practitioner/17}
    facts:
      - {patient_id: p1, kind: message, event_id: Communication/1, practitioner_id: "17", author_id: "17", start_time: "2026-03-02T08:10:00Z", end_time: "2026-03-02T09:00:00Z", status: completed}
      - {patient_id: p1, practitioner_id: "18", author_id: "17", department: null}
      - {patient_id: p1, practitioner_id: null, author_id: "17", department: Wound care}
      - {patient_id: p2, practitioner_id: "role:r1", author_id: null}
      - {patient_id: "77", practitioner_id: "17", start_time: null, status: not-done}
---*/
with seen as (
  select
    record_id, coalesce(time, read_time("sent")) as time, 'Communication/' || "id" as event_id,
    fhir_patient("subject.reference") as patient_id,
    fhir_person(case when "sender.reference" <> "subject.reference" then "sender.reference" end) as author_id,
    read_time(coalesce("sent", "received")) as start_time, read_time("received") as end_time, "status", "recipient",
    fhir_people("recipient") as people
  from fhir_communication
),
-- the sender is the first of the people, who need not be there
staff as (
  select *, unnest(array_prepend(author_id, case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end)) as practitioner_id
  from seen
  where patient_id is not null
),
teams as (
  select *, unnest(json_list("recipient")) as one
  from seen
  where patient_id is not null
    and ("recipient" like '%CareTeam/%' or "recipient" like '%Organization/%' or "recipient" like '%HealthcareService/%')
)
select
  record_id, time, patient_id, 'message' as kind, event_id, practitioner_id, author_id,
  cast(null as varchar) as department, start_time, end_time, "status" as status
from staff
where practitioner_id is not null
union all
select
  record_id, time, patient_id, 'message', event_id, null, author_id, json_text(one, 'display'), start_time, end_time, "status"
from teams
where (one like '%CareTeam/%' or one like '%Organization/%' or one like '%HealthcareService/%') and json_text(one, 'display') is not null
