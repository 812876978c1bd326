/*---
product: github_audit
fact: api_call
examples:
  - records:
      github_audit:
        - {action: org.add_outside_collaborator, actor: Dana, actor_ip: 198.51.100.7, repo: clinic/ehr, org: clinic, business: null, user: Temp, user_agent: Mozilla/5.0, time: "2026-03-02T08:01:00Z"}
    facts:
      - {service: github, action: org.add_outside_collaborator, user_name: dana, source_ip: 198.51.100.7, outcome: success, target: clinic/ehr, target_user: temp, user_agent: Mozilla/5.0}
---*/
select
  record_id,
  time,
  'github' as service,
  "action" as action,
  lower("actor") as user_name,
  "actor_ip" as source_ip,
  'success' as outcome,
  coalesce("repo", "org", "business") as target,
  "user_agent" as user_agent,
  lower("user") as target_user
from github_audit
