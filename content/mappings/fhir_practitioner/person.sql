/*---
product: fhir_practitioner
fact: person
examples:
  - records:
      fhir_practitioner:
        - {id: "17", name: '[{"family":"Reyes","given":["Maria"]}]', telecom: '[{"system":"phone","value":"1"},{"system":"email","value":"M.Reyes@clinic.example"}]'}
        - {id: "18", name: '[{"text":"Dr. A. Okafor"}]', telecom: null}
      fhir_practitionerrole:
        - {practitioner.reference: Practitioner/17, code: '[{"coding":[{"display":"Registered nurse"}]}]', specialty: null, organization.display: Front clinic, period.start: "2024-01-01", period.end: null}
      roster_csv: []
    facts:
      - {person_id: "17", name: Maria Reyes, email: m.reyes@clinic.example, user_name: m.reyes, role: Registered nurse, department: Front clinic, start_at: "2024-01-01T00:00:00Z", end_at: null}
      - {person_id: "18", name: Dr. A. Okafor, email: null, role: null}
  - records: # whom the roster already names is not named twice
      fhir_practitioner:
        - {id: "17", name: '[{"family":"Reyes"}]', telecom: '[{"system":"email","value":"M.Reyes@clinic.example"}]'}
        - {id: "19", name: '[{"family":"Kim"}]', telecom: '[{"system":"email","value":"jkim@clinic.example"}]'}
      fhir_practitionerrole: []
      roster_csv:
        - {Email: m.reyes@clinic.example}
        - {email: a@clinic.example, Email Address: null, email_address: null, Work Email: null, work_email: null, E-mail: null, Mail: null, mail: null}
    facts: [{person_id: "19", name: Kim}]
---*/
with listed as (
  select distinct lower(coalesce("Email", "email", "Email Address", "email_address", "Work Email", "work_email", "E-mail", "Mail", "mail")) as email
  from roster_csv
),
practitioners as (
  select *, lower(json_find("telecom", 'system', 'email', 'value')) as mail_address
  from fhir_practitioner
)
select
  p.record_id as record_id,
  p.time as time,
  p."id" as person_id,
  coalesce(json_text(p."name", '[0].text'), concat_ws(' ', json_text(p."name", '[0].given[0]'), json_text(p."name", '[0].family'))) as name,
  p.mail_address as email,
  name_of(p.mail_address) as user_name,
  coalesce(json_text(r."code", '[0].text'), json_text(r."code", '[0].coding[0].display'), json_text(r."specialty", '[0].text')) as role,
  coalesce(r."organization.display", json_text(r."specialty", '[0].text')) as department,
  read_time(r."period.start") as start_at,
  read_time(r."period.end") as end_at
from practitioners as p
left join fhir_practitionerrole as r on split_part(r."practitioner.reference", 'Practitioner/', 2) = p."id"
left join listed on listed.email = p.mail_address
where listed.email is null
