/*---
product: fhir_imagingstudy
fact: care_event
examples:
  - records: # who asked, who reads, and who took the pictures
      fhir_imagingstudy:
        - {id: "1", subject.reference: Patient/p1, referrer.reference: Practitioner/17, interpreter: '[{"reference":"PractitionerRole/r1"}]', series: '[{"uid":"1.2","performer":[{"actor":{"reference":"Practitioner/18"}}]}]', location.display: Radiology, started: "2026-03-02T08:10:00Z", status: available}
        - {id: "2", subject.reference: "https://ehr.example/fhir/Patient/p2", referrer.reference: "https://ehr.example/fhir/Practitioner/17", interpreter: null, series: '[{"uid":"1.3"}]', started: "2026-03-02T08:10:00Z", status: available}
        - {id: "3", subject.reference: "urn:uuid:77", referrer.reference: null, started: "2026-03-02T08:10:00Z", status: cancelled}
        - {id: "4", subject.reference: Device/1}
    facts:
      - {patient_id: p1, kind: imaging, event_id: ImagingStudy/1, practitioner_id: "17", author_id: null, department: Radiology, start_time: "2026-03-02T08:10:00Z", status: available}
      - {patient_id: p1, practitioner_id: "role:r1"}
      - {patient_id: p1, practitioner_id: "18"}
      - {patient_id: p2, practitioner_id: "17", department: null}
      - {patient_id: "77", practitioner_id: null, status: cancelled}
---*/
with seen as (
  select
    record_id, coalesce(time, read_time("started")) as time, 'ImagingStudy/' || "id" as event_id,
    fhir_patient("subject.reference") as patient_id,
    read_time("started") as start_time, "status", "location.display" as department,
    fhir_people(concat('"reference":"' || "referrer.reference" || '"', "interpreter", case when "series" like '%"performer"%' then "series" end)) as people
  from fhir_imagingstudy
)
select
  record_id, time, patient_id, 'imaging' as kind, event_id,
  unnest(case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end) as practitioner_id,
  department, start_time, "status" as status
from seen
where patient_id is not null
