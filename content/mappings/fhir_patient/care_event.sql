/*---
product: fhir_patient
fact: care_event
examples:
  - records: # the family doctor, a practice, and a patient without either
      fhir_patient:
        - {id: p1, fullUrl: null, generalPractitioner: '[{"reference":"Practitioner/17"},{"reference":"Organization/o1","display":"Harbour practice"}]'}
        - {id: p2, generalPractitioner: '[{"reference":"https://ehr.example/fhir/PractitionerRole/r1"}]'}
        - {id: null, fullUrl: "urn:uuid:77", generalPractitioner: '[{"reference":"urn:uuid:17"}]'}
        - {id: p3, generalPractitioner: null}
    facts:
      - {patient_id: p1, kind: primary_care, event_id: Patient/p1, practitioner_id: "17", author_id: null, department: null, start_time: null, end_time: null, ongoing: true}
      - {patient_id: p2, practitioner_id: "role:r1", ongoing: true}
      - {patient_id: "77", event_id: Patient/77, practitioner_id: "17"}
      - {patient_id: p1, practitioner_id: null, department: Harbour practice, ongoing: true}
---*/
with patients as (
  select
    record_id, time, coalesce("id", split_part("fullUrl", 'urn:uuid:', 2)) as patient_id, "generalPractitioner",
    fhir_people("generalPractitioner") as people
  from fhir_patient
  where "generalPractitioner" is not null
),
doctors as (
  select record_id, time, patient_id, unnest(people) as practitioner_id, cast(null as varchar) as department
  from patients
  union all
  select record_id, time, patient_id, null, json_text(one, 'display')
  from (
    select record_id, time, patient_id, unnest(json_list("generalPractitioner")) as one
    from patients
    where "generalPractitioner" like '%Organization/%'
  ) as each_practice
  where one like '%Organization/%'
)
select
  record_id, time, patient_id, 'primary_care' as kind, 'Patient/' || patient_id as event_id, practitioner_id, department, true as ongoing
from doctors
where patient_id <> '' and (practitioner_id is not null or department is not null)
