/*---
product: fhir_patient
fact: patient
examples:
  - records: # as an American record system writes it; the birth name and the work address are not taken
      fhir_patient:
        - {id: p1, fullUrl: null, name: '[{"use":"maiden","family":"Rice","given":["Ana"]},{"use":"official","family":"De La Cruz","given":["Ana","Maria"]}]', birthDate: "1974-02-28", telecom: '[{"system":"email","value":"a@home.example"},{"system":"phone","value":"+1 (555) 648-8372"}]', address: '[{"use":"work","line":["1 Main St"],"postalCode":"02110"},{"use":"home","line":["297 Welch  St.","Apt 4"],"city":"Raynham","postalCode":"02767-1234"}]', deceasedBoolean: "false", deceasedDateTime: null, meta.security: '[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]', meta.tag: null, extension: null, contact: '[{"relationship":[{"coding":[{"code":"N"}]}],"name":{"family":"Cruz"}},{"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0131","code":"E"}]}],"organization":{"display":"Harbour Hospital"}}]', link: null, time: "2026-03-01T00:00:00Z"}
        - {id: p2, name: '[{"text":"Okafor, Ben"}]', address: '[{"line":["12 Mill Lane, Flat 2"],"postalCode":"sw1a 1aa"}]', deceasedDateTime: "2026-02-01", meta.security: '[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"CEL"}]', extension: '[{"url":"https://ehr.example/patient-employer","valueString":"Mill & Sons"},{"url":"https://ehr.example/fhir/is-staff","valueReference":{"reference":"Practitioner/18"}}]', link: '[{"other":{"reference":"Patient/p9"},"type":"replaced-by"}]'}
      fhir_person: []
    facts:
      - {patient_id: p1, family_name: de la cruz, given_name: Ana, birth_date: "1974-02-28", street: 297 welch st, postal_code: "02767", phone: "5556488372", employer: harbour hospital, deceased: false, restricted: true, vip: false, practitioner_id: null, replaced_by: null, time: "2026-03-01T00:00:00Z"}
      - {patient_id: p2, family_name: okafor, given_name: null, street: 12 mill lane, postal_code: SW1A1AA, phone: null, employer: "mill & sons", deceased: true, restricted: false, vip: true, practitioner_id: "18", replaced_by: p9}
  - records: # out of a bundle without numbers; a master index that knows that the patient works here; nothing said at all
      fhir_patient:
        - {id: null, fullUrl: "urn:uuid:77", name: '[{"family":"Kim"}]', deceasedBoolean: "true"}
        - {id: p4}
        - {id: p5, extension: '[{"url":"https://ehr.example/preferred-doctor","valueReference":{"reference":"Practitioner/17"}}]', meta.tag: '[{"code":"VIP"}]'}
      fhir_person:
        - {link: '[{"target":{"reference":"Patient/p4"}},{"target":{"reference":"https://ehr.example/fhir/Practitioner/19"}}]'}
        - {link: '[{"target":{"reference":"Patient/p5"}},{"target":{"reference":"RelatedPerson/1"}}]'}
        - {link: null}
    facts:
      - {patient_id: "77", family_name: kim, deceased: true, restricted: false, vip: false}
      - {patient_id: p4, family_name: null, street: null, postal_code: null, employer: null, deceased: false, practitioner_id: "19"}
      - {patient_id: p5, practitioner_id: null, vip: true}
---*/
with staff as (
  select patient_id, min(practitioner_id) as practitioner_id
  from (
    select array_element(fhir_people("link"), 1) as practitioner_id,
      nullif(split_part(split_part(split_part("link", 'Patient/', 2), '"', 1), '/', 1), '') as patient_id
    from fhir_person
    where "link" like '%Patient/%' and "link" like '%Practitioner/%'
  ) as linked
  group by patient_id
),
seen as (
  select
    *,
    coalesce("id", nullif(split_part("fullUrl", 'urn:uuid:', 2), '')) as number,
    json_text("name", '[0].text') as whole_name,
    coalesce(json_find("name", 'use', 'official', 'given'), json_text("name", '[0].given')) as given,
    coalesce(json_find("address", 'use', 'home', 'line'), json_text("address", '[0].line')) as lines,
    coalesce(json_find("address", 'use', 'home', 'postalCode'), json_text("address", '[0].postalCode')) as zip,
    -- among the contacts, an employer is the one with the code E of HL7's table 0131
    json_first("contact", 'relationship[0].coding[0].code', 'E') as employing
  from fhir_patient
)
select
  record_id,
  time,
  number as patient_id,
  lower(coalesce(json_find("name", 'use', 'official', 'family'), json_text("name", '[0].family'),
    case when whole_name like '%,%' then split_part(whole_name, ',', 1) end)) as family_name,
  json_text(given, '[0]') as given_name,
  "birthDate" as birth_date,
  trim(regexp_replace(lower(split_part(json_text(lines, '[0]'), ',', 1)), '[\s.#]+', ' ', 'g')) as street,
  regexp_replace(replace(upper(zip), ' ', ''), '^([0-9]{5})-?[0-9]{4}$', '\1') as postal_code,
  nullif(regexp_replace(regexp_replace(json_find("telecom", 'system', 'phone', 'value'), '[^0-9]', '', 'g'), '^1([0-9]{10})$', '\1'), '') as phone,
  lower(coalesce(
    json_text(employing, 'organization.display'), json_text(employing, 'name.text'),
    array_element(regexp_match("extension", '"url":"[^"]*[eE]mployer[^"]*","value(?:String":|Reference":\{[^}]*"display":)"([^"]*)"'), 1))) as employer,
  coalesce(flag("deceasedBoolean"), "deceasedDateTime" is not null) as deceased,
  coalesce("meta.security" like '%"R"%' or "meta.security" like '%"V"%', false) as restricted,
  coalesce(regexp_like(concat_ws(' ', "meta.security", "meta.tag", "extension"), '"(VIP|CEL)"'), false) as vip,
  coalesce(staff.practitioner_id, array_element(regexp_match("extension",
    '"url":"[^"]*(?:staff|workforce|employee)[^"]*","valueReference":\{[^}]*Practitioner/([^"/]+)'), 1)) as practitioner_id,
  fhir_patient(json_text(json_find("link", 'type', 'replaced-by', 'other'), 'reference')) as replaced_by
from seen
left join staff on staff.patient_id = seen.number
where number is not null
