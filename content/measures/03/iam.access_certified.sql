/*---
id: iam.access_certified
title: Rights that a manager looked at in time
practice: "3"
applies_to: [large]
unit: ratio
needs: [privilege_change, account]
goal: 95 % within a year, those of administrators within 90 days
why: Rights pile up with every year and every change of job. Only somebody who knows the work can say which are still needed.
fix: Send the rights listed here to the managers of the people who hold them, and take away at once what they refuse.
fresh_days: 400
examples:
  - account: [{user_name: dana, privileged: true}, {user_name: jkim, privileged: false}]
    privilege_change:
      - {action: held, target: jkim, privilege: Billing, application: EHR, kept: true, reviewer: boss, reviewed_at: "2025-09-01T00:00:00Z"}
      - {action: held, target: jkim, privilege: Reports, application: EHR} # nobody has decided
      - {action: held, target: jkim, privilege: Chart, application: EHR, kept: true, reviewer: jkim, reviewed_at: "2026-03-01T00:00:00Z"} # by themselves
      - {action: held, target: jkim, privilege: Lab, application: EHR, kept: false, removed: true, reviewer: boss, reviewed_at: "2026-03-01T00:00:00Z"}
      - {action: held, target: jkim, privilege: Pharmacy, application: EHR, kept: false, removed: false, reviewer: boss, reviewed_at: "2026-03-01T00:00:00Z"}
      - {action: held, target: dana, privilege: Domain Admins, administrative: true, kept: true, reviewer: boss, reviewed_at: "2025-09-01T00:00:00Z"} # too long ago for this one
      - {action: held, target: jkim, privilege: Old, kept: true, reviewer: boss, reviewed_at: "2024-09-01T00:00:00Z"}
      - {action: granted, target: jkim, privilege: Mail, approved: true, time: "2026-03-01T00:00:00Z"} # no line of a list
    answer: {met: 2, counted: 7}
  - account: [{user_name: dana, privileged: true}]
    privilege_change: # unknown: whether it is an administrator's; whether it was taken away; when it was looked at
      - {action: held, target: dana, privilege: Files, kept: true, reviewer: boss, reviewed_at: "2025-09-01T00:00:00Z"}
      - {action: held, target: dana, privilege: Wiki, kept: false, reviewer: boss, reviewed_at: "2026-03-01T00:00:00Z"}
      - {action: held, target: dana, privilege: Lab, kept: true, reviewer: boss}
      - {action: held, target: dana, privilege: Mail, kept: true, reviewer: boss, reviewed_at: "2026-03-01T00:00:00Z"}
    answer: {met: 1, counted: 1}
  - privilege_change: # refused, and the directory's own log shows that it was taken away
      - {action: held, target: jkim, privilege: Billing, kept: false, reviewer: boss, reviewed_at: "2026-03-01T00:00:00Z"}
      - {action: revoked, target: jkim, privilege: billing, time: "2026-03-03T00:00:00Z"}
    answer: {met: 1, counted: 1}
  - privilege_change: # a list without any decision is no review
      - {action: held, target: jkim, privilege: Billing, came_by: role}
    answer: no evidence
---*/
with taken as (
  select lower(target) as who, lower(privilege) as privilege, max(time) as at from privilege_change
  where action = 'revoked' and privilege is not null and time < $to group by 1, 2
),
admins as (
  select user_name, bool_or(privileged) as privileged from account where user_name is not null group by user_name
),
line as (
  select lower(h.target) as who, lower(h.privilege) as privilege, lower(coalesce(h.application, '')) as application, h.record_id, h.kept,
    h.reviewed_at, h.reviewer, coalesce(h.removed, t.at >= h.reviewed_at) as removed,
    -- who has no administrator's rights at all holds none here
    coalesce(h.administrative, case when a.privileged = false then false end) as administrative
  from privilege_change h
  left join taken t on t.who = lower(h.target) and t.privilege = lower(h.privilege)
  left join admins a on a.user_name = lower(h.target)
  where h.action = 'held' and h.target is not null and h.privilege is not null and h.conflict is null and h.moved_at is null
    and (h.reviewed_at is null or h.reviewed_at < $to)
),
looked as (
  select *,
    case
      when kept is null then false
      when reviewer = who then false
      when reviewed_at is null then null
      when reviewed_at < $as_of - interval '365 days' then false
      when reviewed_at >= $as_of - interval '90 days' or administrative = false then case when kept then true else removed end
      when administrative then false
    end as certified
  from line
),
judged as (
  -- a right that stands in several reviews was looked at when one of them did so
  select who, privilege, application, max(record_id) as record_id, max(reviewed_at) as reviewed_at,
    case when bool_or(certified) then true when count(*) = count(certified) then false end as certified
  from looked group by who, privilege, application
)
select count(*) filter (where certified) as met,
  case when (select count(kept) from line) > 0 then count(certified) end as counted, max(reviewed_at) as newest,
  array_to_string(array_slice(array_agg(record_id order by record_id) filter (where certified = false), 1, 20), ' ') as rows
from judged
