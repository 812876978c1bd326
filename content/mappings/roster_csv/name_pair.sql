/*---
product: roster_csv
fact: name_pair
examples:
  - records: # who has a number in the record system, in whichever column; twice in the roster is one pair
      roster_csv:
        - {Employee ID: "E-7", employee_id: null, Practitioner ID: "17", practitioner_id: null}
        - {Employee ID: null, employee_id: "E-8", practitioner_id: "Practitioner/18"}
        - {Employee ID: null, employee_id: "E-8", practitioner_id: "Practitioner/18"}
        - {Employee ID: "E-9", practitioner_id: null}
        - {Employee ID: null, employee_id: null, practitioner_id: "19"}
    facts:
      - {kind: person, one_key: person_id, one: E-7, other_key: ehr_id, other: "17"}
      - {kind: person, one_key: person_id, one: E-8, other_key: ehr_id, other: "18"}
---*/
select min(record_id) as record_id, min(time) as time, 'person' as kind, 'person_id' as one_key, one, 'ehr_id' as other_key, other
from (
  select
    record_id, time,
    nullif(coalesce("employee_id", "Employee ID"), '') as one,
    nullif(replace(coalesce("practitioner_id", "Practitioner ID"), 'Practitioner/', ''), '') as other
  from roster_csv
) as people
where one is not null and other is not null
group by one, other
