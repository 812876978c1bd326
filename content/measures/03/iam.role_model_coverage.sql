/*---
id: iam.role_model_coverage
title: People whose rights all come from their job
practice: "3"
applies_to: [large]
unit: ratio
needs: [privilege_change, account]
goal: 90 % of people with an account
why: A right that comes with the job goes with the job. One given by hand stays until somebody remembers it.
fix: For the rights listed here, find the job they belong to and put them into its role; take away what belongs to none.
fresh_days: 184
examples:
  - account:
      - {user_name: jkim, enabled: true, kind: person}
      - {user_name: mreyes, enabled: true, kind: person}
      - {user_name: abello, enabled: true, kind: person}
      - {user_name: tcole, enabled: true, kind: person} # in the directory, on no list of rights
      - {user_name: gone, enabled: false, kind: person}
      - {user_name: svc-a, enabled: true, kind: service}
    privilege_change:
      - {action: held, target: jkim, privilege: Billing, came_by: role}
      - {action: held, target: jkim, privilege: Wiki, came_by: rule}
      - {action: held, target: mreyes, privilege: Billing, came_by: role}
      - {action: held, target: mreyes, privilege: Lab, came_by: direct} # one by hand is enough
      - {action: held, target: abello, privilege: Mail, came_by: role}
      - {action: held, target: abello, privilege: Files} # nobody says how
      - {action: held, target: svc-a, privilege: Files, came_by: direct} # a program
      - {action: granted, target: jkim, privilege: Lab, time: "2026-03-01T00:00:00Z"}
    answer: {met: 1, counted: 3}
  - account: [{user_name: mreyes, enabled: true, kind: person, identity_id: "person_id:1"}]
    privilege_change: [{action: held, target: e-104, privilege: Billing, came_by: role}]
    identity: # the list has the number, the directory the account
      - {kind: person, identity_id: "person_id:1", key: person_id, value: E-104}
    answer: {met: 1, counted: 1}
  - account: # a list of one application says nothing of the others
      - {user_name: jkim, enabled: true, kind: person}
      - {user_name: mreyes, enabled: true, kind: person}
      - {user_name: abello, enabled: true, kind: person}
    privilege_change: [{action: held, target: jkim, privilege: Billing, came_by: role}]
    answer: no evidence
  - account: [{user_name: jkim, enabled: true, kind: person}]
    privilege_change: [{action: held, target: jkim, privilege: Billing}]
    answer: no evidence
---*/
with names as (
  select lower(value) as value, max(identity_id) as identity_id from identity
  where kind = 'person' and key in ('email', 'user_name', 'person_id', 'name') and not coalesce(ambiguous, false)
  group by 1
),
used as (
  select coalesce(identity_id, user_name) as who, max(record_id) as record_id,
    bool_and(coalesce(kind, 'person') in ('person', 'external')) as person, bool_or(coalesce(enabled, true)) as enabled
  from account where user_name is not null and user_name not in ('krbtgt', 'guest')
  group by 1
),
held as (
  select coalesce(n.identity_id, lower(p.target)) as who, p.record_id, p.came_by from privilege_change p
  left join names n on n.value = lower(p.target)
  where p.action = 'held' and p.target is not null and p.conflict is null and p.moved_at is null and not coalesce(p.removed, false)
),
holder as (
  select who, count(came_by) as told, max(record_id) as any_record, max(record_id) filter (where came_by = 'direct') as record_id,
    case when bool_or(came_by = 'direct') then false when count(*) = count(came_by) then true end as by_job
  from held group by who
),
judged as (
  -- whom the directory knows and no list of rights names is in no role
  select coalesce(h.record_id, h.any_record, u.record_id) as record_id, h.who is not null as listed, u.who is not null as known, h.told,
    case when h.who is null then false else h.by_job end as by_job
  from used u full join holder h on h.who = u.who
  where coalesce(u.person and u.enabled, true)
)
-- where the list leaves out more than half of the accounts, it is not that of the organisation
select count(*) filter (where by_job) as met,
  case when sum(told) > 0 and count(*) filter (where known) > 0 and count(*) filter (where known and listed) * 2 >= count(*) filter (where known)
    then count(by_job) end as counted,
  array_to_string(array_slice(array_agg(record_id order by record_id) filter (where by_job = false), 1, 20), ' ') as rows
from judged
