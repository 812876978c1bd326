/*---
id: iam.grants_approved
title: New rights that a second person approved
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [privilege_change]
goal: 98 %
why: Rights that anyone in IT can hand out alone are rights an intruder can hand out too.
fix: Let nobody grant rights without a request approved by the person's manager, and find the approvals for the grants listed here.
fresh_days: 365
examples:
  - privilege_change:
      - {time: "2026-03-10T08:00:00Z", actor: dana, target: jkim, action: granted, approved: true}
      - {time: "2026-03-11T08:00:00Z", actor: dana, target: temp, action: granted, approved: false}
      - {time: "2026-03-12T08:00:00Z", actor: dana, target: temp, action: revoked}
    answer: {met: 1, counted: 2}
  - privilege_change: [{time: "2026-03-11T08:00:00Z", actor: dana, target: temp, action: granted}]
    answer: no evidence
---*/
with grants as (
  select record_id, time, approved from privilege_change
  where action = 'granted' and approved is not null and time >= $from and time < $to
)
select count(*) filter (where approved) as met, count(*) as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not approved) as rows
from grants
