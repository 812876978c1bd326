/*---
product: fhir_relatedperson
fact: patient_contact
examples:
  - records: # a mother, and a neighbour whom the master index knows as a member of staff
      fhir_relatedperson:
        - {id: "9", patient.reference: Patient/p1, relationship: '[{"coding":[{"code":"MTH","display":"mother"}]}]', name: '[{"family":"De La Cruz","given":["Rosa"]}]', telecom: '[{"system":"phone","value":"1-555-648-8372"}]', address: '[{"line":["297 Welch St. #4"],"postalCode":"02767-1234"}]'}
        - {id: "10", patient.reference: "https://ehr.example/fhir/Patient/p2/_history/1", relationship: '[{"text":"neighbour"}]', name: '[{"text":"Kim Bell"}]'}
        - {id: "11", patient.reference: "urn:uuid:77", relationship: null, name: null}
        - {id: "12", patient.reference: null, name: '[{"family":"Nobody"}]'}
      fhir_person:
        - {link: '[{"target":{"reference":"RelatedPerson/10"}},{"target":{"reference":"Practitioner/18"}}]'}
        - {link: '[{"target":{"reference":"RelatedPerson/9"}},{"target":{"reference":"Patient/p5"}}]'}
    facts:
      - {patient_id: p1, relationship: mother, name: Rosa De La Cruz, family_name: de la cruz, given_name: Rosa, phone: "5556488372", street: 297 welch st 4, postal_code: "02767", contact_practitioner_id: null}
      - {patient_id: p2, relationship: neighbour, name: Kim Bell, family_name: null, contact_practitioner_id: "18"}
      - {patient_id: "77", relationship: null, name: null}
---*/
with staff as (
  select number, min(practitioner_id) as practitioner_id
  from (
    select array_element(fhir_people("link"), 1) as practitioner_id,
      nullif(split_part(split_part(split_part("link", 'RelatedPerson/', 2), '"', 1), '/', 1), '') as number
    from fhir_person
    where "link" like '%RelatedPerson/%' and "link" like '%Practitioner/%'
  ) as linked
  group by number
)
select
  record_id,
  time,
  fhir_patient("patient.reference") as patient_id,
  coalesce(json_text("relationship", '[0].text'), json_text("relationship", '[0].coding[0].display'), json_text("relationship", '[0].coding[0].code')) as relationship,
  coalesce(json_text("name", '[0].text'), nullif(concat_ws(' ', json_text("name", '[0].given[0]'), json_text("name", '[0].family')), '')) as name,
  lower(json_text("name", '[0].family')) as family_name,
  json_text("name", '[0].given[0]') as given_name,
  nullif(regexp_replace(regexp_replace(coalesce(json_find("telecom", 'system', 'phone', 'value'), json_text("telecom", '[0].value')), '[^0-9]', '', 'g'), '^1([0-9]{10})$', '\1'), '') as phone,
  trim(regexp_replace(lower(split_part(json_text("address", '[0].line[0]'), ',', 1)), '[\s.#]+', ' ', 'g')) as street,
  regexp_replace(replace(upper(json_text("address", '[0].postalCode')), ' ', ''), '^([0-9]{5})-?[0-9]{4}$', '\1') as postal_code,
  staff.practitioner_id as contact_practitioner_id
from fhir_relatedperson as related
left join staff on staff.number = related."id"
where fhir_patient("patient.reference") is not null
