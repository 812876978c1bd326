/*---
id: vm.attack_sim_age_days
title: Days since an attack was played through, step by step
practice: "7"
applies_to: [large]
unit: days
needs: [exercise]
goal: at most 180 days
why: Whether the alarms go off is known only when somebody sets them off.
fix: Play a few steps of a known attack (Atomic Red Team is free) with those who watch the alarms beside you, and enter it in the list of exercises.
fresh_days: 36500
examples:
  - exercise:
      - {kind: attack_simulation, name: "Purple team, ransomware", held_at: "2026-01-30T00:00:00Z"}
      - {kind: penetration_test, name: Outside test, held_at: "2026-03-01T00:00:00Z"}
      - {kind: phishing, name: Attack simulation training, held_at: "2026-03-01T00:00:00Z"}
      - {kind: attack_simulation, name: planned, held_at: "2026-05-01T00:00:00Z"}
    answer: {value: 60}
  - exercise: [{kind: penetration_test, name: Outside test, held_at: "2026-03-01"}]
    answer: no evidence
  - exercise: []
    answer: no evidence
---*/
with played as (
  select record_id, held_at from exercise where kind = 'attack_simulation' and held_at < $to
)
select (date_part('epoch', $as_of) - date_part('epoch', max(held_at))) / 86400.0 as value, count(*) as counted, max(held_at) as newest,
  (select string_agg(record_id, ' ' order by record_id) from (select record_id from played order by held_at desc, record_id limit 20) as latest) as rows
from played
