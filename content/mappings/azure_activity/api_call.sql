/*---
product: azure_activity
fact: api_call
examples:
  - records:
      azure_activity:
        - {operationName: MICROSOFT.COMPUTE/DISKS/DELETE, operationName.value: null, caller: null, callerIpAddress: 198.51.100.7, resultType: Success, resultSignature: "", status.value: null, resourceId: /subscriptions/1/disks/a, location: eastus, "identity.claims.http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": "JKim@clinic.example", time: "2026-03-02T08:01:00Z"}
        - {operationName.value: Microsoft.Storage/storageAccounts/write, caller: "dana@clinic.example", status.value: Failed, resourceId: /subscriptions/1/storageAccounts/b}
    facts:
      - {service: azure, action: MICROSOFT.COMPUTE/DISKS/DELETE, user_name: jkim, source_ip: 198.51.100.7, outcome: success, target: /subscriptions/1/disks/a, region: eastus}
      - {action: Microsoft.Storage/storageAccounts/write, user_name: dana, outcome: failure, error: Failed}
---*/
select
  record_id,
  time,
  'azure' as service,
  coalesce("operationName", "operationName.value") as action,
  name_of(coalesce("caller", "identity.claims.http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn")) as user_name,
  "callerIpAddress" as source_ip,
  case when lower(coalesce("resultType", "status.value")) like 'fail%' then 'failure' else 'success' end as outcome,
  case when lower(coalesce("resultType", "status.value")) like 'fail%' then coalesce(nullif("resultSignature", ''), "status.value", "resultType") end as error,
  "resourceId" as target,
  "location" as region
from azure_activity
