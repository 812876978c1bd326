/*---
id: soar.orchestrated
title: Incidents that were worked by the book, each step with its time
practice: "8"
applies_to: [large]
unit: ratio
needs: [security_case]
goal: 90 %
why: In a hurry steps are left out. A procedure that notes each step shows which.
fix: Run the written procedure for each kind of case listed here from the ticket system, so that every step gets its time when it is ticked off.
fresh_days: 184
examples:
  - security_case:
      - {record_id: "c:1", kind: phishing, opened_at: "2026-03-01", closed_at: "2026-03-02", workflow: Phishing v3, workflow_complete: true}
      - {record_id: "c:2", kind: malware, opened_at: "2026-03-01", closed_at: "2026-03-02", workflow: Malware v2, workflow_complete: false}
      - {record_id: "c:3", kind: malware, opened_at: "2026-03-01", closed_at: "2026-03-02"} # worked from memory
      - {record_id: "c:4", kind: malware, opened_at: "2026-03-01", closed_at: "2026-03-02", workflow: Malware v2} # whether each step was taken is not known
      - {record_id: "c:5", kind: malware, opened_at: "2026-03-01", workflow: Malware v2, workflow_complete: false} # still being worked
      - {record_id: "c:6", kind: other, opened_at: "2026-03-01", closed_at: "2026-03-02"}
      - {record_id: "c:7", kind: malware, opened_at: "2026-03-01", closed_at: "2026-03-02", true_positive: false}
    answer: {met: 1, counted: 3}
  - security_case: [{kind: malware, opened_at: "2026-03-01", closed_at: "2026-03-02"}]
    answer: no evidence
  - security_case: []
    answer: no evidence
---*/
with incident as (
  select record_id, closed_at, workflow, workflow_complete,
    case when workflow is null then coalesce(workflow_complete, false) else workflow_complete end as by_the_book
  from security_case
  where kind in ('phishing', 'malware', 'command_and_control', 'lost_device', 'behaviour', 'insider', 'access', 'device')
    and coalesce(true_positive, true) and closed_at >= $from and closed_at < $to
)
select count(*) filter (where by_the_book) as met, case when count(workflow_complete) > 0 then count(by_the_book) end as counted, max(closed_at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from incident where not by_the_book order by closed_at desc, record_id limit 20) as failing) as rows
from incident
