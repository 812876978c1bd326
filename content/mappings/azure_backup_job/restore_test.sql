/*---
product: azure_backup_job
fact: restore_test
examples:
  - records:
      azure_backup_job:
        - {properties.entityFriendlyName: vm-ehr, properties.operation: Restore, properties.status: Completed, properties.startTime: "2026-03-01T01:00:00Z", properties.endTime: "2026-03-01T02:00:00Z", JobOperation: null, JobStatus: null, JobStartDateTime: null, BackupItemFriendlyName: null, BackupItemUniqueId: null, time: "2026-03-01T02:00:00Z"}
        - {properties.operation: Backup, properties.status: Completed}
    facts:
      - {system: vm-ehr, outcome: success, tested_at: "2026-03-01T01:00:00Z", hours: 1}
---*/
select
  record_id,
  time,
  coalesce("properties.entityFriendlyName", "BackupItemFriendlyName", "BackupItemUniqueId") as system,
  case coalesce("properties.status", "JobStatus") when 'Completed' then 'success' when 'CompletedWithWarnings' then 'success' else 'failure' end as outcome,
  read_time(coalesce("properties.startTime", "JobStartDateTime")) as tested_at,
  (extract(epoch from read_time("properties.endTime")) - extract(epoch from read_time("properties.startTime"))) / 3600.0 as hours
from azure_backup_job
where lower(coalesce("properties.operation", "JobOperation")) in ('restore', 'crossregionrestore')
  and coalesce("properties.status", "JobStatus") in ('Completed', 'CompletedWithWarnings', 'Failed', 'Cancelled')
