/*---
product: fhir_patient
fact: patient_contact
examples:
  - records: # next of kin with an address of their own; an employer is no contact
      fhir_patient:
        - {id: p1, fullUrl: null, contact: '[{"relationship":[{"coding":[{"code":"C","display":"Emergency contact"}]}],"name":{"family":"De La Cruz","given":["Leo"]},"telecom":[{"system":"phone","value":"555-648-8372"}],"address":{"line":["297 Welch St."],"postalCode":"02767"}},{"relationship":[{"coding":[{"code":"E"}]}],"organization":{"display":"Harbour Hospital"}},{"relationship":[{"text":"neighbour"}],"name":{"text":"Kim Bell"},"telecom":[{"value":"5551112222"}]}]'}
        - {id: p2, contact: null}
        - {id: null, fullUrl: "urn:uuid:77", contact: '[{"relationship":[{"coding":[{"code":"N"}]}],"name":{"family":"Rice"}}]'}
    facts:
      - {patient_id: p1, relationship: Emergency contact, name: Leo De La Cruz, family_name: de la cruz, given_name: Leo, phone: "5556488372", street: 297 welch st, postal_code: "02767", contact_practitioner_id: null}
      - {patient_id: p1, relationship: neighbour, name: Kim Bell, family_name: null, phone: "5551112222", street: null}
      - {patient_id: "77", relationship: "N", name: Rice, family_name: rice}
---*/
with contacts as (
  select record_id, time, coalesce("id", nullif(split_part("fullUrl", 'urn:uuid:', 2), '')) as number, unnest(json_list("contact")) as one
  from fhir_patient
  where "contact" is not null
)
select
  record_id,
  time,
  number as patient_id,
  coalesce(json_text(one, 'relationship[0].text'), json_text(one, 'relationship[0].coding[0].display'), json_text(one, 'relationship[0].coding[0].code')) as relationship,
  coalesce(json_text(one, 'name.text'), nullif(concat_ws(' ', json_text(one, 'name.given[0]'), json_text(one, 'name.family')), '')) as name,
  lower(json_text(one, 'name.family')) as family_name,
  json_text(one, 'name.given[0]') as given_name,
  nullif(regexp_replace(regexp_replace(coalesce(json_find(json_text(one, 'telecom'), 'system', 'phone', 'value'), json_text(one, 'telecom[0].value')), '[^0-9]', '', 'g'), '^1([0-9]{10})$', '\1'), '') as phone,
  trim(regexp_replace(lower(split_part(json_text(one, 'address.line[0]'), ',', 1)), '[\s.#]+', ' ', 'g')) as street,
  regexp_replace(replace(upper(json_text(one, 'address.postalCode')), ' ', ''), '^([0-9]{5})-?[0-9]{4}$', '\1') as postal_code
from contacts
-- employers, insurers and authorities are nobody's kin
where number is not null and coalesce(json_text(one, 'relationship[0].coding[0].code'), '') not in ('E', 'F', 'I', 'S')
