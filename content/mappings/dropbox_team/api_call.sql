/*---
product: dropbox_team
fact: api_call
examples:
  - records:
      dropbox_team:
        - {event_type._tag: shared_content_add_member, event_type..tag: null, event_type.description: null, event_type: null, actor.user.email: "Dana@clinic.example", actor.admin.email: null, origin.geo_location.ip_address: 198.51.100.7, assets: '[{"display_name":"list.xlsx"}]', context.email: "temp@mail.example", details: null, time: "2026-03-02T08:01:00Z"}
        - {event_type..tag: login_success, actor.user.email: "dana@clinic.example"}
    facts:
      - {service: dropbox, action: shared_content_add_member, user_name: dana, source_ip: 198.51.100.7, target: list.xlsx, target_user: temp@mail.example, outcome: success}
      - {action: login_success}
---*/
select
  record_id,
  time,
  'dropbox' as service,
  coalesce("event_type._tag", "event_type..tag", "event_type.description", "event_type") as action,
  name_of(coalesce("actor.user.email", "actor.admin.email")) as user_name,
  "origin.geo_location.ip_address" as source_ip,
  'success' as outcome,
  json_text("assets", '[0].display_name') as target,
  lower("context.email") as target_user,
  "details" as detail
from dropbox_team
