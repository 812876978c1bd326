/*---
id: iam.sod_conflicts
title: People with two rights that should not be in one hand
practice: "3"
applies_to: [large]
unit: count
needs: [privilege_change, setting]
goal: none without a written reason
why: Who can both enter a vendor and pay the bill needs nobody's help to steal, and neither does whoever takes their account.
fix: For each person listed here, take one of the two rights away, or write down who checks on them and until when.
fresh_days: 184
examples:
  - privilege_change: # a report of clashes
      - {action: held, target: jkim, conflict: Create and pay vendors, mitigated: false}
      - {action: held, target: jkim, conflict: Order and receive, mitigated: false} # one person
      - {action: held, target: mreyes, conflict: Create and pay vendors, mitigated: true}
      - {action: held, target: abello, conflict: Create and pay vendors, mitigated: true, mitigated_until: "2026-01-31T00:00:00Z"} # no longer
      - {action: held, target: tcole, conflict: Create and pay vendors, mitigated: false, removed: true}
    answer: {value: 2}
  - privilege_change: # the organisation's own rule, held against a list of rights
      - {action: held, target: jkim, privilege: Enter vendors}
      - {action: held, target: jkim, privilege: PAY BILLS}
      - {action: held, target: mreyes, privilege: Enter vendors}
      - {action: held, target: abello, privilege: Pay bills}
      - {action: held, target: abello, privilege: Enter vendors, kept: false, removed: true}
    setting: [{name: conflicting_rights, value: Enter vendors + Pay bills}]
    answer: {value: 1}
  - privilege_change: [{action: held, target: mreyes, privilege: Enter vendors}, {action: held, target: jkim, privilege: Pay bills}]
    setting: [{name: conflicting_rights, value: Enter vendors + Pay bills}]
    answer: {value: 0}
  - privilege_change: # a rule about rights that stand in no list was held against nothing
      - {action: held, target: mreyes, privilege: Mail}
    setting: [{name: conflicting_rights, value: Enter vendors + Pay bills}]
    answer: no evidence
  - privilege_change: [{action: held, target: jkim, privilege: Enter vendors}, {action: held, target: jkim, privilege: Pay bills}] # nobody said what clashes
    answer: no evidence
---*/
with rule as (
  select distinct trim(split_part(lower(value), '+', 1)) as one, trim(split_part(lower(value), '+', 2)) as other
  from setting where name in ('conflicting_rights', 'conflicting_right') and value like '%+%'
),
held as (
  select lower(target) as who, trim(lower(privilege)) as privilege, max(record_id) as record_id from privilege_change
  where action = 'held' and target is not null and privilege is not null and conflict is null and moved_at is null and not coalesce(removed, false)
  group by 1, 2
),
reported as (
  select lower(target) as who, record_id, coalesce(removed, false) as removed, coalesce(mitigated, false)
    and coalesce(mitigated_until >= $as_of, true) as mitigated
  from privilege_change where action = 'held' and conflict is not null and target is not null
),
-- rules of which both rights stand in the list; only those were looked at
known as (
  select r.one, r.other from rule r
  where r.one in (select privilege from held) and r.other in (select privilege from held)
),
clash as (
  select who, record_id from reported where not removed and not mitigated
  union all
  select a.who, a.record_id from known k join held a on a.privilege = k.one join held b on b.privilege = k.other and b.who = a.who
  -- where the same person's clash was reported, the report knows whether it was mitigated
  where a.who not in (select who from reported)
),
person as (
  select who, max(record_id) as record_id from clash group by who
)
select case when (select count(*) from reported) + (select count(*) from known) > 0 then count(*) end as value,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from person order by who, record_id limit 20) as first_people) as rows
from person
