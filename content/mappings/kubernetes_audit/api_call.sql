/*---
product: kubernetes_audit
fact: api_call
examples:
  - records:
      kubernetes_audit:
        - {verb: create, objectRef.resource: pods, objectRef.subresource: exec, objectRef.namespace: ehr, objectRef.name: db-0, requestURI: /api, user.username: Dana, sourceIPs: '["198.51.100.7"]', responseStatus.code: "101", responseStatus.reason: null, userAgent: kubectl, requestObject: null, time: "2026-03-02T08:01:00Z"}
        - {verb: list, objectRef.resource: secrets, objectRef.subresource: null, user.username: "system:anonymous", responseStatus.code: "403", responseStatus.reason: Forbidden}
    facts:
      - {service: kubernetes, action: create pods/exec, user_name: dana, source_ip: 198.51.100.7, outcome: success, target: ehr/db-0, user_agent: kubectl}
      - {action: list secrets, user_name: "system:anonymous", outcome: failure, error: Forbidden, target: null}
---*/
select
  record_id,
  time,
  'kubernetes' as service,
  concat_ws(' ', "verb", coalesce(concat_ws('/', "objectRef.resource", "objectRef.subresource"), "requestURI")) as action,
  lower("user.username") as user_name,
  json_text("sourceIPs", '[0]') as source_ip,
  case when number("responseStatus.code") >= 400 then 'failure' else 'success' end as outcome,
  case when number("responseStatus.code") >= 400 then coalesce("responseStatus.reason", "responseStatus.code") end as error,
  nullif(concat_ws('/', "objectRef.namespace", "objectRef.name"), '') as target,
  "userAgent" as user_agent,
  "requestObject" as detail
from kubernetes_audit
