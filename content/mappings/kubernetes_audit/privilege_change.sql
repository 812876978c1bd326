/*---
product: kubernetes_audit
fact: privilege_change
examples:
  - records:
      kubernetes_audit:
        - {verb: create, objectRef.resource: clusterrolebindings, objectRef.name: give, user.username: Dana, requestObject.roleRef.name: cluster-admin, requestObject.subjects: '[{"kind":"User","name":"Temp"}]', responseStatus.code: "201", time: "2026-03-02T08:01:00Z"}
        - {verb: delete, objectRef.resource: rolebindings, objectRef.name: give, user.username: dana, responseStatus.code: "200"}
        - {verb: create, objectRef.resource: clusterrolebindings, responseStatus.code: "403"}
        - {verb: get, objectRef.resource: rolebindings, responseStatus.code: "200"}
    facts:
      - {actor: dana, target: temp, privilege: cluster-admin, action: granted}
      - {actor: dana, target: null, privilege: give, action: revoked}
---*/
select
  record_id,
  time,
  lower("user.username") as actor,
  lower(json_text("requestObject.subjects", '[0].name')) as target,
  coalesce("requestObject.roleRef.name", "objectRef.name") as privilege,
  case "verb" when 'delete' then 'revoked' else 'granted' end as action
from kubernetes_audit
where "objectRef.resource" in ('rolebindings', 'clusterrolebindings')
  and "verb" in ('create', 'patch', 'update', 'delete')
  and number("responseStatus.code") < 400
