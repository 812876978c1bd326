/*---
product: backup_csv
fact: backup_job
examples:
  - records: # one export in several spellings of its header
      backup_csv:
        - {System: "AC-SRV01 files", Outcome: "Success", Started: "2026-03-01T05:00:00Z", Finished: "2026-03-01T05:40:00Z", Bytes: "52000000000", Offsite: "yes", Immutable: "no", Encrypted: "yes"}
        - {system: "AC-SRV01 files", outcome: "Success", started: "2026-03-01T05:00:00Z", finished: "2026-03-01T05:40:00Z", bytes: "52000000000", offsite: "yes", immutable: "no", encrypted: "yes"}
        - {Job: "AC-SRV01 files", Status: "Success", Start Time: "2026-03-01T05:00:00Z", End Time: "2026-03-01T05:40:00Z", Size Bytes: "52000000000", Off Site: "yes", Immutability: "no", Encryption: "yes"}
        - {job: "AC-SRV01 files", status: "Success", start_time: "2026-03-01T05:00:00Z", end_time: "2026-03-01T05:40:00Z", size_bytes: "52000000000", off_site: "yes", immutability: "no", encryption: "yes"}
        - {Job Name: "AC-SRV01 files", Result: "Success", Start time: "2026-03-01T05:00:00Z", End time: "2026-03-01T05:40:00Z", Size bytes: "52000000000", Off site: "yes", Object Lock: "no", Encryption Enabled: "yes"}
        - {job_name: "AC-SRV01 files", result: "Success", Start: "2026-03-01T05:00:00Z", End: "2026-03-01T05:40:00Z", Size: "52000000000", Offsite Copy: "yes", object_lock: "no", encryption_enabled: "yes"}
        - {Job name: "AC-SRV01 files", Job Status: "Success", start: "2026-03-01T05:00:00Z", end: "2026-03-01T05:40:00Z", size: "52000000000", offsite_copy: "yes", Object lock: "no", Encryption enabled: "yes"}
        - {Server: "AC-SRV01 files", job_status: "Success", Started At: "2026-03-01T05:00:00Z", Finished At: "2026-03-01T05:40:00Z", Data Size: "52000000000", Offsite copy: "yes", Air Gapped: "no"}
        - {server: "AC-SRV01 files", Job status: "Success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", data_size: "52000000000", Copy Offsite: "yes", air_gapped: "no"}
        - {Source: "AC-SRV01 files", Backup Status: "Success", Started at: "2026-03-01T05:00:00Z", Finished at: "2026-03-01T05:40:00Z", Data size: "52000000000", copy_offsite: "yes", Air gapped: "no"}
        - {source: "AC-SRV01 files", backup_status: "Success", Backup Size: "52000000000", Copy offsite: "yes", Write protected: "no"}
        - {Client: "AC-SRV01 files", Backup status: "Success", backup_size: "52000000000", Replicated: "yes"}
        - {client: "AC-SRV01 files", Last Result: "Success", Backup size: "52000000000", replicated: "yes"}
        - {Vm Name: "AC-SRV01 files", last_result: "Success", Total Size: "52000000000", "Off-site": "yes"}
        - {vm_name: "AC-SRV01 files", Last result: "Success", total_size: "52000000000"}
        - {Vm name: "AC-SRV01 files", Last Run Result: "Success", Total size: "52000000000"}
        - {Object Name: "AC-SRV01 files", last_run_result: "Success", Transferred: "52000000000"}
        - {object_name: "AC-SRV01 files", Last run result: "Success", transferred: "52000000000"}
        - {Object name: "AC-SRV01 files", Job Result: "Success"}
        - {Protected System: "AC-SRV01 files", job_result: "Success"}
        - {protected_system: "AC-SRV01 files", Job result: "Success"}
        - {Protected system: "AC-SRV01 files", State: "Success"}
        - {Backup Job: "AC-SRV01 files", state: "Success"}
        - {backup_job: "AC-SRV01 files"}
        - {Backup job: "AC-SRV01 files"}
        - {Backup Job Name: "AC-SRV01 files"}
        - {backup_job_name: "AC-SRV01 files"}
        - {Backup job name: "AC-SRV01 files"}
    facts:
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false, encrypted: true}
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false, encrypted: true}
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false, encrypted: true}
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false, encrypted: true}
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false, encrypted: true}
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false, encrypted: true}
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false, encrypted: true}
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false}
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false}
      - {system: "AC-SRV01 files", outcome: "success", started_at: "2026-03-01T05:00:00Z", finished_at: "2026-03-01T05:40:00Z", bytes: 52000000000, offsite: true, immutable: false}
      - {system: "AC-SRV01 files", outcome: "success", bytes: 52000000000, offsite: true, immutable: false}
      - {system: "AC-SRV01 files", outcome: "success", bytes: 52000000000, offsite: true}
      - {system: "AC-SRV01 files", outcome: "success", bytes: 52000000000, offsite: true}
      - {system: "AC-SRV01 files", outcome: "success", bytes: 52000000000, offsite: true}
      - {system: "AC-SRV01 files", outcome: "success", bytes: 52000000000}
      - {system: "AC-SRV01 files", outcome: "success", bytes: 52000000000}
      - {system: "AC-SRV01 files", outcome: "success", bytes: 52000000000}
      - {system: "AC-SRV01 files", outcome: "success", bytes: 52000000000}
      - {system: "AC-SRV01 files", outcome: "success"}
      - {system: "AC-SRV01 files", outcome: "success"}
      - {system: "AC-SRV01 files", outcome: "success"}
      - {system: "AC-SRV01 files", outcome: "success"}
      - {system: "AC-SRV01 files", outcome: "success"}
      - {system: "AC-SRV01 files"}
      - {system: "AC-SRV01 files"}
      - {system: "AC-SRV01 files"}
      - {system: "AC-SRV01 files"}
      - {system: "AC-SRV01 files"}
  - records: # odd cells
      backup_csv:
        - {System: "EHR", Outcome: "Completed with warnings", Started: "2026-03-02T05:00:00Z"}
        - {System: "EHR", Outcome: "Failed"}
    facts:
      - {outcome: "warning", finished_at: null, bytes: null}
      - {outcome: "failure"}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("System", "system", "Job", "job", "Job Name", "job_name", "Job name", "Server", "server",
      "Source", "source", "Client", "client", "Vm Name", "vm_name", "Vm name", "Object Name", "object_name",
      "Object name", "Protected System", "protected_system", "Protected system", "Backup Job", "backup_job",
      "Backup job", "Backup Job Name", "backup_job_name", "Backup job name") as system,
    coalesce("Outcome", "outcome", "Status", "status", "Result", "result", "Job Status", "job_status",
      "Job status", "Backup Status", "backup_status", "Backup status", "Last Result", "last_result",
      "Last result", "Last Run Result", "last_run_result", "Last run result", "Job Result", "job_result",
      "Job result", "State", "state") as outcome,
    coalesce("Started", "started", "Start Time", "start_time", "Start time", "Start", "start", "Started At",
      "started_at", "Started at") as started,
    coalesce("Finished", "finished", "End Time", "end_time", "End time", "End", "end", "Finished At",
      "finished_at", "Finished at") as finished,
    coalesce("Bytes", "bytes", "Size Bytes", "size_bytes", "Size bytes", "Size", "size", "Data Size",
      "data_size", "Data size", "Backup Size", "backup_size", "Backup size", "Total Size", "total_size",
      "Total size", "Transferred", "transferred") as size,
    coalesce("Offsite", "offsite", "Off Site", "off_site", "Off site", "Offsite Copy", "offsite_copy",
      "Offsite copy", "Copy Offsite", "copy_offsite", "Copy offsite", "Replicated", "replicated", "Off-site") as offsite,
    coalesce("Immutable", "immutable", "Immutability", "immutability", "Object Lock", "object_lock",
      "Object lock", "Air Gapped", "air_gapped", "Air gapped", "Write protected") as immutable,
    coalesce("Encrypted", "encrypted", "Encryption", "encryption", "Encryption Enabled", "encryption_enabled",
      "Encryption enabled") as encrypted
  from backup_csv
)
select
  record_id,
  coalesce(time, read_time(coalesce(finished, started))) as time,
  system,
  case
    when lower(outcome) ~ 'fail|error|missed' then 'failure'
    when lower(outcome) ~ 'warn|partial' then 'warning'
    when lower(outcome) ~ 'success|ok|complete|pass|done' then 'success'
  end as outcome,
  read_time(started) as started_at,
  coalesce(read_time(finished), case when started is null then time end) as finished_at,
  number(size) as bytes,
  flag(offsite) as offsite,
  flag(immutable) as immutable,
  flag(encrypted) as encrypted
from cells
