/*---
id: ir.breach_file_complete
title: Incidents with patients' data whose file is complete
practice: "8"
applies_to: [small, medium, large]
unit: ratio
needs: [security_case]
goal: all, within 60 days of their discovery
why: The rule presumes a breach until the file shows why it was none. Without the file there is nothing to show.
fix: Write for each case listed here the day it was noticed, the answers to the four questions of the breach rule, what was decided and on which day.
fresh_days: 400
examples:
  - security_case:
      - {record_id: "c:1", phi: true, detected_at: "2026-01-10", opened_at: "2026-01-10", breach_assessed: true, breach_decision: no_breach, breach_decided_at: "2026-01-20"}
      - {record_id: "c:2", phi: true, detected_at: "2026-01-10", opened_at: "2026-01-10", breach_assessed: true, breach_decision: breach} # decided, but when
      - {record_id: "c:3", phi: true, opened_at: "2026-01-10", breach_assessed: true, breach_decision: breach, breach_decided_at: "2026-01-20"} # noticed when
      - {record_id: "c:4", phi: true, detected_at: "2026-03-20", opened_at: "2026-03-20"} # there are 60 days
      - {record_id: "c:5", phi: false, detected_at: "2026-01-10", opened_at: "2026-01-10"}
      - {record_id: "c:6", detected_at: "2026-01-10", opened_at: "2026-01-10"} # whether patients' data was in it is not written
      - {record_id: "c:7", phi: true, detected_at: "2026-01-10", opened_at: "2026-01-10", true_positive: false}
    answer: {met: 1, counted: 3}
  - security_case: [{phi: true, detected_at: "2026-01-10", opened_at: "2026-01-10"}] # the breach files are kept elsewhere
    answer: no evidence
  - security_case: []
    answer: no evidence
---*/
with incident as (
  select record_id, coalesce(detected_at, opened_at) as at, breach_assessed, breach_decision, breach_decided_at,
    detected_at is not null and coalesce(breach_assessed, false) and breach_decision is not null and breach_decided_at is not null as complete
  from security_case
  where phi and coalesce(true_positive, true) and coalesce(detected_at, opened_at) >= $from and coalesce(detected_at, opened_at) < $to
)
select count(*) filter (where complete) as met,
  case when count(breach_assessed) + count(breach_decision) + count(breach_decided_at) > 0 then count(*) end as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not complete) as rows
from incident
where complete or at < $as_of - interval '60 days'
