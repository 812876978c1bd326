/*---
id: share.member
title: Membership in a body that shares warnings
practice: "8"
applies_to: [small, medium, large]
unit: bool
needs: [policy_document]
goal: a current membership
why: A warning from the hospital next door comes before the attack does.
fix: Join Health-ISAC or your state's sharing body, name who reads its mail, and file the confirmation with the policies.
fresh_days: 36500
examples:
  - policy_document: [{name: Health-ISAC membership, kind: isac_membership, approved: true, reviewed_at: "2026-01-01"}]
    answer: {value: 1}
  - policy_document: [{name: Health-ISAC membership, kind: isac_membership, approved: true, reviewed_at: "2024-01-01"}]
    answer: {value: 0}
  - policy_document: [{name: Sanctions, kind: sanction_policy, approved: true, reviewed_at: "2026-01-01"}]
    answer: no evidence
---*/
with proof as (
  select record_id, greatest(approved_at, reviewed_at) as at, coalesce(approved, true) as approved
  from policy_document where kind = 'isac_membership'
)
select case when count(*) > 0 then coalesce(max(case when approved and at >= $as_of - interval '365 days' then 1 else 0 end), 0) end as value,
  count(*) as counted, max(at) as newest, string_agg(record_id, ' ' order by record_id) as rows
from proof
