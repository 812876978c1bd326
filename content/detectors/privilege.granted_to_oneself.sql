/*---
id: privilege.granted_to_oneself
title: Somebody gave themselves more rights
threat: T4
severity: high
attack: [T1098]
needs: [privilege_change]
why: Nobody should decide alone what they may do. Intruders and dishonest insiders do just this.
fix: Take the right back, and look at what was done with it. Let two people approve such changes from now on.
examples:
  - note: to oneself, without approval
    facts:
      privilege_change: [{time: "2026-03-02T10:00:00Z", actor: jdoe, target: jdoe, privilege: Domain Admins, action: granted}]
    findings: 1
  - note: by a colleague; approved; a right given back
    facts:
      privilege_change:
        - {time: "2026-03-02T10:00:00Z", actor: kim, target: jdoe, privilege: Domain Admins, action: granted}
        - {time: "2026-03-02T10:00:00Z", actor: jdoe, target: jdoe, privilege: Domain Admins, action: granted, approved: true}
        - {time: "2026-03-02T10:00:00Z", actor: jdoe, target: jdoe, privilege: Domain Admins, action: revoked}
    findings: 0
---*/
select time, record_id as record_ids, name_of(actor) as subject,
  concat(name_of(actor), ' gave themselves the right ', coalesce(privilege, '(not named)')) as sentence
from privilege_change
where action = 'granted' and name_of(actor) = name_of(target) and coalesce(approved, false) = false
  and time is not null and actor not like '%$'
