/*---
id: soc.ttr_hours
title: Hours from noticing an incident to containing it
practice: "8"
applies_to: [small, medium, large]
unit: hours
needs: [security_case]
goal: median of at most 24 hours
why: Damage grows with every hour between noticing and stopping.
fix: Look at the slowest cases listed here and ask what was waited for; usually it is a decision nobody was allowed to make.
fresh_days: 365
examples:
  - security_case:
      - {case_id: A1, detected_at: "2026-03-01T08:00:00Z", contained_at: "2026-03-01T18:00:00Z"}
      - {case_id: A2, detected_at: "2026-03-02T08:00:00Z", contained_at: "2026-03-04T10:00:00Z"}
      - {case_id: A3, detected_at: "2026-03-02T08:00:00Z", contained_at: "2026-03-02T09:00:00Z", true_positive: false}
    answer: {value: 30}
  - security_case: [{case_id: A1, opened_at: "2026-03-01T08:00:00Z"}]
    answer: no evidence
---*/
with cases as (
  select record_id, detected_at, (date_part('epoch', contained_at) - date_part('epoch', detected_at)) / 3600.0 as hours
  from security_case
  where contained_at >= detected_at and detected_at >= $from and detected_at < $to and coalesce(true_positive, true)
)
select median(hours) as value, count(*) as counted, max(detected_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where hours > 24) as rows
from cases
