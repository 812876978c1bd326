/*---
product: fhir_servicerequest
fact: care_event
examples:
  - records:
      fhir_servicerequest:
        - {id: "1", subject.reference: Patient/p1, requester.reference: Practitioner/17, authoredOn: "2026-03-02T08:10:00Z", occurrencePeriod.start: null, occurrencePeriod.end: null, occurrenceDateTime: null, locationReference: '[{"display":"Laboratory"}]', location: null, performer: null, category: null, code.text: Blood count, code.coding: null, code.concept.text: null, code.concept.coding: null, status: active}
        - {subject.reference: Group/g1, requester.reference: Practitioner/17, authoredOn: "2026-03-02T08:10:00Z"}
    facts:
      - {patient_id: p1, kind: order, event_id: ServiceRequest/1, practitioner_id: "17", author_id: "17", department: Laboratory, start_time: "2026-03-02T08:10:00Z", end_time: null, status: active}
  - records: # referrals to a department, a person and a team; an order for next week that names the imaging department; R5
      fhir_servicerequest:
        - {id: "2", subject.reference: "https://ehr.example/fhir/Patient/p2", requester.reference: "https://ehr.example/fhir/PractitionerRole/r1", authoredOn: "2026-03-02T08:10:00Z", category: '[{"coding":[{"system":"http://snomed.info/sct","code":"3457005","display":"Patient referral"}]}]', performer: '[{"reference":"HealthcareService/3","display":"Cardiology"},{"reference":"Practitioner/18","display":"Dr. Kim"}]', status: active}
        - {id: "3", subject.reference: Patient/p1, requester.reference: Practitioner/17, authoredOn: "2026-03-02T08:10:00Z", code.text: Consultation for diabetes, performer: '[{"display":"Diabetes team","reference":"CareTeam/9"}]', status: active}
        - {id: "4", subject.reference: "urn:uuid:77", requester.reference: "urn:uuid:17", authoredOn: "2026-03-02T08:10:00Z", occurrenceDateTime: "2026-03-09", code.coding: '[{"display":"Chest X-ray"}]', performer: '[{"reference":"Organization/1","display":"Radiology"}]', status: active}
        - {id: "5", subject.reference: Patient/p1, requester.reference: Organization/2, authoredOn: "2026-03-02T08:10:00Z", location: '[{"reference":{"reference":"Location/1","display":"Dialysis"}}]', code.concept.coding: '[{"display":"Referral to dialysis"}]', performer: '[{"reference":"https://ehr.example/fhir/Practitioner/18"}]', status: entered-in-error}
    facts:
      - {patient_id: p2, kind: referral, event_id: ServiceRequest/2, practitioner_id: "role:r1", author_id: "role:r1", department: null}
      - {patient_id: p2, kind: referral, practitioner_id: null, author_id: "role:r1", department: Cardiology}
      - {patient_id: p2, kind: referral, practitioner_id: "18", author_id: "role:r1", department: null}
      - {patient_id: p1, kind: referral, practitioner_id: "17", author_id: "17"}
      - {patient_id: p1, kind: referral, practitioner_id: null, department: Diabetes team}
      - {patient_id: "77", kind: order, practitioner_id: "17", end_time: "2026-03-09T00:00:00Z"}
      - {patient_id: "77", kind: order, practitioner_id: null, author_id: "17", department: Radiology}
      - {patient_id: p1, kind: referral, practitioner_id: null, author_id: null, department: Dialysis}
      - {patient_id: p1, kind: referral, practitioner_id: "18", author_id: null, department: null, status: entered-in-error}
---*/
with seen as (
  select
    record_id, coalesce(time, read_time("authoredOn")) as time, 'ServiceRequest/' || "id" as event_id,
    fhir_patient("subject.reference") as patient_id,
    case
      when regexp_like(lower(concat_ws(' ', "category", "code.text", "code.coding", "code.concept.text", "code.concept.coding")),
        'referral|refer to|consult|"3457005"|"306206005"|"11429006"') then 'referral'
      else 'order'
    end as kind,
    fhir_person("requester.reference") as author_id,
    coalesce(json_text("locationReference", '[0].display'), json_text("location", '[0].reference.display'), json_text("location", '[0].concept.text')) as place,
    read_time("authoredOn") as start_time,
    read_time(coalesce("occurrencePeriod.end", "occurrenceDateTime", "occurrencePeriod.start")) as end_time,
    "status", "performer"
  from fhir_servicerequest
),
asked as (
  select *, fhir_person(json_text(one, 'reference')) as practitioner_id,
    case
      when one like '%Organization/%' or one like '%HealthcareService/%' or one like '%CareTeam/%' then json_text(one, 'display')
    end as department
  from (select *, unnest(json_list("performer")) as one from seen where patient_id is not null and "performer" is not null) as each_performer
)
select
  record_id, time, patient_id, kind, event_id, author_id as practitioner_id, author_id, place as department, start_time, end_time, "status" as status
from seen
where patient_id is not null
union all
select
  record_id, time, patient_id, kind, event_id, practitioner_id, author_id, department, start_time, end_time, "status"
from asked
where practitioner_id is not null or department is not null
