/*---
id: ir.plan_age_days
title: Days since the incident plan was approved or looked at
practice: "8"
applies_to: [small, medium, large]
unit: days
needs: [policy_document]
goal: at most 365 days
why: On the bad day the plan must hold names and numbers that are still right.
fix: Read the plan through with whoever would be on the phone, correct the names, and write today's date on it.
fresh_days: 36500
examples:
  - policy_document:
      - {name: Incident response plan, kind: incident_response_plan, approved: true, approved_at: "2024-01-01", reviewed_at: "2025-12-31T00:00:00Z"}
      - {name: Draft, kind: incident_response_plan, approved: false, reviewed_at: "2026-03-01"}
    answer: {value: 90}
  - policy_document: [{name: Sanctions, kind: sanction_policy, approved: true, reviewed_at: "2026-03-01"}]
    answer: no evidence
---*/
with plans as (
  select record_id, greatest(approved_at, reviewed_at) as at from policy_document
  where kind in ('incident_response_plan', 'incident_reporting_and_checklist') and coalesce(approved, true) and greatest(approved_at, reviewed_at) < $to
)
select (date_part('epoch', $as_of) - date_part('epoch', max(at))) / 86400.0 as value, count(*) as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from plans
