/*---
id: bk.immutable_copy
title: Systems with a copy nobody can change or erase
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [backup_job, setting]
goal: every important system
why: Ransomware looks for the backups first. A copy that cannot be erased is the way back.
fix: Turn on immutable storage for the systems listed here, or rotate a disk that is unplugged except while it copies.
fresh_days: 31
examples:
  - backup_job:
      - {system: ehr-db, outcome: success, immutable: true, finished_at: "2026-03-30T02:00:00Z"}
      - {system: files, outcome: success, immutable: false, finished_at: "2026-03-30T02:00:00Z"}
    answer: {met: 1, counted: 2}
  - backup_job: [{system: ehr-db, outcome: success, finished_at: "2026-03-30T02:00:00Z"}]
    answer: no evidence
---*/
with named as (
  select distinct lower(unnest(json_list(value))) as system from setting where name in ('critical_systems', 'critical_system')
),
copies as (
  select lower(system) as system, max(record_id) as record_id, max(finished_at) as finished_at,
    bool_or(immutable) filter (where outcome in ('success', 'warning') and finished_at >= $as_of - interval '31 days') as safe,
    count(immutable) as known
  from backup_job where system is not null and finished_at < $to group by 1
),
important as (
  select system from named
  union
  select system from copies where (select count(*) from named) = 0
),
judged as (
  select c.record_id, coalesce(c.safe, false) as safe from important i left join copies c on c.system = i.system
)
select count(*) filter (where safe) as met,
  case when (select sum(known) from copies) > 0 then count(*) end as counted, (select max(finished_at) from copies) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not safe) as rows
from judged
