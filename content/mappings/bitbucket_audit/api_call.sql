/*---
product: bitbucket_audit
fact: api_call
examples:
  - records:
      bitbucket_audit:
        - {auditType.action: Full data export triggered, auditType.actionI18nKey: null, author.name: Dana, source: 198.51.100.7, affectedObjects: '[{"name":"EHR"}]', changedValues: null, time: "2026-03-02T08:01:00Z"}
        - {auditType.action: User login failed, author.name: dana}
    facts:
      - {service: bitbucket, action: Full data export triggered, user_name: dana, source_ip: 198.51.100.7, target: EHR, outcome: success}
      - {action: User login failed, outcome: failure}
---*/
select
  record_id,
  time,
  'bitbucket' as service,
  coalesce("auditType.action", "auditType.actionI18nKey") as action,
  lower("author.name") as user_name,
  "source" as source_ip,
  case when lower("auditType.action") like '%fail%' then 'failure' else 'success' end as outcome,
  json_text("affectedObjects", '[0].name') as target,
  "changedValues" as detail
from bitbucket_audit
