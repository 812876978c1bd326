/*---
product: organisation
fact: own_domain
examples:
  - records:
      organisation:
        - {setting: domains, value: '["Clinic.example","clinic-labs.example"]'}
        - {setting: domain, value: single.example}
        - {setting: name, value: Clinic}
    facts: [{domain: clinic.example}, {domain: clinic-labs.example}, {domain: single.example}]
---*/
select
  record_id,
  time,
  lower(unnest(case when "value" like '[%' then json_list("value") else make_array("value") end)) as domain
from organisation
where "setting" in ('domains', 'domain')
