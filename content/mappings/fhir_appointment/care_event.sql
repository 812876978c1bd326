/*---
product: fhir_appointment
fact: care_event
examples:
  - records:
      fhir_appointment:
        - {participant: '[{"actor":{"reference":"Patient/p1"}},{"actor":{"reference":"Practitioner/17"}},{"actor":{"reference":"Location/1","display":"Room 2"}}]', start: "2026-03-02T08:00:00Z", end: "2026-03-02T08:30:00Z", serviceType: '[{"text":"Cardiology"}]', status: booked}
        - {participant: '[{"actor":{"reference":"Patient/p2"}}]', start: "2026-03-03T08:00:00Z", status: cancelled}
        - {participant: '[{"actor":{"reference":"Practitioner/17"}}]', start: "2026-03-03T08:00:00Z", status: booked}
    facts:
      - {patient_id: p1, kind: appointment, practitioner_id: "17", department: Cardiology, start_time: "2026-03-02T08:00:00Z", end_time: "2026-03-02T08:30:00Z", status: booked}
      - {patient_id: p2, kind: appointment, practitioner_id: null, status: cancelled}
---*/
with actors as (
  select record_id, json_text(unnest(json_list("participant")), 'actor.reference') as reference
  from fhir_appointment
),
patients as (select record_id, split_part(reference, 'Patient/', 2) as id from actors where reference like '%Patient/%'),
practitioners as (select record_id, split_part(reference, 'Practitioner/', 2) as id from actors where reference like '%Practitioner/%')
select
  fhir_appointment.record_id as record_id,
  coalesce(time, read_time("start")) as time,
  patients.id as patient_id,
  'appointment' as kind,
  practitioners.id as practitioner_id,
  coalesce(json_text("serviceType", '[0].text'), json_text("serviceType", '[0].coding[0].display')) as department,
  read_time("start") as start_time,
  read_time("end") as end_time,
  "status" as status
from fhir_appointment
join patients on patients.record_id = fhir_appointment.record_id
left join practitioners on practitioners.record_id = fhir_appointment.record_id
