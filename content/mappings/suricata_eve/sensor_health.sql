/*---
product: suricata_eve
fact: sensor_health
examples:
  - records:
      suricata_eve: # counters since the start: the last of a sensor counts
        - {event_type: stats, host: ids1, stats.capture.kernel_packets: "1000", stats.capture.kernel_drops: "0", time: "2026-03-01T08:00:00Z"}
        - {event_type: stats, host: ids1, stats.capture.kernel_packets: "4000", stats.capture.kernel_drops: "1000", time: "2026-03-01T09:00:00Z"}
        - {event_type: alert, host: ids1}
    facts:
      - {sensor: ids1, seen: 1000, dropped: 0, share_lost: 0}
      - {sensor: ids1, seen: 3000, dropped: 1000, share_lost: 0.25}
---*/
select
  record_id, time, host as sensor, cast(packets - drops as bigint) as seen, cast(drops as bigint) as dropped,
  drops / nullif(packets, 0) as share_lost
from (
  select record_id, time, host, number("stats.capture.kernel_packets") as packets, number("stats.capture.kernel_drops") as drops
  from suricata_eve
  where "event_type" = 'stats'
) as stats
where packets is not null and drops is not null
