/*---
product: fhir_episodeofcare
fact: care_event
examples:
  - records:
      fhir_episodeofcare:
        - {id: "1", patient.reference: Patient/p1, careManager.reference: Practitioner/17, managingOrganization.display: Home care, period.start: "2026-01-01T00:00:00Z", period.end: null, status: active}
        - {id: "2", patient.reference: "https://ehr.example/fhir/Patient/p2", careManager.reference: PractitionerRole/r1, period.start: "2025-01-01", period.end: "2025-12-31", status: finished}
        - {id: "3", patient.reference: "urn:uuid:77", careManager.reference: "urn:uuid:17", period.start: "2026-01-01", status: cancelled}
        - {id: "4", patient.reference: null, careManager.reference: Practitioner/17}
    facts:
      - {patient_id: p1, kind: episode, event_id: EpisodeOfCare/1, practitioner_id: "17", author_id: null, department: Home care, start_time: "2026-01-01T00:00:00Z", end_time: null, ongoing: true, status: active}
      - {patient_id: p2, practitioner_id: "role:r1", department: null, end_time: "2025-12-31T00:00:00Z", ongoing: false}
      - {patient_id: "77", practitioner_id: "17", ongoing: false, status: cancelled}
---*/
select
  record_id, coalesce(time, read_time("period.start")) as time, fhir_patient("patient.reference") as patient_id, 'episode' as kind, 'EpisodeOfCare/' || "id" as event_id,
  fhir_person("careManager.reference") as practitioner_id,
  "managingOrganization.display" as department,
  read_time("period.start") as start_time, read_time("period.end") as end_time,
  "period.end" is null and "status" in ('active', 'onhold') as ongoing, "status" as status
from fhir_episodeofcare
where fhir_patient("patient.reference") is not null
