/*---
product: fhir_appointment
fact: care_event
examples:
  - records: # R4: the practitioner and the places, each in a row of their own
      fhir_appointment:
        - {id: "1", participant: '[{"actor":{"reference":"Patient/p1"}},{"actor":{"reference":"Practitioner/17"}},{"actor":{"reference":"Location/1","display":"Front clinic"}}]', start: "2026-03-02T08:00:00Z", end: "2026-03-02T08:30:00Z", serviceType: '[{"text":"Cardiology"}]', subject.reference: null, status: booked}
        - {id: "2", participant: '[{"actor":{"reference":"Patient/p2"}}]', start: "2026-03-03T08:00:00Z", status: cancelled}
        - {id: "3", participant: '[{"actor":{"reference":"Practitioner/17"}}]', start: "2026-03-03T08:00:00Z", status: booked}
    facts:
      - {patient_id: p1, kind: appointment, event_id: Appointment/1, practitioner_id: "17", author_id: null, department: Cardiology, start_time: "2026-03-02T08:00:00Z", end_time: "2026-03-02T08:30:00Z", status: booked}
      - {patient_id: p2, kind: appointment, practitioner_id: null, department: null, status: cancelled}
      - {patient_id: p1, event_id: Appointment/1, practitioner_id: null, department: Front clinic, start_time: "2026-03-02T08:00:00Z", status: booked}
  - records: # a group, absolute references, a role; R5, where the patient is the subject and a service takes part
      fhir_appointment:
        - {id: g1, participant: '[{"actor":{"reference":"https://ehr.example/fhir/Patient/p1"}},{"actor":{"reference":"https://ehr.example/fhir/Patient/p2/_history/1"}},{"actor":{"reference":"https://ehr.example/fhir/Practitioner/17/_history/2"}},{"actor":{"reference":"PractitionerRole/r1","display":"Dr. Kim"}}]', start: "2026-03-02T08:00:00Z", status: booked}
        - {id: g2, subject.reference: "urn:uuid:77", participant: '[{"actor":{"display":"Sleep clinic","reference":"HealthcareService/9"}},{"actor":{"reference":"Location/2"}}]', serviceType: '[{"concept":{"text":"Sleep medicine"}}]', start: "2026-03-02T09:00:00Z", status: booked}
    facts:
      - {patient_id: p1, practitioner_id: "17", department: null}
      - {patient_id: p1, practitioner_id: "role:r1"}
      - {patient_id: p2, practitioner_id: "17"}
      - {patient_id: p2, practitioner_id: "role:r1"}
      - {patient_id: "77", practitioner_id: null, department: Sleep medicine}
      - {patient_id: "77", practitioner_id: null, department: Sleep clinic}
---*/
with seen as (
  select
    record_id, coalesce(time, read_time("start")) as time, 'Appointment/' || "id" as event_id, "participant",
    read_time("start") as start_time, read_time("end") as end_time, "status",
    coalesce(json_text("serviceType", '[0].text'), json_text("serviceType", '[0].coding[0].display'), json_text("serviceType", '[0].concept.text')) as service,
    array_slice(string_to_array(replace(replace("participant", '"reference":"urn:uuid:', '"reference":"Practitioner/'), 'PractitionerRole/', 'Practitioner/role:'), 'Practitioner/'), 2, -1) as people,
    case
      when "participant" like '%Patient/%' then array_slice(string_to_array("participant", 'Patient/'), 2, -1)
      else make_array(replace("subject.reference", 'urn:uuid:', 'Patient/'))
    end as patients
  from fhir_appointment
),
by_patient as (
  select *, split_part(one_patient, 'Patient/', case when one_patient like '%Patient/%' then 2 else 1 end) as reference
  from (select *, unnest(patients) as one_patient from seen) as each_patient
),
booked as (
  select *, nullif(split_part(split_part(reference, '"', 1), '/', 1), '') as patient_id from by_patient
),
staff as (select *, unnest(case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end) as one from booked where patient_id is not null),
places as (
  select *, unnest(json_list("participant")) as one
  from booked
  where patient_id is not null and ("participant" like '%Location/%' or "participant" like '%HealthcareService/%')
)
select
  record_id, time, patient_id, 'appointment' as kind, event_id,
  nullif(split_part(split_part(one, '"', 1), '/', 1), '') as practitioner_id,
  service as department, start_time, end_time, "status" as status
from staff
union all
select
  record_id, time, patient_id, 'appointment', event_id, null, json_text(one, 'actor.display'), start_time, end_time, "status"
from places
where (one like '%Location/%' or one like '%HealthcareService/%') and json_text(one, 'actor.display') is not null
