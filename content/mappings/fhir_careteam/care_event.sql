/*---
product: fhir_careteam
fact: care_event
examples:
  - records: # R4: people with their own time in it, a team of a ward; the patient and a relative belong to it, too
      fhir_careteam:
        - {id: "1", subject.reference: Patient/p1, status: active, period.start: "2026-01-01T00:00:00Z", period.end: null, participant: '[{"member":{"reference":"Practitioner/17"},"period":{"start":"2026-02-01T00:00:00Z","end":"2026-02-28T00:00:00Z"}},{"member":{"reference":"PractitionerRole/r1"}},{"member":{"reference":"Organization/o1","display":"Diabetes nurses"}},{"member":{"reference":"Patient/p1"}},{"member":{"reference":"RelatedPerson/9"}}]'}
        - {id: "2", subject.reference: Patient/p2, status: inactive, period.start: "2025-01-01", period.end: "2025-06-30", participant: '[{"member":{"reference":"https://ehr.example/fhir/Practitioner/17"}}]'}
        - {id: "3", subject.reference: null, status: active, participant: '[{"member":{"reference":"Practitioner/17"}}]'}
    facts:
      - {patient_id: p1, kind: care_team, event_id: CareTeam/1, practitioner_id: "17", author_id: null, department: null, start_time: "2026-02-01T00:00:00Z", end_time: "2026-02-28T00:00:00Z", ongoing: false, status: active}
      - {patient_id: p1, practitioner_id: "role:r1", start_time: "2026-01-01T00:00:00Z", end_time: null, ongoing: true}
      - {patient_id: p1, practitioner_id: null, department: Diabetes nurses, ongoing: true}
      - {patient_id: p2, practitioner_id: "17", start_time: "2025-01-01T00:00:00Z", end_time: "2025-06-30T00:00:00Z", ongoing: false}
  - records: # a bundle that names everybody by its own numbers; R5 calls the time coverage
      fhir_careteam:
        - {id: "4", subject.reference: "urn:uuid:77", status: active, participant: '[{"member":{"reference":"urn:uuid:77"}},{"member":{"reference":"urn:uuid:17"},"coveragePeriod":{"start":"2026-02-01T00:00:00Z"}}]', period.start: null, period.end: null}
    facts:
      - {patient_id: "77", practitioner_id: "17", start_time: "2026-02-01T00:00:00Z", end_time: null, ongoing: true}
---*/
with members as (
  select
    record_id, time, "id", "status", "period.start" as team_start, "period.end" as team_end,
    fhir_patient("subject.reference") as patient_id,
    unnest(json_list("participant")) as one
  from fhir_careteam
),
named as (
  select
    *,
    fhir_person(json_text(one, 'member.reference')) as practitioner_id,
    case
      when one like '%Organization/%' or one like '%CareTeam/%' or one like '%HealthcareService/%' then json_text(one, 'member.display')
    end as department,
    coalesce(case when one like '%eriod"%' then coalesce(json_text(one, 'period.start'), json_text(one, 'coveragePeriod.start')) end, team_start) as began,
    coalesce(case when one like '%eriod"%' then coalesce(json_text(one, 'period.end'), json_text(one, 'coveragePeriod.end')) end, team_end) as ended
  from members
  where patient_id is not null
)
select
  record_id, coalesce(time, read_time(began)) as time, patient_id, 'care_team' as kind, 'CareTeam/' || "id" as event_id,
  practitioner_id, department, read_time(began) as start_time, read_time(ended) as end_time,
  ended is null and coalesce("status", 'active') = 'active' as ongoing, "status" as status
from named
where practitioner_id <> patient_id or (practitioner_id is null and department is not null)
