/*---
id: gov.risk_treatment_on_time
title: High risks with an owner, a plan and no missed date
practice: "10"
applies_to: [small, medium, large]
unit: ratio
needs: [risk_item]
goal: 90 %
why: A risk that was written down and left alone is worse than one nobody knew.
fix: Give each risk listed here one name and one date, and look at the list on the first Monday of each month.
fresh_days: 400
examples:
  - risk_item:
      - {name: Old server, kind: risk, level: high, owner: R. Chen, plan: replace, due_at: "2026-06-01"}
      - {name: Shared logon, kind: risk, level: high, owner: R. Chen, plan: badges, due_at: "2026-01-01"}
      - {name: No owner, kind: risk, level: high}
      - {name: Closed, kind: risk, level: high, owner: R. Chen, plan: done, due_at: "2025-12-01", closed_at: "2025-11-01"}
      - {name: Small, kind: risk, level: low}
    answer: {met: 2, counted: 4}
  - risk_item: [{name: Small, kind: risk, level: low}]
    answer: no evidence
---*/
with high as (
  select record_id,
    coalesce(owner, '') <> '' and coalesce(plan, '') <> ''
      and (closed_at is not null or coalesce(due_at >= $as_of, false)) as on_time
  from risk_item
  where coalesce(kind, 'risk') = 'risk' and level = 'high' and (closed_at is null or closed_at >= $from)
)
select count(*) filter (where on_time) as met, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not on_time) as rows
from high
