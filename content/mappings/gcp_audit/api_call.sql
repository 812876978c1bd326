/*---
product: gcp_audit
fact: api_call
examples:
  - records:
      gcp_audit:
        - {protoPayload.serviceName: storage.googleapis.com, protoPayload.methodName: storage.setIamPermissions, protoPayload.authenticationInfo.principalEmail: "Dana@clinic.example", protoPayload.requestMetadata.callerIp: 198.51.100.7, protoPayload.requestMetadata.callerSuppliedUserAgent: gcloud, protoPayload.resourceName: projects/_/buckets/clinic, protoPayload.status.code: null, protoPayload.status.message: null, resource.labels.location: us, time: "2026-03-02T08:01:00Z"}
        - {protoPayload.serviceName: iam.googleapis.com, protoPayload.methodName: CreateServiceAccountKey, protoPayload.status.code: "7", protoPayload.status.message: PERMISSION_DENIED}
    facts:
      - {service: storage, action: storage.setIamPermissions, user_name: dana, source_ip: 198.51.100.7, outcome: success, target: projects/_/buckets/clinic, region: us, user_agent: gcloud}
      - {service: iam, outcome: failure, error: PERMISSION_DENIED}
---*/
select
  record_id,
  time,
  replace("protoPayload.serviceName", '.googleapis.com', '') as service,
  "protoPayload.methodName" as action,
  name_of("protoPayload.authenticationInfo.principalEmail") as user_name,
  "protoPayload.requestMetadata.callerIp" as source_ip,
  case when coalesce("protoPayload.status.code", '0') = '0' then 'success' else 'failure' end as outcome,
  "protoPayload.status.message" as error,
  "protoPayload.resourceName" as target,
  "resource.labels.location" as region,
  "protoPayload.requestMetadata.callerSuppliedUserAgent" as user_agent
from gcp_audit
