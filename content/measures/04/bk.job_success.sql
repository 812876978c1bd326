/*---
id: bk.job_success
title: Backup jobs of the last week that worked
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [backup_job]
goal: 98 %
why: A job that fails quietly is noticed on the day it is needed.
fix: Open the log of each failed job listed here, mend the cause, and let failures send a message to a person.
fresh_days: 31
examples:
  - backup_job:
      - {system: ehr-db, outcome: success, finished_at: "2026-03-30T02:00:00Z"}
      - {system: files, outcome: failure, finished_at: "2026-03-30T02:00:00Z"}
      - {system: files, outcome: success, finished_at: "2026-01-30T02:00:00Z"}
    answer: {met: 1, counted: 2}
  - backup_job: [{system: ehr-db, outcome: success, finished_at: "2026-01-30T02:00:00Z"}]
    answer: no evidence
---*/
with jobs as (
  select record_id, coalesce(finished_at, started_at) as at, outcome in ('success', 'warning') as worked
  from backup_job
  where outcome is not null and coalesce(finished_at, started_at) >= $as_of - interval '7 days' and coalesce(finished_at, started_at) < $to
)
select count(*) filter (where worked) as met, count(*) as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not worked) as rows
from jobs
