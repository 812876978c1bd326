/*---
id: ir.aar_30d
title: Serious incidents whose lessons were written down
practice: "8"
applies_to: [small, medium, large]
unit: ratio
needs: [security_case]
goal: all, within 30 days
why: The second attack often comes through the door the first one showed.
fix: Take half an hour for each case listed here, and write down what happened, what helped, and the one thing to change.
fresh_days: 400
examples:
  - security_case:
      - {case_id: A1, severity: high, closed_at: "2026-01-10", after_action_at: "2026-01-20"}
      - {case_id: A2, severity: critical, closed_at: "2026-01-10"}
      - {case_id: A3, severity: high, closed_at: "2026-03-25"}
      - {case_id: A4, severity: low, closed_at: "2026-01-10"}
    answer: {met: 1, counted: 2}
  - security_case: [{case_id: A4, severity: low, closed_at: "2026-01-10"}]
    answer: no evidence
---*/
with serious as (
  select record_id, closed_at, after_action_at,
    coalesce(after_action_at <= closed_at + interval '30 days', false) as written
  from security_case
  where severity in ('high', 'critical') and coalesce(true_positive, true) and coalesce(kind, '') not in ('patch_cycle', 'device_advisory') and closed_at >= $from and closed_at < $to
)
select count(*) filter (where written) as met, count(*) as counted, max(closed_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not written) as rows
from serious
where written or closed_at < $as_of - interval '30 days'
