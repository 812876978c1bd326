/*---
product: intune_audit
fact: api_call
examples:
  - records:
      intune_audit:
        - {activityType: wipe ManagedDevice, displayName: null, activityResult: Success, actor.userPrincipalName: "Dana@clinic.example", actor.ipAddress: 198.51.100.7, resources: '[{"displayName":"AC-PH01"}]', time: "2026-03-02T08:01:00Z"}
        - {operationName: Create MobileApp, identity: "dana@clinic.example", properties.Actor.UPN: null, resultType: Success, properties.TargetDisplayNames: '["tool.exe"]', properties.Targets: "[]"}
    facts:
      - {service: intune, action: wipe ManagedDevice, user_name: dana, source_ip: 198.51.100.7, outcome: success, target: AC-PH01}
      - {action: Create MobileApp, user_name: dana, target: tool.exe}
---*/
select
  record_id,
  time,
  'intune' as service,
  coalesce("activityType", "displayName", "operationName") as action,
  name_of(coalesce("actor.userPrincipalName", "identity", "properties.Actor.UPN")) as user_name,
  "actor.ipAddress" as source_ip,
  case when lower(coalesce("activityResult", "resultType")) in ('failure', 'fail', 'timeout') then 'failure' else 'success' end as outcome,
  coalesce(json_text("resources", '[0].displayName'), json_text("properties.TargetDisplayNames", '[0]')) as target,
  coalesce("resources", "properties.Targets") as detail
from intune_audit
