/*---
product: fhir_diagnosticreport
fact: care_event
examples:
  - records: # the laboratory and its chemist; the reader of an image, who is not named twice
      fhir_diagnosticreport:
        - {id: "1", subject.reference: Patient/p1, performer: '[{"reference":"Organization/1","display":"Laboratory"},{"reference":"Practitioner/17"}]', resultsInterpreter: null, effectiveDateTime: "2026-03-02T08:10:00Z", effectivePeriod.start: null, issued: "2026-03-02T10:00:00Z", status: final}
        - {id: "2", subject.reference: "https://ehr.example/fhir/Patient/p2", performer: '[{"reference":"https://ehr.example/fhir/Practitioner/18"}]', resultsInterpreter: '[{"reference":"https://ehr.example/fhir/PractitionerRole/r1"}]', effectivePeriod.start: "2026-03-02T08:10:00Z", status: final}
        - {id: "3", subject.reference: "urn:uuid:77", performer: '[{"reference":"urn:uuid:17"}]', issued: "2026-03-02T10:00:00Z", status: preliminary}
        - {id: "4", subject.reference: Patient/p1, performer: '[{"reference":"Practitioner/18"}]', resultsInterpreter: '[{"reference":"Practitioner/18"}]', status: final}
        - {id: "5", subject.reference: Patient/p1, performer: null, issued: "2026-03-02T10:00:00Z"}
        - {id: "6", subject.reference: Device/1, performer: '[{"reference":"Practitioner/18"}]'}
    facts:
      - {patient_id: p1, kind: result, event_id: DiagnosticReport/1, practitioner_id: "17", author_id: "17", department: Laboratory, start_time: "2026-03-02T08:10:00Z", end_time: "2026-03-02T10:00:00Z", status: final}
      - {patient_id: p2, practitioner_id: "18", author_id: "18", department: null}
      - {patient_id: p2, practitioner_id: "role:r1"}
      - {patient_id: "77", practitioner_id: "17", start_time: "2026-03-02T10:00:00Z"}
      - {patient_id: p1, event_id: DiagnosticReport/4, practitioner_id: "18"}
      - {patient_id: p1, event_id: DiagnosticReport/5, practitioner_id: null}
---*/
with seen as (
  select
    record_id, 'DiagnosticReport/' || "id" as event_id, fhir_patient("subject.reference") as patient_id, time,
    coalesce("effectiveDateTime", "effectivePeriod.start", "issued") as began, "issued", "status",
    case when "performer" like '%Organization/%' then coalesce(
    case when json_text("performer", '[0].reference') like '%Organization/%' then json_text("performer", '[0].display') end,
    case when json_text("performer", '[1].reference') like '%Organization/%' then json_text("performer", '[1].display') end) end as department,
    fhir_people(concat("performer", case when "performer" = "resultsInterpreter" then null else "resultsInterpreter" end)) as people
  from fhir_diagnosticreport
)
select
  record_id, coalesce(time, read_time(began)) as time, patient_id, 'result' as kind, event_id,
  one as practitioner_id,
  one as author_id,
  department, read_time(began) as start_time, read_time("issued") as end_time, "status" as status
from (
  select *, unnest(case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end) as one
  from seen
  where patient_id is not null
) as each_person
