/*---
product: aws_backup_job
fact: backup_job
examples:
  - records:
      aws_backup_job:
        - {BackupJobId: "1", State: COMPLETED, ResourceName: ehr-db, ResourceArn: "arn:aws:rds:us-east-1:1:db:ehr", CreationDate: "2026-03-01T01:00:00Z", CompletionDate: "2026-03-01T02:00:00Z", BackupSizeInBytes: "5000", IsEncrypted: "true", state: null, resourceArn: null, creationDate: null, completionDate: null, backupSizeInBytes: null, time: "2026-03-01T02:00:00Z"}
        - {backupJobId: "2", state: FAILED, resourceArn: "arn:aws:ec2:us-east-1:1:volume/vol-1", creationDate: "2026-03-01T01:00:00Z"}
        - {BackupJobId: "3", State: RUNNING}
    facts:
      - {system: ehr-db, outcome: success, started_at: "2026-03-01T01:00:00Z", finished_at: "2026-03-01T02:00:00Z", bytes: 5000, encrypted: true}
      - {system: vol-1, outcome: failure}
---*/
select
  record_id,
  time,
  coalesce("ResourceName", regexp_replace(coalesce("ResourceArn", "resourceArn"), '^.*[:/]', '')) as system,
  case coalesce("State", "state") when 'COMPLETED' then 'success' when 'PARTIAL' then 'warning' else 'failure' end as outcome,
  read_time(coalesce("CreationDate", "creationDate")) as started_at,
  read_time(coalesce("CompletionDate", "completionDate")) as finished_at,
  coalesce("BackupSizeInBytes", "backupSizeInBytes") as bytes,
  flag("IsEncrypted") as encrypted
from aws_backup_job
where coalesce("State", "state") in ('COMPLETED', 'PARTIAL', 'FAILED', 'ABORTED', 'EXPIRED')
