/*---
product: fhir_task
fact: care_event
examples:
  - records: # given to a colleague, to a queue, and to oneself
      fhir_task:
        - {id: "1", for.reference: Patient/p1, requester.reference: Practitioner/17, owner.reference: Practitioner/18, owner.display: Dr. Kim, authoredOn: "2026-03-02T08:10:00Z", executionPeriod.start: null, executionPeriod.end: "2026-03-03T08:10:00Z", lastModified: null, status: completed}
        - {id: "2", for.reference: "https://ehr.example/fhir/Patient/p2", requester.reference: "https://ehr.example/fhir/Practitioner/17", owner.reference: Organization/1, owner.display: Coding, authoredOn: "2026-03-02T08:10:00Z", executionPeriod.end: null, lastModified: "2026-03-02T08:10:00Z", status: requested}
        - {id: "3", for.reference: "urn:uuid:77", requester.reference: "urn:uuid:17", owner.reference: "urn:uuid:17", authoredOn: "2026-03-02T08:10:00Z", lastModified: "2026-03-05T08:10:00Z", status: completed}
        - {id: "4", for.reference: Patient/p1, requester.reference: Device/1, owner.reference: PractitionerRole/r1, executionPeriod.start: "2026-03-02T08:10:00Z", status: cancelled}
        - {id: "5", for.reference: null, owner.reference: Practitioner/18}
    facts:
      - {patient_id: p1, kind: task, event_id: Task/1, practitioner_id: "17", author_id: "17", department: null, start_time: "2026-03-02T08:10:00Z", end_time: "2026-03-03T08:10:00Z", ongoing: false, status: completed}
      - {patient_id: p1, practitioner_id: "18", author_id: "17", department: null}
      - {patient_id: p2, practitioner_id: "17", author_id: "17", department: null}
      - {patient_id: p2, practitioner_id: null, author_id: "17", department: Coding, ongoing: true}
      - {patient_id: "77", practitioner_id: "17", author_id: "17", end_time: "2026-03-05T08:10:00Z"}
      - {patient_id: p1, practitioner_id: "role:r1", author_id: null, start_time: "2026-03-02T08:10:00Z", status: cancelled}
---*/
with seen as (
  select
    record_id, time, 'Task/' || "id" as event_id, fhir_patient("for.reference") as patient_id,
    fhir_person("requester.reference") as author_id,
    fhir_person("owner.reference") as owner_id,
    case when "owner.reference" like '%Organization/%' or "owner.reference" like '%CareTeam/%' or "owner.reference" like '%HealthcareService/%' then "owner.display" end as queue,
    read_time(coalesce("authoredOn", "executionPeriod.start")) as start_time,
    read_time(coalesce("executionPeriod.end", case when "status" in ('completed', 'failed') then "lastModified" end)) as end_time,
    "executionPeriod.end" is null and "status" in ('requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold') as ongoing,
    "status"
  from fhir_task
)
-- a row for who gave it and one for who has it, unless both are the same
select
  record_id, coalesce(time, start_time) as time, patient_id, 'task' as kind, event_id, author_id as practitioner_id, author_id,
  cast(null as varchar) as department, start_time, end_time, ongoing, "status" as status
from seen
where patient_id is not null and author_id is not null
union all
select
  record_id, coalesce(time, start_time), patient_id, 'task', event_id, owner_id, author_id, queue, start_time, end_time, ongoing, "status"
from seen
where patient_id is not null and (owner_id <> coalesce(author_id, '') or (owner_id is null and queue is not null))
