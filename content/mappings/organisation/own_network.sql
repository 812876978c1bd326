/*---
product: organisation
fact: own_network
examples:
  - records:
      organisation:
        - {setting: networks, value: '["10.20.0.0/16","192.0.2.0/28"]'}
        - {setting: network, value: 10.99.0.0/24}
        - {setting: domains, value: '["clinic.example"]'}
    facts: [{cidr: 10.20.0.0/16}, {cidr: 192.0.2.0/28}, {cidr: 10.99.0.0/24}]
---*/
select
  record_id,
  time,
  unnest(case when "value" like '[%' then json_list("value") else make_array("value") end) as cidr
from organisation
where "setting" in ('networks', 'network')
