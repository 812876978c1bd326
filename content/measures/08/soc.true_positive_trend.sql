/*---
id: soc.true_positive_trend
title: Real incidents of the last week
practice: "8"
applies_to: [medium, large]
unit: trend
needs: [security_case]
goal: known from week to week
why: A week without any may be a quiet week, or one in which nobody looked.
fix: Compare with the weeks before, kind by kind; where it falls to nothing, see that the detections still work.
examples:
  - security_case:
      - {case_id: A1, opened_at: "2026-03-28T08:00:00Z", true_positive: true}
      - {case_id: A2, opened_at: "2026-03-28T08:00:00Z", true_positive: false}
      - {case_id: A3, opened_at: "2026-03-28T08:00:00Z"}
      - {case_id: A4, opened_at: "2026-02-28T08:00:00Z", true_positive: true}
    answer: {value: 1}
  - security_case: [{case_id: A3, opened_at: "2026-03-28T08:00:00Z"}]
    answer: no evidence
---*/
with cases as (
  select record_id, opened_at, true_positive, true_positive and opened_at >= $as_of - interval '7 days' as fresh
  from security_case where opened_at < $to
)
select case when count(true_positive) > 0 then count(*) filter (where fresh) end as value, max(opened_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where fresh) as rows
from cases
