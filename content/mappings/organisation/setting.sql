/*---
product: organisation
fact: setting
examples:
  - records:
      organisation:
        - {setting: size, value: small}
        - {setting: medical_networks, value: 10.20.30.0/24}
        - {setting: approved_remote_tools, value: Tallgrass Maintenance Agent}
        - {setting: domains, value: '["clinic.example","clinic-labs.example"]'}
    facts:
      - {name: size, value: small}
      - {name: medical_network, value: 10.20.30.0/24}
      - {name: remote_tool, value: Tallgrass Maintenance Agent}
      - {name: domain, value: clinic.example}
      - {name: domain, value: clinic-labs.example}
---*/
-- one row per value; lists may be written in the plural
select
  record_id,
  time,
  case "setting"
    when 'approved_remote_tools' then 'remote_tool'
    when 'remote_tools' then 'remote_tool'
    when 'critical_systems' then 'critical_system'
    when 'approved_resolvers' then 'approved_resolver'
    when 'domains' then 'domain'
    else regexp_replace("setting", 'networks$', 'network')
  end as name,
  unnest(case when "value" like '[%' then json_list("value") else make_array("value") end) as value
from organisation
