/*---
id: gov.insurance_in_force
title: Cyber insurance in force today
practice: "10"
applies_to: [small, medium, large]
unit: bool
needs: [policy_document]
goal: a policy in force
why: A breach costs more than most practices earn in a year.
fix: Ask your broker for a cyber policy, answer the questions honestly (this report helps), and file it with the policies.
fresh_days: 36500
examples:
  - policy_document: [{name: Cyber insurance, kind: cyber_insurance, approved: true, approved_at: "2025-07-01"}]
    answer: {value: 1}
  - policy_document: [{name: Cyber insurance, kind: cyber_insurance, approved: true, approved_at: "2024-07-01"}]
    answer: {value: 0}
  - policy_document: [{name: Acceptable use, kind: acceptable_use_and_email, approved: true}]
    answer: no evidence
---*/
with cover as (
  select record_id, coalesce(approved, true) as approved, greatest(approved_at, reviewed_at) as at
  from policy_document where kind = 'cyber_insurance'
)
select case when count(*) > 0 then coalesce(max(case when approved and at >= $as_of - interval '365 days' then 1 else 0 end), 0) end as value,
  count(*) as counted, max(at) as newest, string_agg(record_id, ' ' order by record_id) as rows
from cover
