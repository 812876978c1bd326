/*---
product: zeek
fact: sensor_health
examples:
  - records:
      zeek_capture_loss:
        - {peer: worker-1, gaps: "12", acks: "400", percent_lost: "3.0", time: "2026-03-01T08:15:00Z"}
        - {peer: worker-2, gaps: "0", acks: "0", percent_lost: "-"}
      zeek_stats:
        - {peer: worker-1, pkts_proc: "9000", pkts_dropped: "1000", pkts_link: "10000"}
        - {peer: logger, pkts_proc: "0", pkts_dropped: null, pkts_link: null}
    facts:
      - {sensor: worker-1, share_lost: 0.03, time: "2026-03-01T08:15:00Z"}
      - {sensor: worker-1, seen: 9000, dropped: 1000, share_lost: 0.1}
---*/
select
  record_id, time, "peer" as sensor, cast(null as bigint) as seen, cast(null as bigint) as dropped,
  number("percent_lost") / 100 as share_lost
from zeek_capture_loss
where number("percent_lost") is not null
union all
select
  record_id, time, "peer", cast(number("pkts_proc") as bigint), cast(number("pkts_dropped") as bigint),
  number("pkts_dropped") / nullif(number("pkts_dropped") + number("pkts_proc"), 0)
from zeek_stats
where number("pkts_dropped") is not null
