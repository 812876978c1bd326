/*---
id: bk.restore_tested_90d
title: Systems restored for practice in the last 90 days
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [restore_test, backup_job, setting]
goal: every important system
why: A backup nobody has ever restored is a hope, not a backup.
fix: Restore one system from the list to a spare machine this week, have the department check it, and write down the hours it took.
fresh_days: 400
examples:
  - restore_test:
      - {system: ehr-db, outcome: success, tested_at: "2026-03-01"}
      - {system: files, outcome: success, tested_at: "2025-06-01"}
    backup_job: [{system: ehr-db}, {system: files}, {system: imaging}]
    answer: {met: 1, counted: 3}
  - backup_job: [{system: ehr-db}]
    answer: no evidence
---*/
with named as (
  select distinct lower(unnest(json_list(value))) as system from setting where name in ('critical_systems', 'critical_system')
),
known as (
  select lower(system) as system from backup_job where system is not null
  union
  select lower(system) as system from restore_test where system is not null
),
important as (
  select system from named
  union
  select system from known where (select count(*) from named) = 0
),
tests as (
  select lower(system) as system, max(record_id) as record_id, max(tested_at) filter (where outcome = 'success') as good_at
  from restore_test where tested_at < $to group by 1
),
judged as (
  select t.record_id, coalesce(t.good_at >= $as_of - interval '90 days', false) as tested
  from important i left join tests t on t.system = i.system
)
select count(*) filter (where tested) as met, case when (select count(*) from restore_test) > 0 then count(*) end as counted,
  (select max(tested_at) from restore_test where tested_at < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not tested) as rows
from judged
