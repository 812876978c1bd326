/*---
product: google_workspace
fact: privilege_change
examples:
  - records:
      google_workspace:
        - {id.applicationName: admin, actor.email: "Dana@clinic.example", events: '[{"name":"ASSIGN_ROLE","parameters":[{"name":"ROLE_NAME","value":"_SEED_ADMIN_ROLE"},{"name":"USER_EMAIL","value":"Temp@clinic.example"}]},{"name":"CHANGE_PASSWORD"}]', time: "2026-03-02T08:01:00Z"}
        - {id.applicationName: admin, actor.email: "dana@clinic.example", events: '[{"name":"REVOKE_ADMIN_PRIVILEGE","parameters":[{"name":"USER_EMAIL","value":"temp@clinic.example"}]}]'}
        - {id.applicationName: drive, events: '[{"name":"view"}]'}
    facts:
      - {actor: dana, target: temp, privilege: _SEED_ADMIN_ROLE, action: granted}
      - {actor: dana, target: temp, privilege: administrator, action: revoked}
---*/
select
  record_id,
  time,
  name_of("actor.email") as actor,
  name_of(json_find(json_text(one, 'parameters'), 'name', 'USER_EMAIL', 'value')) as target,
  coalesce(json_find(json_text(one, 'parameters'), 'name', 'ROLE_NAME', 'value'), 'administrator') as privilege,
  case when json_text(one, 'name') in ('UNASSIGN_ROLE', 'REVOKE_ADMIN_PRIVILEGE') then 'revoked' else 'granted' end as action
from (select *, unnest(json_list("events")) as one from google_workspace where "id.applicationName" = 'admin') as events
where json_text(one, 'name') in ('ASSIGN_ROLE', 'UNASSIGN_ROLE', 'GRANT_ADMIN_PRIVILEGE', 'GRANT_DELEGATED_ADMIN_PRIVILEGES', 'REVOKE_ADMIN_PRIVILEGE')
