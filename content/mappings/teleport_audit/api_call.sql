/*---
product: teleport_audit
fact: api_call
examples:
  - records:
      teleport_audit:
        - {event: role.created, user: "Dana@clinic.example", name: auditor, server_hostname: null, addr.remote: "198.51.100.7:51000", success: null, error: null, time: "2026-03-02T08:01:00Z"}
        - {event: user.login, user: dana}
    facts:
      - {service: teleport, action: role.created, user_name: dana, source_ip: 198.51.100.7, target: auditor, outcome: success}
---*/
select
  record_id,
  time,
  'teleport' as service,
  "event" as action,
  name_of("user") as user_name,
  regexp_replace("addr.remote", ':\d+$', '') as source_ip,
  case when flag("success") = false then 'failure' else 'success' end as outcome,
  "error" as error,
  coalesce("server_hostname", "name") as target
from teleport_audit
where "event" <> 'user.login'
