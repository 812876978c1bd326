/*---
product: gitlab_audit
fact: api_call
examples:
  - records:
      gitlab_audit:
        - {event_name: null, details.event_name: null, details.custom_message: Changed visibility, change: null, author_name: null, details.author_name: Dana, ip_address: null, details.ip_address: 198.51.100.7, entity_path: null, details.entity_path: clinic/ehr, target_details: null, details.target_details: x, time: "2026-03-02T08:01:00Z"}
        - {change: visibility, author_name: Dana, entity_path: clinic/ehr}
    facts:
      - {service: gitlab, action: Changed visibility, user_name: dana, source_ip: 198.51.100.7, target: clinic/ehr, detail: x, outcome: success}
      - {action: visibility, user_name: dana}
---*/
select
  record_id,
  time,
  'gitlab' as service,
  coalesce("event_name", "details.event_name", "details.custom_message", "change") as action,
  lower(coalesce("author_name", "details.author_name")) as user_name,
  coalesce("ip_address", "details.ip_address") as source_ip,
  'success' as outcome,
  coalesce("entity_path", "details.entity_path") as target,
  coalesce("target_details", "details.target_details") as detail
from gitlab_audit
