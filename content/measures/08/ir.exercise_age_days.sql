/*---
id: ir.exercise_age_days
title: Days since the incident plan was rehearsed
practice: "8"
applies_to: [small, medium, large]
unit: days
needs: [exercise]
goal: at most 365 days
why: A plan that was never played is read for the first time on the worst day.
fix: Sit down for one hour with clinical, legal and front-desk leads, and play "every screen shows a ransom note".
fresh_days: 36500
examples:
  - exercise:
      - {kind: tabletop, name: Ransomware, held_at: "2026-01-30T00:00:00Z"}
      - {kind: phishing, name: Campaign, held_at: "2026-03-01T00:00:00Z"}
    answer: {value: 60}
  - exercise: [{kind: phishing, name: Campaign, held_at: "2026-03-01"}]
    answer: no evidence
---*/
with played as (
  select record_id, held_at from exercise where kind in ('tabletop', 'device') and held_at < $to
)
select (date_part('epoch', $as_of) - date_part('epoch', max(held_at))) / 86400.0 as value, count(*) as counted, max(held_at) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from played
