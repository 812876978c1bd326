/*---
id: ir.downtime_drill_age_days
title: Days since the staff practised a day without the EHR
practice: "8"
applies_to: [small, medium, large]
unit: days
needs: [exercise]
goal: at most 365 days
why: Attacks close the EHR for weeks. Care must go on with paper, and paper has to be practised.
fix: Choose one quiet afternoon, take the EHR away for an hour, and write down what was missing.
fresh_days: 36500
examples:
  - exercise: [{kind: downtime, name: Paper day, held_at: "2026-03-21T00:00:00Z"}, {kind: tabletop, name: Ransomware, held_at: "2026-03-25T00:00:00Z"}]
    answer: {value: 10}
  - exercise: [{kind: tabletop, name: Ransomware, held_at: "2026-03-25"}]
    answer: no evidence
---*/
with drills as (
  select record_id, held_at from exercise where kind = 'downtime' and held_at < $to
)
select (date_part('epoch', $as_of) - date_part('epoch', max(held_at))) / 86400.0 as value, count(*) as counted, max(held_at) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from drills
