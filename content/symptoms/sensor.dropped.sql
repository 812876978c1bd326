/*---
id: sensor.dropped
title: A network sensor loses packets
kind: dropped
needs: [sensor_health]
fix: Give the sensor more capture threads or less traffic, and check the mirror port; what it lost, no rule can find.
examples:
  - note: one sensor loses one packet in ten, the other hardly any
    facts:
      sensor_health:
        - {sensor: worker-1, seen: 900, dropped: 100, share_lost: 0.1, time: "2026-03-01T08:00:00Z"}
        - {sensor: worker-2, seen: 99999, dropped: 1, share_lost: 0.00001, time: "2026-03-01T08:00:00Z"}
    remarks: 1
  - note: a near miss, below one in a hundred
    facts:
      sensor_health:
        - {sensor: worker-2, seen: 9950, dropped: 50, share_lost: 0.005, time: "2026-03-01T08:00:00Z"}
    remarks: 0
---*/
with by_sensor as (
  select source, coalesce(sensor, 'sensor') as sensor, max(share_lost) as worst, avg(share_lost) as usual, count(*) as times,
    min(record_id) as record_id
  from sensor_health
  where time is null or time <= $as_of
  group by source, coalesce(sensor, 'sensor')
)
select
  concat(source, ' ', sensor) as what,
  concat('lost ', cast(round(usual * 1000) / 10 as varchar), ' % of what it was to see, at worst ',
    cast(round(worst * 1000) / 10 as varchar), ' %') as reason,
  record_id as record_ids
from by_sensor
where usual >= 0.01 or worst >= 0.05
order by what
