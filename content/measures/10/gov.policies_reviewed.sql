/*---
id: gov.policies_reviewed
title: Policies looked at in the last year
practice: "10"
applies_to: [small, medium, large]
unit: ratio
needs: [policy_document]
goal: 95 %
why: An old policy describes a practice that no longer exists.
fix: Put one policy a month on the agenda of the staff meeting, beginning with those listed here.
fresh_days: 36500
examples:
  - policy_document:
      - {name: Acceptable use, kind: acceptable_use_and_email, reviewed_at: "2026-01-10"}
      - {name: Personal devices, kind: personal_devices, reviewed_at: "2023-01-10"}
      - {name: New one, kind: it_controls, approved_at: "2025-12-10"}
      - {name: Health-ISAC membership, kind: isac_membership}
    answer: {met: 2, counted: 3}
  - policy_document: [{name: Acceptable use, kind: acceptable_use_and_email}]
    answer: no evidence
---*/
with policies as (
  select coalesce(name, kind) as name, max(record_id) as record_id, max(greatest(approved_at, reviewed_at)) as at
  from policy_document
  where coalesce(kind, '') not in ('isac_membership', 'cyber_insurance', 'security_official')
  group by 1
),
judged as (
  select record_id, at, coalesce(at >= $as_of - interval '365 days', false) as fresh from policies
)
select count(*) filter (where fresh) as met, case when count(at) > 0 then count(*) end as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not fresh) as rows
from judged
