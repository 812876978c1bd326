/*---
product: slack_audit
fact: api_call
examples:
  - records:
      slack_audit:
        - {action: role_change_to_admin, actor.user.email: "Dana@clinic.example", context.ip_address: 198.51.100.7, context.ua: Mozilla/5.0, entity.user.email: "Temp@clinic.example", entity.channel.name: null, entity.file.name: null, entity.app.name: null, entity.workspace.name: null, details: null, time: "2026-03-02T08:01:00Z"}
    facts:
      - {service: slack, action: role_change_to_admin, user_name: dana, source_ip: 198.51.100.7, outcome: success, target_user: temp@clinic.example}
---*/
select
  record_id,
  time,
  'slack' as service,
  "action" as action,
  name_of("actor.user.email") as user_name,
  "context.ip_address" as source_ip,
  case when "action" like '%failed%' then 'failure' else 'success' end as outcome,
  coalesce("entity.channel.name", "entity.file.name", "entity.app.name", "entity.workspace.name") as target,
  "context.ua" as user_agent,
  "details" as detail,
  lower("entity.user.email") as target_user
from slack_audit
