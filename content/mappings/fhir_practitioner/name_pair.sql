/*---
product: fhir_practitioner
fact: name_pair
examples:
  - records:
      fhir_practitioner:
        - {id: "17", telecom: '[{"system":"phone","value":"1"},{"system":"email","value":"M.Reyes@clinic.example"}]'}
        - {id: "18", telecom: null}
    facts:
      - {kind: person, one_key: ehr_id, one: "17", other_key: email, other: m.reyes@clinic.example}
---*/
select min(record_id) as record_id, min(time) as time, 'person' as kind, 'ehr_id' as one_key, one, 'email' as other_key, other
from (
  select record_id, time, "id" as one, lower(json_find("telecom", 'system', 'email', 'value')) as other from fhir_practitioner
) as practitioners
where other is not null
group by one, other
