/*---
product: fhir_encounter
fact: care_event
examples:
  - records:
      fhir_encounter:
        - {id: "1", subject.reference: Patient/p1, participant: '[{"individual":{"reference":"Practitioner/17"}},{"individual":{"reference":"Practitioner/18"}}]', period.start: "2026-03-02T08:00:00Z", period.end: "2026-03-02T08:30:00Z", actualPeriod.start: null, actualPeriod.end: null, location: '[{"location":{"display":"Front clinic"}}]', serviceProvider.display: Clinic, status: finished}
        - {id: "2", subject.reference: "urn:uuid:77", participant: null, actualPeriod.start: "2026-03-02T09:00:00Z", serviceProvider.display: Clinic, status: in-progress}
    facts:
      - {patient_id: p1, kind: encounter, event_id: Encounter/1, practitioner_id: "17", author_id: null, department: Front clinic, start_time: "2026-03-02T08:00:00Z", end_time: "2026-03-02T08:30:00Z", ongoing: false, status: finished}
      - {patient_id: p1, kind: encounter, practitioner_id: "18"}
      - {patient_id: "77", event_id: Encounter/2, practitioner_id: null, department: Clinic, start_time: "2026-03-02T09:00:00Z", end_time: null, ongoing: true}
      - {patient_id: p1, event_id: Encounter/1, practitioner_id: null, department: Front clinic, start_time: "2026-03-02T08:00:00Z", end_time: "2026-03-02T08:30:00Z"}
  - records: # a stay on two wards, the second one open; R5 names the person as actor; a role; a test group is no patient
      fhir_encounter:
        - {id: "3", subject.reference: "https://ehr.example/fhir/Patient/p3/_history/4", participant: '[{"actor":{"reference":"PractitionerRole/r1"}},{"actor":{"reference":"https://ehr.example/fhir/Practitioner/18"}},{"actor":{"reference":"RelatedPerson/9"}}]', actualPeriod.start: "2026-03-02T08:00:00Z", location: '[{"location":{"reference":"Location/1","display":"Emergency"},"status":"completed","period":{"start":"2026-03-02T08:00:00Z","end":"2026-03-02T14:00:00Z"}},{"location":{"reference":"Location/2","display":"Ward 3"},"status":"active","period":{"start":"2026-03-02T14:00:00Z"}},{"location":{"reference":"Location/3"}}]', serviceProvider.display: Clinic, status: in-progress}
        - {id: "4", subject.reference: Group/g1, period.start: "2026-03-02T08:00:00Z"}
    facts:
      - {patient_id: p3, practitioner_id: "role:r1", department: null, ongoing: true}
      - {patient_id: p3, practitioner_id: "18", department: null}
      - {patient_id: p3, practitioner_id: null, department: Emergency, start_time: "2026-03-02T08:00:00Z", end_time: "2026-03-02T14:00:00Z", ongoing: false}
      - {patient_id: p3, practitioner_id: null, department: Ward 3, start_time: "2026-03-02T14:00:00Z", end_time: null, ongoing: true}
---*/
with seen as (
  select
    record_id, 'Encounter/' || "id" as event_id, fhir_patient("subject.reference") as patient_id,
    coalesce(time, read_time(coalesce("period.start", "actualPeriod.start"))) as time,
    read_time(coalesce("period.start", "actualPeriod.start")) as start_time,
    read_time(coalesce("period.end", "actualPeriod.end")) as end_time,
    coalesce("period.end", "actualPeriod.end") is null
      and "status" in ('in-progress', 'on-hold', 'onleave', 'arrived', 'triaged') as ongoing,
    "status", "location", "serviceProvider.display" as provider,
    fhir_people("participant") as people
  from fhir_encounter
),
-- where there were several places, each has its own time and none stands for the whole stay
staff as (
  select
    record_id, time, patient_id, event_id, start_time, end_time, ongoing, "status",
    case
      when "location" is null then provider
      when split_part("location", '"location":{', 3) = '' then coalesce(json_text("location", '[0].location.display'), provider)
    end as department,
    unnest(case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end) as practitioner_id
  from seen
  where patient_id is not null
),
stays as (
  -- only a period has a start and an end, so that they need no look at the whole
  select
    *, json_text(one, 'location.display') as department,
    nullif(split_part(split_part(one, '"start":"', 2), '"', 1), '') as began,
    nullif(split_part(split_part(one, '"end":"', 2), '"', 1), '') as ended
  from (select *, unnest(json_list("location")) as one from seen where patient_id is not null and "location" like '%"display"%') as places
)
select
  record_id, time, patient_id, 'encounter' as kind, event_id,
  practitioner_id,
  department, start_time, end_time, ongoing, "status" as status
from staff
union all
select
  record_id, time, patient_id, 'encounter', event_id, null, department,
  coalesce(read_time(began), start_time), coalesce(read_time(ended), end_time),
  ongoing and ended is null and one not like '%"status":"completed"%', "status"
from stays
where department is not null
