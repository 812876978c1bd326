/*---
id: gov.vendor_risk_reviewed
title: Critical vendors judged in the last year
practice: "10"
applies_to: [small, medium, large]
unit: ratio
needs: [vendor]
goal: 95 %
why: When a company that care depends on is attacked, our patients wait.
fix: Send the vendors listed here a short questionnaire, and ask what they would do for you if they were down for two weeks.
fresh_days: 36500
examples:
  - vendor:
      - {name: EHR Inc, critical: true, risk_reviewed_at: "2026-01-10"}
      - {name: Billing Co, critical: true, risk_reviewed_at: "2023-01-10"}
      - {name: Florist, critical: false}
    answer: {met: 1, counted: 2}
  - vendor: [{name: EHR Inc, critical: true}]
    answer: no evidence
---*/
with critical as (
  select lower(name) as name, max(record_id) as record_id, max(risk_reviewed_at) as at from vendor where critical group by 1
)
select count(*) filter (where at >= $as_of - interval '365 days') as met, case when count(at) > 0 then count(*) end as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where at is null or at < $as_of - interval '365 days') as rows
from critical
