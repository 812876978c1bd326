/*---
product: fhir_practitioner
fact: person
examples:
  - records:
      fhir_practitioner:
        - {id: "17", name: '[{"family":"Reyes","given":["Maria"]}]', telecom: '[{"system":"phone","value":"+1 555 648 8372","use":"home"},{"system":"email","value":"M.Reyes@clinic.example"}]', address: '[{"use":"work","line":["1 Main St"]},{"use":"home","line":["297 Welch  St.","Apt 4"],"postalCode":"02767-1234"}]', birthDate: "1974-02-28"}
        - {id: "18", name: '[{"text":"Dr. A. Okafor"}]', telecom: null, address: '[{"line":["1 Main St"],"postalCode":"02110"}]'}
      fhir_practitionerrole:
        - {practitioner.reference: Practitioner/17, code: '[{"coding":[{"display":"Registered nurse"}]}]', specialty: null, organization.display: Front clinic, period.start: "2024-01-01", period.end: null, notAvailable: '[{"description":"leave","during":{"start":"2026-03-01","end":"2026-03-14"}}]', availability: null}
        - {practitioner.reference: "https://ehr.example/fhir/Practitioner/18/_history/1", availability: '[{"notAvailableTime":[{"during":{"start":"2026-04-01"}}]}]'}
      fhir_person:
        - {link: '[{"target":{"reference":"Patient/p5"}},{"target":{"reference":"Practitioner/18"}}]'}
        - {link: '[{"target":{"reference":"Patient/p6"}}]'}
      roster_csv: []
    facts:
      - {person_id: "17", name: Maria Reyes, email: m.reyes@clinic.example, user_name: m.reyes, role: Registered nurse, department: Front clinic, start_at: "2024-01-01T00:00:00Z", end_at: null, family_name: reyes, street: 297 welch st, postal_code: "02767", birth_date: "1974-02-28", phone: "5556488372", patient_id: null, leave_from: "2026-03-01T00:00:00Z", leave_until: "2026-03-14T00:00:00Z"}
      - {person_id: "18", name: Dr. A. Okafor, email: null, role: null, family_name: null, street: null, patient_id: p5, leave_from: "2026-04-01T00:00:00Z", leave_until: null}
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
  select *, lower(json_find("telecom", 'system', 'email', 'value')) as mail_address,
    -- an address without a use is the practice's
    json_find("address", 'use', 'home', 'line') as lines,
    json_find("address", 'use', 'home', 'postalCode') as zip
  from fhir_practitioner
),
-- the same person as a patient, where a master index knows both
patients as (
  select practitioner_id, min(patient_id) as patient_id
  from (
    select nullif(split_part(split_part(split_part("link", 'Practitioner/', 2), '"', 1), '/', 1), '') as practitioner_id,
      nullif(split_part(split_part(split_part("link", 'Patient/', 2), '"', 1), '/', 1), '') as patient_id
    from fhir_person
    where "link" like '%Patient/%' and "link" like '%Practitioner/%'
  ) as linked
  group by practitioner_id
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
  read_time(r."period.end") as end_at,
  lower(json_text(p."name", '[0].family')) as family_name,
  trim(regexp_replace(lower(split_part(json_text(lines, '[0]'), ',', 1)), '[\s.#]+', ' ', 'g')) as street,
  regexp_replace(replace(upper(zip), ' ', ''), '^([0-9]{5})-?[0-9]{4}$', '\1') as postal_code,
  p."birthDate" as birth_date,
  nullif(regexp_replace(regexp_replace(json_find(p."telecom", 'system', 'phone', 'value'), '[^0-9]', '', 'g'), '^1([0-9]{10})$', '\1'), '') as phone,
  patients.patient_id as patient_id,
  read_time(coalesce(json_text(r."notAvailable", '[0].during.start'), json_text(r."availability", '[0].notAvailableTime[0].during.start'))) as leave_from,
  read_time(coalesce(json_text(r."notAvailable", '[0].during.end'), json_text(r."availability", '[0].notAvailableTime[0].during.end'))) as leave_until
from practitioners as p
left join fhir_practitionerrole as r
  on fhir_person(r."practitioner.reference") = p."id"
left join patients on patients.practitioner_id = p."id"
left join listed on listed.email = p.mail_address
where listed.email is null
