/*---
id: bk.media_encrypted
title: Backups that are encrypted
practice: "4"
applies_to: [small, medium, large]
unit: ratio
needs: [backup_job]
goal: all
why: A stolen backup disk holds everything, with none of the locks of the system it came from.
fix: Turn on encryption in the backup program for the systems listed here, and keep the key away from the backup itself.
fresh_days: 31
examples:
  - backup_job:
      - {system: ehr-db, encrypted: true, finished_at: "2026-03-30T02:00:00Z"}
      - {system: files, encrypted: false, finished_at: "2026-03-30T02:00:00Z"}
    answer: {met: 1, counted: 2}
  - backup_job: [{system: ehr-db, finished_at: "2026-03-30T02:00:00Z"}]
    answer: no evidence
---*/
with copies as (
  select lower(system) as system, max(record_id) as record_id, max(finished_at) as finished_at, bool_and(encrypted) as encrypted
  from backup_job
  where encrypted is not null and finished_at >= $as_of - interval '31 days' and finished_at < $to
  group by 1
)
select count(*) filter (where encrypted) as met, count(*) as counted, max(finished_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not encrypted) as rows
from copies
