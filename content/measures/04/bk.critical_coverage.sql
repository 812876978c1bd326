/*---
id: bk.critical_coverage
title: Important systems with a fresh backup
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, backup_job, setting]
goal: every important system, inside the time you can afford to lose
why: What is not in the backup is gone after the first bad day.
fix: Add the missing systems to the backup plan today, and find out why the last job of the others failed.
fresh_days: 31
examples:
  - backup_job:
      - {system: ehr-db, outcome: success, finished_at: "2026-03-30T02:00:00Z"}
      - {system: files, outcome: failure, finished_at: "2026-03-30T02:00:00Z"}
      - {system: files, outcome: success, finished_at: "2026-03-20T02:00:00Z"}
    asset: [{host_name: imaging, kind: server, status: in_use}]
    answer: {met: 1, counted: 3}
  - backup_job: [{system: ehr-db, outcome: success, finished_at: "2026-03-30T02:00:00Z"}, {system: toy, outcome: failure, finished_at: "2026-03-30T02:00:00Z"}]
    setting: [{name: critical_systems, value: EHR-DB}, {name: critical_systems, value: pacs}, {name: recovery_point_hours, value: "24"}]
    answer: {met: 1, counted: 2}
  - asset: [{host_name: imaging, kind: server, status: in_use}]
    answer: no evidence
---*/
with named as (
  select distinct lower(unnest(json_list(value))) as system from setting where name in ('critical_systems', 'critical_system')
),
inferred as (
  -- without a list of critical systems: every server anyone knows of, and whatever was ever backed up
  select host_name as system from asset
  where kind = 'server' and host_name is not null and coalesce(status, 'in_use') = 'in_use'
  union
  select lower(system) as system from backup_job where system is not null
),
important as (
  select system from named
  union
  select system from inferred where (select count(*) from named) = 0
),
allowed as (
  select coalesce(max(number(value)), 26.0) * 3600.0 as seconds from setting where name = 'recovery_point_hours'
),
last as (
  select lower(system) as system, max(finished_at) filter (where outcome in ('success', 'warning')) as good_at, max(record_id) as record_id
  from backup_job where finished_at < $to group by 1
),
judged as (
  select l.record_id, l.good_at,
    coalesce(date_part('epoch', $as_of) - date_part('epoch', l.good_at) <= a.seconds, false) as fresh
  from important i cross join allowed a left join last l on l.system = i.system
)
select count(*) filter (where fresh) as met, case when (select count(*) from backup_job) > 0 then count(*) end as counted,
  (select max(finished_at) from backup_job where finished_at < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not fresh) as rows
from judged
