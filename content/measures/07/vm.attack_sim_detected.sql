/*---
id: vm.attack_sim_detected
title: Steps of played attacks that somebody noticed
practice: "7"
applies_to: [large]
unit: ratio
needs: [exercise]
goal: 80 %
why: A step that raised no alarm in the drill raises none on the day it is meant.
fix: Write a detection for each step that nobody noticed in the drills listed here, and play it again.
fresh_days: 400
examples:
  - exercise:
      - {kind: attack_simulation, name: Purple team, held_at: "2026-01-30T00:00:00Z", techniques: 10, techniques_detected: 7}
      - {kind: attack_simulation, name: Atomic tests, held_at: "2026-02-28T00:00:00Z", techniques: 5, techniques_detected: 5}
      - {kind: attack_simulation, name: not counted, held_at: "2026-02-28T00:00:00Z", techniques: 8}
      - {kind: attack_simulation, name: long ago, held_at: "2024-02-28T00:00:00Z", techniques: 8, techniques_detected: 0}
      - {kind: penetration_test, name: Outside test, held_at: "2026-02-28T00:00:00Z", techniques: 8, techniques_detected: 0}
    answer: {met: 12, counted: 15}
  - exercise: [{kind: attack_simulation, name: not counted, held_at: "2026-02-28T00:00:00Z", techniques: 8}]
    answer: no evidence
  - exercise: []
    answer: no evidence
---*/
with played as (
  select record_id, held_at, techniques, least(techniques_detected, techniques) as detected from exercise
  where kind = 'attack_simulation' and techniques > 0 and techniques_detected is not null and held_at >= $from and held_at < $to
)
select sum(detected) as met, sum(techniques) as counted, max(held_at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from played where detected < techniques order by held_at desc, record_id limit 20) as failing) as rows
from played
