/*---
product: fhir_condition
fact: care_event
examples:
  - records:
      fhir_condition:
        - {id: "1", subject.reference: Patient/p1, code.coding: '[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"E11.9"},{"system":"http://snomed.info/sct","code":"44054006"}]', recorder.reference: Practitioner/17, asserter.reference: null, participant: null, recordedDate: "2026-03-02T08:10:00Z", onsetDateTime: "2019-01-01", onsetPeriod.start: null, clinicalStatus.coding: '[{"code":"active"}]', verificationStatus.coding: '[{"code":"confirmed"}]'}
        - {id: "2", subject.reference: "https://ehr.example/fhir/Patient/p2", code.coding: null, asserter.reference: PractitionerRole/r1, onsetPeriod.start: "2026-03-02", verificationStatus.coding: '[{"code":"entered-in-error"}]'}
        - {id: "3", subject.reference: "urn:uuid:77", code.coding: '[{"code":"J45"}]', asserter.reference: Patient/77, recordedDate: "2026-03-02", verificationStatus.coding: '[{"code":"refuted"}]', clinicalStatus.coding: '[{"code":"inactive"}]'}
        - {id: "4", subject.reference: Group/g1, code.coding: '[{"code":"J45"}]'}
    facts:
      - {patient_id: p1, kind: diagnosis, event_id: Condition/1, code: E11.9, practitioner_id: "17", author_id: "17", start_time: "2026-03-02T08:10:00Z", end_time: null, status: active}
      - {patient_id: p2, code: null, practitioner_id: "role:r1", start_time: "2026-03-02T00:00:00Z", status: entered-in-error}
      - {patient_id: "77", code: J45, practitioner_id: null, author_id: null, status: refuted}
  - records: # R5: people take part
      fhir_condition:
        - {id: "5", subject.reference: Patient/p1, code.coding: '[{"code":"I10"}]', recordedDate: "2026-03-02", participant: '[{"function":{"coding":[{"code":"author"}]},"actor":{"reference":"https://ehr.example/fhir/Practitioner/17"}}]', clinicalStatus.coding: '[{"code":"active"}]'}
    facts:
      - {patient_id: p1, code: I10, practitioner_id: "17", author_id: "17"}
---*/
-- a diagnosis is the moment of its recording: how long an illness lasts explains nobody's look
select
  record_id, coalesce(time, read_time(noted)) as time, patient_id, 'diagnosis' as kind, 'Condition/' || "id" as event_id,
  practitioner_id, practitioner_id as author_id,
  json_text("code.coding", '[0].code') as code,
  read_time(noted) as start_time,
  case
    when "verificationStatus.coding" like '%"entered-in-error"%' then 'entered-in-error'
    when "verificationStatus.coding" like '%"refuted"%' then 'refuted'
    else json_text("clinicalStatus.coding", '[0].code')
  end as status
from (
  select *, fhir_patient("subject.reference") as patient_id,
    coalesce(
      fhir_person("recorder.reference"),
      fhir_person("asserter.reference"),
      array_element(fhir_people("participant"), 1)) as practitioner_id,
    coalesce("recordedDate", "onsetDateTime", "onsetPeriod.start") as noted
  from fhir_condition
) as conditions
where patient_id is not null
