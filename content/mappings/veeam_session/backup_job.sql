/*---
product: veeam_session
fact: backup_job
examples:
  - records:
      veeam_session:
        - {name: EHR nightly, sessionType: Backup, result.result: Success, state: Stopped, creationTime: "2026-03-01T01:00:00Z", endTime: "2026-03-01T02:00:00Z", JobName: null, JobTypeString: null, Result: null, CreationTime: null, EndTime: null, BackupStats.BackupSize: null, time: "2026-03-01T02:00:00Z"}
        - {JobName: Files, JobTypeString: Windows Agent Backup, Result: Failed, CreationTime: "2026-03-01T01:00:00Z", EndTime: "2026-03-01T01:30:00Z", BackupStats.BackupSize: "700"}
        - {JobName: Numbers, Result: "1", BackupStats.BackupSize: "800"}
        - {name: restore of EHR, sessionType: RestoreVm, result.result: Success, creationTime: "2026-03-01T01:00:00Z", endTime: "2026-03-01T02:30:00Z"}
        - {name: running, sessionType: Backup, result.result: None}
    facts:
      - {system: EHR nightly, outcome: success, started_at: "2026-03-01T01:00:00Z", finished_at: "2026-03-01T02:00:00Z"}
      - {system: Files, outcome: failure, bytes: 700}
      - {system: Numbers, outcome: warning, bytes: 800}
---*/
with sessions as (
  select *, coalesce("result.result", case "Result" when '0' then 'Success' when '1' then 'Warning' when '2' then 'Failed' else "Result" end) as outcome, lower(coalesce("sessionType", "JobTypeString", 'backup')) as kind
  from veeam_session
)
select
  record_id,
  time,
  coalesce("JobName", "name") as system,
  case outcome when 'Success' then 'success' when 'Warning' then 'warning' else 'failure' end as outcome,
  read_time(coalesce("CreationTime", "creationTime")) as started_at,
  read_time(coalesce("EndTime", "endTime")) as finished_at,
  "BackupStats.BackupSize" as bytes
from sessions
where kind like '%backup%' and kind !~ 'restore|verif|surebackup' and outcome in ('Success', 'Warning', 'Failed')
