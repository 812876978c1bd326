/*---
product: github_audit
fact: privilege_change
examples:
  - records:
      github_audit:
        - {action: org.update_member, actor: Dana, user: Temp, permission: admin, old_permission: read, team: null, time: "2026-03-02T08:01:00Z"}
        - {action: team.remove_member, actor: dana, user: temp, team: clinic/admins}
        - {action: repo.create, actor: dana}
    facts:
      - {actor: dana, target: temp, privilege: admin, action: granted}
      - {actor: dana, target: temp, privilege: clinic/admins, action: revoked}
---*/
select
  record_id,
  time,
  lower("actor") as actor,
  lower("user") as target,
  coalesce("permission", "team", 'member') as privilege,
  case when "action" like '%remove%' then 'revoked' else 'granted' end as action
from github_audit
where "action" in ('org.add_member', 'org.update_member', 'org.remove_member', 'org.add_outside_collaborator', 'org.remove_outside_collaborator',
  'team.add_member', 'team.remove_member', 'repo.add_member', 'repo.update_member', 'repo.remove_member', 'business.add_admin', 'business.remove_admin')
