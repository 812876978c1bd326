/*---
product: fhir_practitionerrole
fact: assignment
examples:
  - records: # a resident's two turns; one role in two clinics; one that is over on a day nobody wrote down
      fhir_practitionerrole:
        - {practitioner.reference: Practitioner/17, active: "false", organization.display: Cardiology, location: null, healthcareService: null, code: '[{"text":"Resident"}]', specialty: null, period.start: "2026-01-05", period.end: "2026-02-01"}
        - {practitioner.reference: "https://ehr.example/fhir/Practitioner/17/_history/2", active: "true", organization.display: Urology, code: '[{"coding":[{"display":"Resident"}]}]', period.start: "2026-02-02"}
        - {practitioner.reference: "urn:uuid:18", organization.display: Clinic, location: '[{"display":"Front clinic","reference":"Location/1"},{"display":"Clinic"},{"reference":"Location/3"}]', healthcareService: '[{"reference":"HealthcareService/9","display":"Sleep clinic"}]', specialty: '[{"text":"Sleep medicine"}]'}
        - {practitioner.reference: Practitioner/19, active: "false", organization.display: Clinic}
        - {practitioner.reference: null, organization.display: Clinic}
    facts:
      - {practitioner_id: "17", role: Resident, department: Cardiology, start_at: "2026-01-05T00:00:00Z", end_at: "2026-02-01T00:00:00Z"}
      - {practitioner_id: "17", role: Resident, department: Urology, start_at: "2026-02-02T00:00:00Z", end_at: null}
      - {practitioner_id: "18", role: Sleep medicine, department: Clinic, start_at: null, end_at: null}
      - {practitioner_id: "18", department: Front clinic}
      - {practitioner_id: "18", department: Sleep clinic}
---*/
with roles as (
  select
    record_id, time, "organization.display" as organisation, "location", "healthcareService",
    fhir_person("practitioner.reference") as practitioner_id,
    coalesce(json_text("code", '[0].text'), json_text("code", '[0].coding[0].display'), json_text("specialty", '[0].text')) as role,
    read_time("period.start") as start_at, read_time("period.end") as end_at
  from fhir_practitionerrole
  -- that it is over says nothing about when it was
  where flag("active") is distinct from false or "period.end" is not null
),
places as (
  select *, organisation as department from roles
  union all
  select record_id, time, organisation, "location", "healthcareService", practitioner_id, role, start_at, end_at, json_text(one, 'display')
  from (select *, unnest(array_concat(json_list("location"), json_list("healthcareService"))) as one from roles) as each_place
  where json_text(one, 'display') is distinct from organisation
)
select record_id, time, practitioner_id, role, department, start_at, end_at
from places
where practitioner_id is not null and department is not null
