/*---
product: okta_system
fact: privilege_change
examples:
  - records:
      okta_system:
        - {eventType: user.account.privilege.grant, actor.alternateId: "dana.admin@clinic.example", outcome.result: SUCCESS, target: '[{"type":"User","alternateId":"Temp@clinic.example"},{"type":"ROLE","displayName":"Super Organization Administrator"}]', debugContext.debugData.privilegeGranted: Super administrator, time: "2026-03-02T08:01:00Z"}
        - {eventType: group.user_membership.remove, actor.alternateId: "dana.admin@clinic.example", outcome.result: SUCCESS, target: '[{"type":"User","alternateId":"temp@clinic.example"},{"type":"UserGroup","displayName":"Admins"}]', debugContext.debugData.privilegeGranted: null}
        - {eventType: user.account.privilege.grant, outcome.result: FAILURE}
    facts:
      - {actor: dana.admin, target: temp, privilege: Super administrator, action: granted}
      - {actor: dana.admin, target: temp, privilege: Admins, action: revoked}
---*/
select
  record_id,
  time,
  name_of("actor.alternateId") as actor,
  name_of(json_find("target", 'type', 'User', 'alternateId')) as target,
  coalesce("debugContext.debugData.privilegeGranted", json_find("target", 'type', 'ROLE', 'displayName'), json_find("target", 'type', 'UserGroup', 'displayName')) as privilege,
  case when "eventType" in ('user.account.privilege.revoke', 'group.user_membership.remove') then 'revoked' else 'granted' end as action
from okta_system
where "outcome.result" = 'SUCCESS'
  and "eventType" in ('user.account.privilege.grant', 'user.account.privilege.revoke', 'group.user_membership.add', 'group.user_membership.remove')
