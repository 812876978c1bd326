/*---
product: commvault_job
fact: restore_test
examples:
  - records:
      commvault_job:
        - {jobId: "7", jobType: Backup, status: Completed, destClientName: ehr01, subclient.clientName: null, jobStartTime: "1772326800", jobEndTime: "1772330400", sizeOfApplication: "5000", time: "2026-03-01T02:00:00Z"}
        - {jobId: "8", jobType: Backup, status: Completed w/ one or more errors, subclient.clientName: files01}
        - {jobId: "9", jobType: Restore, status: Completed, destClientName: ehr01, jobStartTime: "1772326800", jobEndTime: "1772334000"}
        - {jobId: "10", jobType: Backup, status: Running}
        - {jobId: "11", jobType: Backup, status: Failed, destClientName: x}
    facts:
      - {system: ehr01, outcome: success, tested_at: "2026-03-01T01:00:00Z", hours: 2}
---*/
select
  record_id,
  time,
  coalesce("subclient.clientName", "destClientName") as system,
  case when lower("status") like 'completed%' then 'success' else 'failure' end as outcome,
  read_time("jobStartTime") as tested_at,
  case when number("jobEndTime") > 0 then (number("jobEndTime") - number("jobStartTime")) / 3600 end as hours
from commvault_job
where lower("jobType") like '%restore%' and (lower("status") like 'completed%' or lower("status") ~ 'failed|killed')
