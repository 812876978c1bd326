/*---
id: data.flow_map_age_days
title: Days since the map of patient-data flows was looked at
practice: "4"
applies_to: [small, medium, large]
unit: days
needs: [policy_document]
goal: at most 365 days
why: After a year, data flows to places no map shows.
fix: Sit down with the EHR vendor and the network person, and draw who sends patient data where.
fresh_days: 36500
examples:
  - policy_document:
      - {name: Data flows, kind: data_flow_map, approved: true, approved_at: "2024-01-01", reviewed_at: "2025-12-31T00:00:00Z"}
      - {name: Sanctions, kind: sanction_policy, reviewed_at: "2026-03-01"}
    answer: {value: 90}
  - policy_document: [{name: Sanctions, kind: sanction_policy, reviewed_at: "2026-03-01"}]
    answer: no evidence
---*/
with maps as (
  select record_id, greatest(approved_at, reviewed_at) as at from policy_document
  where kind in ('data_flow_map', 'network_map') and greatest(approved_at, reviewed_at) < $to
)
select (date_part('epoch', $as_of) - date_part('epoch', max(at))) / 86400.0 as value, count(*) as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from maps
