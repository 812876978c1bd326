/*---
product: onepassword_audit
fact: api_call
examples:
  - records:
      onepassword_audit:
        - {action: suspend, object_type: user, object_uuid: u2, object_details.email: null, actor_uuid: u1, actor_details.email: "Dana@clinic.example", session.ip: 198.51.100.7, time: "2026-03-02T08:01:00Z"}
    facts:
      - {service: 1password, action: suspend user, user_name: dana, source_ip: 198.51.100.7, target: u2, outcome: success}
---*/
select
  record_id,
  time,
  '1password' as service,
  concat_ws(' ', "action", "object_type") as action,
  name_of(coalesce("actor_details.email", "actor_uuid")) as user_name,
  "session.ip" as source_ip,
  'success' as outcome,
  coalesce("object_details.email", "object_uuid") as target
from onepassword_audit
