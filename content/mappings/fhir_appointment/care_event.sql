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
  - records: # a group, absolute references, a role; R5, where the patient, or a group that is none, is the subject and a service takes part
      fhir_appointment:
        - {id: g1, participant: '[{"actor":{"reference":"https://ehr.example/fhir/Patient/p1"}},{"actor":{"reference":"https://ehr.example/fhir/Patient/p2/_history/1"}},{"actor":{"reference":"https://ehr.example/fhir/Practitioner/17/_history/2"}},{"actor":{"reference":"PractitionerRole/r1","display":"Dr. Kim"}}]', start: "2026-03-02T08:00:00Z", status: booked}
        - {id: g2, subject.reference: "urn:uuid:77", participant: '[{"actor":{"display":"Sleep clinic","reference":"HealthcareService/9"}},{"actor":{"reference":"Location/2"}}]', serviceType: '[{"concept":{"text":"Sleep medicine"}}]', start: "2026-03-02T09:00:00Z", status: booked}
        - {id: g3, subject.reference: Group/g1, participant: '[{"actor":{"reference":"Practitioner/17"}}]', start: "2026-03-02T09:00:00Z", status: booked}
        - {id: g4, subject.reference: "https://ehr.example/fhir/Patient/p3/_history/1", participant: '[{"actor":{"reference":"Practitioner/17"}}]', start: "2026-03-02T09:00:00Z", status: booked}
    facts:
      - {patient_id: p1, practitioner_id: "17", department: null}
      - {patient_id: p1, practitioner_id: "role:r1"}
      - {patient_id: p2, practitioner_id: "17"}
      - {patient_id: p2, practitioner_id: "role:r1"}
      - {patient_id: "77", practitioner_id: null, department: Sleep medicine}
      - {patient_id: p3, event_id: Appointment/g4, practitioner_id: "17"}
      - {patient_id: "77", practitioner_id: null, department: Sleep clinic}
---*/
with seen as (
  select
    record_id, coalesce(time, read_time("start")) as time, 'Appointment/' || "id" as event_id, "participant",
    read_time("start") as start_time, read_time("end") as end_time, "status",
    coalesce(json_text("serviceType", '[0].text'), json_text("serviceType", '[0].coding[0].display'), json_text("serviceType", '[0].concept.text')) as service,
    fhir_people("participant") as people,
    case
      when "participant" like '%Patient/%' then fhir_ids("participant", 'actor.reference', 'Patient')
      else make_array(fhir_patient("subject.reference"))
    end as patients
  from fhir_appointment
),
booked as (select *, unnest(patients) as patient_id from seen),
staff as (select *, unnest(case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end) as practitioner_id from booked where patient_id is not null),
places as (
  select *, unnest(json_list("participant")) as one
  from booked
  where patient_id is not null and ("participant" like '%Location/%' or "participant" like '%HealthcareService/%')
)
select
  record_id, time, patient_id, 'appointment' as kind, event_id,
  practitioner_id,
  service as department, start_time, end_time, "status" as status
from staff
union all
select
  record_id, time, patient_id, 'appointment', event_id, null, json_text(one, 'actor.display'), start_time, end_time, "status"
from places
where (one like '%Location/%' or one like '%HealthcareService/%') and json_text(one, 'actor.display') is not null
