/*---
product: entra_audit
fact: privilege_change
examples:
  - records:
      entra_audit:
        - {activityDisplayName: Add member to role, result: success, initiatedBy.user.userPrincipalName: "Dana.Admin@clinic.example", initiatedBy.app.displayName: null, targetResources: '[{"userPrincipalName":"Temp@clinic.example","modifiedProperties":[{"displayName":"Role.ObjectID","newValue":"\"1\""},{"displayName":"Role.DisplayName","newValue":"\"Global Administrator\""}]}]', time: "2026-03-02T08:01:00Z"}
        - {activityDisplayName: Remove member from role, result: success, initiatedBy.app.displayName: PIM, targetResources: '[{"userPrincipalName":"temp@clinic.example","modifiedProperties":[{"displayName":"Role.DisplayName","oldValue":"\"Global Administrator\"","newValue":null}]}]'}
        - {activityDisplayName: Update user, result: success}
    facts:
      - {actor: dana.admin, target: temp, privilege: Global Administrator, action: granted}
      - {actor: pim, target: temp, privilege: Global Administrator, action: revoked}
  - records: # the same log as Azure Monitor writes it
      entra_audit:
        - {operationName: Add member to role., properties.activityDisplayName: null, properties.result: success, properties.initiatedBy.user.userPrincipalName: "jkim@clinic.example", properties.initiatedBy.app.displayName: null, properties.targetResources: '[{"type":"Role","displayName":"Application Administrator"},{"type":"User","userPrincipalName":"new@clinic.example"}]'}
    facts:
      - {actor: jkim, target: new, privilege: Application Administrator, action: granted}
---*/
with events as (
  select
    record_id,
    time,
    lower(coalesce("activityDisplayName", "properties.activityDisplayName", "operationName")) as action,
    coalesce("result", "properties.result") as result,
    coalesce("initiatedBy.user.userPrincipalName", "properties.initiatedBy.user.userPrincipalName") as upn,
    coalesce("initiatedBy.app.displayName", "properties.initiatedBy.app.displayName") as app,
    coalesce("targetResources", "properties.targetResources") as targets
  from entra_audit
)
select
  record_id,
  time,
  coalesce(name_of(upn), lower(app)) as actor,
  name_of(coalesce(
    json_text(targets, '[0].userPrincipalName'),
    json_text(targets, '[1].userPrincipalName'),
    json_find(targets, 'type', 'User', 'displayName'),
    json_text(targets, '[0].displayName'))) as target,
  coalesce(
    replace(coalesce(
      json_find(json_text(targets, '[0].modifiedProperties'), 'displayName', 'Role.DisplayName', 'newValue'),
      json_find(json_text(targets, '[0].modifiedProperties'), 'displayName', 'Role.DisplayName', 'oldValue')), '"', ''),
    json_find(targets, 'type', 'Role', 'displayName'),
    'role') as privilege,
  case when action like 'remove%' then 'revoked' else 'granted' end as action
from events
where lower(result) = 'success'
  and (action like 'add%member to role%' or action like 'remove%member from role%' or action like 'add app role assignment%')
