/*---
product: fhir_claim
fact: care_event
examples:
  - records: # who gave the care, who typed the claim, the team behind it; a provider that is a house, not a person
      fhir_claim:
        - {id: "1", patient.reference: Patient/p1, provider.reference: Practitioner/17, enterer.reference: Practitioner/40, careTeam: '[{"sequence":1,"provider":{"reference":"PractitionerRole/r1"}}]', created: "2026-03-05", billablePeriod.start: "2026-03-02T08:00:00Z", status: active}
        - {id: "2", patient.reference: "https://ehr.example/fhir/Patient/p2", provider.reference: Organization/1, enterer.reference: null, careTeam: null, created: null, billablePeriod.start: "2026-03-02T08:00:00Z", status: cancelled}
        - {id: "3", patient.reference: "urn:uuid:77", provider.reference: "urn:uuid:17", created: "2026-03-05", status: draft}
        - {id: "4", patient.reference: null, enterer.reference: Practitioner/40}
    facts:
      - {patient_id: p1, kind: claim, event_id: Claim/1, practitioner_id: "17", author_id: "40", department: null, start_time: "2026-03-05T00:00:00Z", status: active}
      - {patient_id: p1, practitioner_id: "40", author_id: "40"}
      - {patient_id: p1, practitioner_id: "role:r1", author_id: "40"}
      - {patient_id: p2, practitioner_id: null, author_id: null, start_time: "2026-03-02T08:00:00Z", status: cancelled}
      - {patient_id: "77", practitioner_id: "17", author_id: null, status: draft}
---*/
with seen as (
  select
    record_id, 'Claim/' || "id" as event_id, fhir_patient("patient.reference") as patient_id, time,
    read_time(coalesce("created", "billablePeriod.start")) as start_time, "status",
    fhir_person("enterer.reference") as author_id,
    fhir_people(concat('"reference":"' || "provider.reference" || '"', '"reference":"' || "enterer.reference" || '"', "careTeam")) as people
  from fhir_claim
)
select
  record_id, coalesce(time, start_time) as time, patient_id, 'claim' as kind, event_id, practitioner_id,
  author_id, start_time, "status" as status
from (
  select *, unnest(case when array_length(people) > 0 then people else make_array(cast(null as varchar)) end) as practitioner_id
  from seen
  where patient_id is not null
) as each_person
