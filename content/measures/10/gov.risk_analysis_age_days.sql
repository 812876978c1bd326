/*---
id: gov.risk_analysis_age_days
title: Days since the risk analysis was finished and approved
practice: "10"
applies_to: [small, medium, large]
unit: days
needs: [risk_item, policy_document]
goal: at most 365 days
why: It is the first paper a regulator asks for, and the one most often missing.
fix: Use the free government tool for small practices, work through it with the people who know the systems, and have the owner sign it.
fresh_days: 36500
examples:
  - risk_item: [{name: Risk analysis 2025, kind: analysis, approved_at: "2025-12-31T00:00:00Z"}, {name: Old server, kind: risk, approved_at: "2026-03-01"}]
    policy_document: [{name: Risk analysis, kind: risk_analysis, approved: true, approved_at: "2024-12-31T00:00:00Z"}]
    answer: {value: 90}
  - risk_item: [{name: Old server, kind: risk, approved_at: "2026-03-01"}]
    answer: no evidence
---*/
with analyses as (
  select record_id, approved_at as at from risk_item where kind = 'analysis' and approved_at < $to
  union all
  select record_id, greatest(approved_at, reviewed_at) as at from policy_document
  where kind = 'risk_analysis' and coalesce(approved, true) and greatest(approved_at, reviewed_at) < $to
)
select (date_part('epoch', $as_of) - date_part('epoch', max(at))) / 86400.0 as value, count(*) as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from analyses
