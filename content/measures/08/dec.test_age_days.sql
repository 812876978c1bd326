/*---
id: dec.test_age_days
title: Days since a decoy was tripped on purpose
practice: "8"
applies_to: [large]
unit: days
needs: [exercise]
goal: at most 90 days, with the alarm worked
why: A decoy that nobody has tripped may be one whose alarm nobody gets.
fix: Sign in at a decoy on purpose, see who answers and when, and write it into the list of exercises with its lessons.
fresh_days: 36500
examples:
  - exercise:
      - {kind: decoy, name: Decoy share opened, held_at: "2026-01-30T00:00:00Z", after_action_at: "2026-02-01"}
      - {kind: decoy, name: Decoy share opened, held_at: "2026-03-20T00:00:00Z"}
    answer: {value: 60}
  - exercise: [{kind: tabletop, name: Ransomware, held_at: "2026-03-01", after_action_at: "2026-03-05"}]
    answer: no evidence
---*/
with tripped as (
  -- without its lessons nobody knows whether the alarm was worked
  select record_id, held_at from exercise where kind = 'decoy' and after_action_at is not null and held_at < $to
)
select (date_part('epoch', $as_of) - date_part('epoch', max(held_at))) / 86400.0 as value, count(*) as counted, max(held_at) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from tripped
