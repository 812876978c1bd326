/*---
product: duo_admin
fact: api_call
examples:
  - records:
      duo_admin:
        - {action: bypass_create, username: Dana Admin, object: mreyes, description: '{"count":1}', time: "2026-03-02T08:01:00Z"}
        - {action: admin_login_error, username: Dana Admin}
    facts:
      - {service: duo, action: bypass_create, user_name: dana admin, target: mreyes, outcome: success, detail: '{"count":1}'}
      - {action: admin_login_error, outcome: failure}
---*/
select
  record_id,
  time,
  'duo' as service,
  "action" as action,
  lower("username") as user_name,
  case when "action" like '%error%' or "action" like '%fail%' then 'failure' else 'success' end as outcome,
  "object" as target,
  "description" as detail
from duo_admin
