/*---
product: carbon_black_audit
fact: api_call
examples:
  - records:
      carbon_black_audit:
        - {description: Set user agent, loginName: "Dana@clinic.example", clientIp: 198.51.100.7, flagged: "false", requestUrl: null, time: "2026-03-02T08:01:00Z"}
        - {description: Login failed, loginName: dana, flagged: "true"}
    facts:
      - {service: carbon black, action: Set user agent, user_name: dana, source_ip: 198.51.100.7, outcome: success}
      - {action: Login failed, outcome: failure}
---*/
select
  record_id,
  time,
  'carbon black' as service,
  "description" as action,
  name_of("loginName") as user_name,
  "clientIp" as source_ip,
  case when flag("flagged") then 'failure' else 'success' end as outcome,
  "requestUrl" as target
from carbon_black_audit
