/*---
id: net.sensor_loss
title: Packets that the network sensors lost
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [sensor_health]
goal: at most 1 %
why: A sensor that loses packets claims to see what it does not. What it lost, no rule can find.
fix: Give the sensor more capture threads or less traffic, and check the mirror port of the switch.
examples:
  - sensor_health:
      - {time: "2026-03-20T08:00:00Z", sensor: a, seen: 990, dropped: 10, share_lost: 0.01}
      - {time: "2026-03-20T08:00:00Z", sensor: b, seen: 1000, dropped: 0, share_lost: 0}
      - {time: "2025-03-20T08:00:00Z", sensor: b, seen: 0, dropped: 1000, share_lost: 1}
    answer: {met: 10, counted: 2000}
  - sensor_health: # what never reached the sensor shows in gaps of the conversations only
      - {time: "2026-03-20T08:00:00Z", sensor: a, seen: 1000, dropped: 0, share_lost: 0}
      - {time: "2026-03-20T08:00:00Z", sensor: a, share_lost: 0.02}
      - {time: "2026-03-20T09:00:00Z", sensor: a, share_lost: 0.04}
    answer: {met: 300, counted: 10000}
  - sensor_health: [{time: "2025-03-20T08:00:00Z", sensor: a, seen: 990, dropped: 10, share_lost: 0.01}]
    answer: no evidence
---*/
with health as (
  select record_id, time, seen, dropped, share_lost, seen is not null and dropped is not null as in_packets
  from sensor_health
  where time >= $to - interval '30 days' and time < $to
),
packets as (
  select sum(dropped) as lost, sum(seen + dropped) as passed from health where in_packets
),
gaps as ( -- a sensor that says a share only, in ten-thousandths
  select cast(round(avg(share_lost) * 10000) as bigint) as lost, cast(10000 as bigint) as passed, count(share_lost) as readings
  from health where not in_packets
)
-- the worse of what a sensor dropped and of what never reached it
select
  case when gaps.readings > 0 and coalesce(packets.lost * 1.0 / nullif(packets.passed, 0), 0) <= gaps.lost / 10000.0 then gaps.lost else packets.lost end as met,
  case when gaps.readings > 0 and coalesce(packets.lost * 1.0 / nullif(packets.passed, 0), 0) <= gaps.lost / 10000.0 then gaps.passed else packets.passed end as counted,
  (select max(time) from health) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from health where share_lost > 0.01 order by share_lost desc, record_id limit 20) as failing) as rows
from packets cross join gaps
