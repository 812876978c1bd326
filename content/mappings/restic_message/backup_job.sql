/*---
product: restic_message
fact: backup_job
examples:
  - records:
      restic_message:
        - {message_type: summary, snapshot_id: s1, total_bytes_processed: "5000", backup_start: "2026-03-01T01:00:00Z", backup_end: "2026-03-01T02:00:00Z", data_added: "10", time: "2026-03-01T02:00:00Z"}
        - {message_type: status, percent_done: "0.5"}
        - {message_type: summary, num_errors: "0"}
        - {message_type: exit_error, code: "1"}
        - {message_type: exit_error, code: "3", message: at least one source file could not be read}
    facts:
      - {outcome: failure, bytes: null}
      - {outcome: warning}
      - {outcome: success, started_at: "2026-03-01T01:00:00Z", finished_at: "2026-03-01T02:00:00Z", bytes: 5000, encrypted: true}
---*/
select
  record_id,
  time,
  case when "message_type" = 'summary' then 'success' when "code" = '3' then 'warning' else 'failure' end as outcome,
  read_time("backup_start") as started_at,
  read_time("backup_end") as finished_at,
  "total_bytes_processed" as bytes,
  -- restic encrypts whatever it keeps
  true as encrypted
from restic_message
-- a program that ends with an error has kept nothing, or with number 3 all but what it could not read
where "message_type" = 'summary' and "snapshot_id" is not null or "message_type" = 'exit_error'
