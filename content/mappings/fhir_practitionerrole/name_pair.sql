/*---
product: fhir_practitionerrole
fact: name_pair
examples:
  - records: # a role is a name of the person who holds it; one held by nobody is none
      fhir_practitionerrole:
        - {id: r1, practitioner.reference: Practitioner/17}
        - {id: r1, practitioner.reference: "https://ehr.example/fhir/Practitioner/17/_history/2"}
        - {id: r2, practitioner.reference: "urn:uuid:18"}
        - {id: r3, practitioner.reference: null}
    facts:
      - {kind: person, one_key: ehr_id, one: "17", other_key: ehr_role, other: "role:r1"}
      - {kind: person, one_key: ehr_id, one: "18", other_key: ehr_role, other: "role:r2"}
---*/
select min(record_id) as record_id, min(time) as time, 'person' as kind, 'ehr_id' as one_key, one, 'ehr_role' as other_key, other
from (
  select
    record_id, time,
    fhir_person("practitioner.reference") as one,
    'role:' || "id" as other
  from fhir_practitionerrole
) as roles
where one is not null and other is not null
group by one, other
