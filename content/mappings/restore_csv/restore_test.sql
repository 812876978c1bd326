/*---
product: restore_csv
fact: restore_test
examples:
  - records: # one export in several spellings of its header
      restore_csv:
        - {System: "EHR", Outcome: "Success", Tested: "2026-01-20", Hours: "3.5", Goal Hours: "8", Verified By: "O. Haddad"}
        - {system: "EHR", outcome: "Success", tested: "2026-01-20", hours: "3.5", goal_hours: "8", verified_by: "O. Haddad"}
        - {Server: "EHR", Result: "Success", Test Date: "2026-01-20", Hours To Restore: "3.5", Goal hours: "8", Verified by: "O. Haddad"}
        - {server: "EHR", result: "Success", test_date: "2026-01-20", hours_to_restore: "3.5", RTO Hours: "8", Tester: "O. Haddad"}
        - {Application: "EHR", Status: "Success", Test date: "2026-01-20", Hours to Restore: "3.5", rto_hours: "8", tester: "O. Haddad"}
        - {application: "EHR", status: "Success", Date: "2026-01-20", Hours to restore: "3.5", RTO hours: "8", Tested By: "O. Haddad"}
        - {Restored System: "EHR", Restore Result: "Success", date: "2026-01-20", Duration Hours: "3.5", Target Hours: "8", tested_by: "O. Haddad"}
        - {restored_system: "EHR", restore_result: "Success", Tested At: "2026-01-20", duration_hours: "3.5", target_hours: "8", Tested by: "O. Haddad"}
        - {Restored system: "EHR", Restore result: "Success", tested_at: "2026-01-20", Duration hours: "3.5", Target hours: "8", Verified: "O. Haddad"}
        - {Vm Name: "EHR", Restore Status: "Success", Tested at: "2026-01-20", Recovery Time Hours: "3.5", RTO: "8", verified: "O. Haddad"}
        - {vm_name: "EHR", restore_status: "Success", Tested On: "2026-01-20", recovery_time_hours: "3.5", rto: "8", Performed By: "O. Haddad"}
        - {Vm name: "EHR", Restore status: "Success", tested_on: "2026-01-20", Recovery time hours: "3.5", RTO Goal: "8", performed_by: "O. Haddad"}
        - {System Tested: "EHR", Test Result: "Success", Tested on: "2026-01-20", Time To Restore Hours: "3.5", rto_goal: "8", Performed by: "O. Haddad"}
        - {system_tested: "EHR", test_result: "Success", time_to_restore_hours: "3.5", RTO goal: "8", Signed Off By: "O. Haddad"}
        - {System tested: "EHR", Test result: "Success", Time to Restore Hours: "3.5", Recovery Time Objective: "8", signed_off_by: "O. Haddad"}
        - {Workload: "EHR", Success: "Success", Time to restore hours: "3.5", recovery_time_objective: "8", Signed Off by: "O. Haddad"}
        - {workload: "EHR", success: "Success", Restore Hours: "3.5", Recovery time objective: "8", Signed off by: "O. Haddad"}
        - {Job Name: "EHR", Recovered: "Success", restore_hours: "3.5", Goal: "8"}
        - {job_name: "EHR", recovered: "Success", Restore hours: "3.5", goal: "8"}
        - {Job name: "EHR", Recovery Hours: "3.5"}
        - {recovery_hours: "3.5"}
        - {Recovery hours: "3.5"}
        - {Actual Hours: "3.5"}
        - {actual_hours: "3.5"}
        - {Actual hours: "3.5"}
        - {Rta: "3.5"}
        - {rta: "3.5"}
    facts:
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", tested_at: "2026-01-20T00:00:00Z", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", hours: 3.5, goal_hours: 8, verified_by: "O. Haddad"}
      - {system: "EHR", outcome: "success", hours: 3.5, goal_hours: 8}
      - {system: "EHR", outcome: "success", hours: 3.5, goal_hours: 8}
      - {system: "EHR", hours: 3.5}
      - {hours: 3.5}
      - {hours: 3.5}
      - {hours: 3.5}
      - {hours: 3.5}
      - {hours: 3.5}
      - {hours: 3.5}
      - {hours: 3.5}
  - records: # odd cells
      restore_csv:
        - {System: "Files", Outcome: "Partial", Hours: "n/a"}
    facts:
      - {outcome: "failure", hours: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("System", "system", "Server", "server", "Application", "application", "Restored System",
      "restored_system", "Restored system", "Vm Name", "vm_name", "Vm name", "System Tested", "system_tested",
      "System tested", "Workload", "workload", "Job Name", "job_name", "Job name") as system,
    coalesce("Outcome", "outcome", "Result", "result", "Status", "status", "Restore Result", "restore_result",
      "Restore result", "Restore Status", "restore_status", "Restore status", "Test Result", "test_result",
      "Test result", "Success", "success", "Recovered", "recovered") as outcome,
    coalesce("Tested", "tested", "Test Date", "test_date", "Test date", "Date", "date", "Tested At",
      "tested_at", "Tested at", "Tested On", "tested_on", "Tested on") as tested,
    coalesce("Hours", "hours", "Hours To Restore", "hours_to_restore", "Hours to Restore", "Hours to restore",
      "Duration Hours", "duration_hours", "Duration hours", "Recovery Time Hours", "recovery_time_hours",
      "Recovery time hours", "Time To Restore Hours", "time_to_restore_hours", "Time to Restore Hours",
      "Time to restore hours", "Restore Hours", "restore_hours", "Restore hours", "Recovery Hours",
      "recovery_hours", "Recovery hours", "Actual Hours", "actual_hours", "Actual hours", "Rta", "rta") as hours,
    coalesce("Goal Hours", "goal_hours", "Goal hours", "RTO Hours", "rto_hours", "RTO hours", "Target Hours",
      "target_hours", "Target hours", "RTO", "rto", "RTO Goal", "rto_goal", "RTO goal",
      "Recovery Time Objective", "recovery_time_objective", "Recovery time objective", "Goal", "goal") as goal,
    coalesce("Verified By", "verified_by", "Verified by", "Tester", "tester", "Tested By", "tested_by",
      "Tested by", "Verified", "verified", "Performed By", "performed_by", "Performed by", "Signed Off By",
      "signed_off_by", "Signed Off by", "Signed off by") as verified
  from restore_csv
)
select
  record_id,
  coalesce(time, read_time(tested)) as time,
  system,
  case when lower(outcome) ~ 'fail|error|partial' then 'failure' when lower(outcome) ~ 'success|ok|pass|complete' then 'success' end as outcome,
  coalesce(read_time(tested), time) as tested_at,
  number(hours) as hours,
  number(goal) as goal_hours,
  verified as verified_by
from cells
