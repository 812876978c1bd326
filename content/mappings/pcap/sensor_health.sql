/*---
product: pcap
fact: sensor_health
examples:
  - records:
      pcap_capture: # only captures with statistics say what was lost
        - {interface: "0", packets: "900", dropped_by_interface: "60", dropped_by_system: "40", time: "2026-03-01T08:00:00Z"}
        - {interface: "0", packets: "26", dropped_by_interface: null, dropped_by_system: null}
    facts:
      - {sensor: interface 0, seen: 900, dropped: 100, share_lost: 0.1, time: "2026-03-01T08:00:00Z"}
---*/
select
  record_id, time, concat('interface ', "interface") as sensor,
  cast(packets as bigint) as seen, cast(lost as bigint) as dropped, lost / nullif(lost + packets, 0) as share_lost
from (
  select record_id, time, "interface", number("packets") as packets,
    coalesce(number("dropped_by_interface"), 0) + coalesce(number("dropped_by_system"), 0) as lost
  from pcap_capture
  where "dropped_by_interface" is not null or "dropped_by_system" is not null
) as captures
