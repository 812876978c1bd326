/*---
product: box_events
fact: api_call
examples:
  - records:
      box_events:
        - {event_type: DOWNLOAD, created_by.login: "Dana@clinic.example", ip_address: 198.51.100.7, source.item_name: list.xlsx, source.name: null, source.login: null, additional_details: null, time: "2026-03-02T08:01:00Z"}
        - {event_type: FAILED_LOGIN, created_by.login: "dana@clinic.example"}
    facts:
      - {service: box, action: DOWNLOAD, user_name: dana, source_ip: 198.51.100.7, outcome: success, target: list.xlsx}
      - {action: FAILED_LOGIN, outcome: failure}
---*/
select
  record_id,
  time,
  'box' as service,
  "event_type" as action,
  name_of("created_by.login") as user_name,
  "ip_address" as source_ip,
  case when "event_type" = 'FAILED_LOGIN' then 'failure' else 'success' end as outcome,
  coalesce("source.item_name", "source.name") as target,
  "additional_details" as detail,
  lower("source.login") as target_user
from box_events
