/*---
product: onelogin_events
fact: api_call
examples:
  - records:
      onelogin_events:
        - {event_type_id: "72", actor_user_name: Dana, user_name: Temp, ipaddr: 198.51.100.7, app_name: null, notes: null, time: "2026-03-02T08:01:00Z"}
        - {event_type_id: "5", user_name: temp}
    facts:
      - {service: onelogin, action: "72", user_name: dana, target_user: temp, source_ip: 198.51.100.7, outcome: success}
---*/
select
  record_id,
  time,
  'onelogin' as service,
  "event_type_id" as action,
  name_of(coalesce("actor_user_name", "user_name")) as user_name,
  "ipaddr" as source_ip,
  'success' as outcome,
  "app_name" as target,
  "notes" as detail,
  lower("user_name") as target_user
from onelogin_events
where "event_type_id" not in ('5', '6', '8')
