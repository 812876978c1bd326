/*---
id: backup.keeps_failing
title: Backup has failed three times in a row
threat: T2
severity: medium
attack: [T1490]
needs: [backup_job]
why: Nobody notices a missing backup until it is needed. An attacker who works on the backups first looks just like this.
fix: Find out why the job fails, run it by hand today, and check that the last good copy opens.
examples:
  - note: three failures after the last success
    facts:
      backup_job:
        - {started_at: "2026-03-01T05:00:00Z", system: srv01, outcome: success}
        - {started_at: "2026-03-02T05:00:00Z", system: srv01, outcome: failure}
        - {started_at: "2026-03-03T05:00:00Z", system: srv01, outcome: failure}
        - {started_at: "2026-03-04T05:00:00Z", system: srv01, outcome: failure}
    findings: 1
  - note: two failures and then a success; a warning still makes a copy; three old failures that were repaired
    facts:
      backup_job:
        - {started_at: "2026-03-02T05:00:00Z", system: srv01, outcome: failure}
        - {started_at: "2026-03-03T05:00:00Z", system: srv01, outcome: failure}
        - {started_at: "2026-03-04T05:00:00Z", system: srv01, outcome: success}
        - {started_at: "2026-03-02T05:00:00Z", system: srv02, outcome: failure}
        - {started_at: "2026-03-03T05:00:00Z", system: srv02, outcome: failure}
        - {started_at: "2026-03-04T05:00:00Z", system: srv02, outcome: warning}
        - {started_at: "2026-03-01T05:00:00Z", system: srv03, outcome: failure}
        - {started_at: "2026-03-02T05:00:00Z", system: srv03, outcome: failure}
        - {started_at: "2026-03-03T05:00:00Z", system: srv03, outcome: failure}
        - {started_at: "2026-03-04T05:00:00Z", system: srv03, outcome: success}
    findings: 0
---*/
with job as (
  select record_id, system, outcome, coalesce(started_at, finished_at, time) as at
  from backup_job
  where system is not null and coalesce(started_at, finished_at, time) < $to
),
last_good as (
  select system, max(at) filter (where outcome in ('success', 'warning')) as good_at from job group by system
),
failed as (
  select j.system, j.at, j.record_id, g.good_at
  from job j join last_good g on g.system = j.system
  where j.outcome = 'failure' and (g.good_at is null or j.at > g.good_at)
)
select max(at) as time,
  array_to_string(array_slice(array_agg(record_id order by at desc, record_id), 1, 20), ' ') as record_ids,
  system as subject,
  concat('the backup of ', system, ' has failed ', count(*), ' times in a row',
    case when min(good_at) is null then '' else concat('; the last good one is of ', to_char(min(good_at), '%Y-%m-%d')) end) as sentence
from failed
group by system
having count(*) >= 3
