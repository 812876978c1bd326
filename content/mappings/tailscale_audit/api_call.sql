/*---
product: tailscale_audit
fact: api_call
examples:
  - records:
      tailscale_audit:
        - {action: DISABLE, target.type: TAILNET, target.property: HTTPS, target.name: clinic.example, actor.loginName: "Dana@clinic.example", error: null, event.action: null, event.target.type: null, event.target.property: null, event.target.name: null, event.actor.loginName: null, event.error: null, time: "2026-03-02T08:01:00Z"}
        - {event.action: CREATE, event.target.type: NODE, event.actor.loginName: dana}
    facts:
      - {service: tailscale, action: DISABLE TAILNET HTTPS, user_name: dana, target: clinic.example, outcome: success}
      - {action: CREATE NODE, user_name: dana}
---*/
select
  record_id,
  time,
  'tailscale' as service,
  concat_ws(' ', coalesce("action", "event.action"), coalesce("target.type", "event.target.type"), coalesce("target.property", "event.target.property")) as action,
  name_of(coalesce("actor.loginName", "event.actor.loginName")) as user_name,
  case when coalesce("error", "event.error") is null then 'success' else 'failure' end as outcome,
  coalesce("error", "event.error") as error,
  coalesce("target.name", "event.target.name") as target
from tailscale_audit
