/*---
product: zendesk_audit
fact: api_call
examples:
  - records:
      zendesk_audit:
        - {action: update, source_type: user_setting, source_label: Roles, actor_name: Dana, ip_address: 198.51.100.7, change_description: changed to admin, time: "2026-03-02T08:01:00Z"}
    facts:
      - {service: zendesk, action: update user_setting, user_name: dana, source_ip: 198.51.100.7, target: Roles, detail: changed to admin, outcome: success}
---*/
select
  record_id,
  time,
  'zendesk' as service,
  concat_ws(' ', "action", "source_type") as action,
  lower("actor_name") as user_name,
  "ip_address" as source_ip,
  'success' as outcome,
  "source_label" as target,
  "change_description" as detail
from zendesk_audit
