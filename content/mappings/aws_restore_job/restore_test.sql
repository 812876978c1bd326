/*---
product: aws_restore_job
fact: restore_test
examples:
  - records:
      aws_restore_job:
        - {RestoreJobId: "1", Status: COMPLETED, CreatedResourceArn: "arn:aws:rds:us-east-1:1:db:ehr-test", CreationDate: "2026-03-01T01:00:00Z", CompletionDate: "2026-03-01T03:00:00Z", ValidationStatus: SUCCESSFUL, RecoveryPointArn: null, status: null, createdResourceArn: null, creationDate: null, completionDate: null, time: "2026-03-01T03:00:00Z"}
        - {RestoreJobId: "2", Status: FAILED, RecoveryPointArn: "arn:aws:backup:x:1:recovery-point:rp"}
        - {RestoreJobId: "3", Status: COMPLETED, ValidationStatus: FAILED}
        - {RestoreJobId: "4", Status: RUNNING}
    facts:
      - {system: ehr-test, outcome: success, tested_at: "2026-03-01T01:00:00Z", hours: 2}
      - {system: rp, outcome: failure}
      - {outcome: failure}
---*/
select
  record_id,
  time,
  regexp_replace(coalesce("CreatedResourceArn", "createdResourceArn", "RecoveryPointArn"), '^.*[:/]', '') as system,
  case when coalesce("Status", "status") = 'COMPLETED' and coalesce("ValidationStatus", 'SUCCESSFUL') <> 'FAILED' then 'success' else 'failure' end as outcome,
  read_time(coalesce("CreationDate", "creationDate")) as tested_at,
  (extract(epoch from read_time(coalesce("CompletionDate", "completionDate"))) - extract(epoch from read_time(coalesce("CreationDate", "creationDate")))) / 3600.0 as hours
from aws_restore_job
where coalesce("Status", "status") in ('COMPLETED', 'FAILED', 'ABORTED')
