/*---
product: entra_audit
fact: api_call
examples:
  - records:
      entra_audit:
        - {activityDateTime: "2026-03-02T08:01:00Z", activityDisplayName: Add member to role, loggedByService: Core Directory, result: success, resultReason: "", initiatedBy.user.userPrincipalName: "Dana.Admin@clinic.example", initiatedBy.user.ipAddress: 198.51.100.7, initiatedBy.app.displayName: null, targetResources: '[{"displayName":null,"userPrincipalName":"Temp@clinic.example","type":"User"}]'}
        - {activityDateTime: "2026-03-02T08:02:00Z", activityDisplayName: Update application, loggedByService: Core Directory, result: failure, resultReason: not allowed, initiatedBy.app.displayName: Sync, targetResources: '[{"displayName":"Billing app","type":"Application"}]'}
    facts:
      - {service: Core Directory, action: Add member to role, user_name: dana.admin, source_ip: 198.51.100.7, outcome: success, target: Temp@clinic.example, target_user: temp@clinic.example, time: "2026-03-02T08:01:00Z"}
      - {action: Update application, user_name: sync, outcome: failure, error: not allowed, target: Billing app, target_user: null}
  - records: # the same log as Azure Monitor writes it
      entra_audit:
        - {operationName: Add user, callerIpAddress: 198.51.100.9, resultSignature: null, properties.activityDateTime: "2026-03-02T10:00:00Z", properties.activityDisplayName: null, properties.loggedByService: Core Directory, properties.result: success, properties.resultReason: null, properties.initiatedBy.user.userPrincipalName: "jkim@clinic.example", properties.initiatedBy.user.ipAddress: null, properties.initiatedBy.app.displayName: null, properties.targetResources: '[{"userPrincipalName":"new@clinic.example"}]'}
    facts:
      - {action: Add user, user_name: jkim, source_ip: 198.51.100.9, outcome: success, target_user: new@clinic.example, time: "2026-03-02T10:00:00Z"}
---*/
with events as (
  select
    record_id,
    coalesce(time, read_time(coalesce("activityDateTime", "properties.activityDateTime"))) as time,
    coalesce("activityDisplayName", "properties.activityDisplayName", "operationName") as action,
    coalesce("loggedByService", "properties.loggedByService") as service,
    coalesce("initiatedBy.user.userPrincipalName", "properties.initiatedBy.user.userPrincipalName") as upn,
    coalesce("initiatedBy.app.displayName", "properties.initiatedBy.app.displayName") as app,
    coalesce("initiatedBy.user.ipAddress", "properties.initiatedBy.user.ipAddress", "callerIpAddress") as source_ip,
    coalesce("result", "properties.result", "resultSignature") as result,
    nullif(coalesce("resultReason", "properties.resultReason"), '') as reason,
    coalesce("targetResources", "properties.targetResources") as targets
  from entra_audit
)
select
  record_id,
  time,
  service,
  action,
  coalesce(name_of(upn), lower(app)) as user_name,
  source_ip,
  case when lower(result) in ('failure', 'timeout') then 'failure' else 'success' end as outcome,
  case when lower(result) in ('failure', 'timeout') then coalesce(reason, result) end as error,
  coalesce(json_text(targets, '[0].displayName'), json_text(targets, '[0].userPrincipalName')) as target,
  targets as detail,
  lower(json_text(targets, '[0].userPrincipalName')) as target_user
from events
