/*---
product: azure_backup_job
fact: backup_job
examples:
  - records:
      azure_backup_job:
        - {properties.entityFriendlyName: vm-ehr, properties.operation: Backup, properties.status: Completed, properties.startTime: "2026-03-01T01:00:00Z", properties.endTime: "2026-03-01T02:00:00Z", JobOperation: null, JobStatus: null, JobStartDateTime: null, BackupItemFriendlyName: null, BackupItemUniqueId: null, time: "2026-03-01T02:00:00Z"}
        - {JobOperation: Backup, JobStatus: Failed, JobStartDateTime: "2026-03-01T01:00:00Z", BackupItemUniqueId: "x;vm-2"}
        - {properties.operation: Restore, properties.status: Completed}
        - {properties.operation: Backup, properties.status: InProgress}
    facts:
      - {system: vm-ehr, outcome: success, started_at: "2026-03-01T01:00:00Z", finished_at: "2026-03-01T02:00:00Z"}
      - {system: "x;vm-2", outcome: failure}
---*/
select
  record_id,
  time,
  coalesce("properties.entityFriendlyName", "BackupItemFriendlyName", "BackupItemUniqueId") as system,
  case coalesce("properties.status", "JobStatus") when 'Completed' then 'success' when 'CompletedWithWarnings' then 'warning' else 'failure' end as outcome,
  read_time(coalesce("properties.startTime", "JobStartDateTime")) as started_at,
  read_time("properties.endTime") as finished_at
from azure_backup_job
where lower(coalesce("properties.operation", "JobOperation")) = 'backup'
  and coalesce("properties.status", "JobStatus") in ('Completed', 'CompletedWithWarnings', 'Failed', 'Cancelled')
