/*---
product: restic_snapshot
fact: backup_job
examples:
  - records:
      restic_snapshot:
        - {hostname: ehr01, paths: '["/data"]', summary.backup_start: "2026-03-01T01:00:00Z", summary.backup_end: "2026-03-01T02:00:00Z", summary.total_bytes_processed: "5000", time: "2026-03-01T01:00:00Z"}
        - {hostname: old, paths: '["/"]', time: "2026-02-01T01:00:00Z"}
    facts:
      - {system: "ehr01: /data", outcome: success, started_at: "2026-03-01T01:00:00Z", finished_at: "2026-03-01T02:00:00Z", bytes: 5000, encrypted: true}
      - {system: "old: /", started_at: "2026-02-01T01:00:00Z", finished_at: null}
---*/
select
  record_id,
  time,
  concat_ws(': ', "hostname", array_to_string(json_list("paths"), ', ')) as system,
  'success' as outcome,
  coalesce(read_time("summary.backup_start"), time) as started_at,
  read_time("summary.backup_end") as finished_at,
  "summary.total_bytes_processed" as bytes,
  true as encrypted
from restic_snapshot
