/*---
product: dhcpd
fact: address_lease
examples:
  - records:
      dhcpd:
        - {mac: "00:1B:17:AA:01:02", ip: "10.0.4.7", time: "2026-03-01T08:00:00Z"}
    facts:
      - {device_mac: "00:1b:17:aa:01:02", device_ip: 10.0.4.7, time: "2026-03-01T08:00:00Z"}
---*/
select record_id, time, lower("mac") as device_mac, "ip" as device_ip
from dhcpd
