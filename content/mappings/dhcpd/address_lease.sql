/*---
product: dhcpd
fact: address_lease
examples:
  - records:
      dhcpd:
        - {mac: "00:1B:17:AA:01:02", ip: "10.0.4.7", time: "2026-03-01T08:00:00Z"}
        - {type: "DHCPACK", mac: "00:1b:17:AA:01:02", ip: "10.0.4.8", name: "PUMP-07.clinic.example"}
        - {type: "DHCPREQUEST", mac: "00:1b:17:aa:01:02", ip: "10.0.4.7"}
      dhcpd_lease:
        - {lease: "10.0.4.9", hardware-ethernet: "00:1B:17:AA:01:04", client-hostname: "PUMP-09", binding-state: "free"}
        - {lease: "10.0.4.10", binding-state: "abandoned"}
    facts:
      - {device_mac: "00:1b:17:aa:01:02", device_ip: 10.0.4.7, time: "2026-03-01T08:00:00Z"}
      - {device_mac: "00:1b:17:aa:01:02", device_ip: 10.0.4.8, host_name: pump-07}
      - {device_mac: "00:1b:17:aa:01:04", device_ip: 10.0.4.9, host_name: pump-09}
---*/
select
  record_id,
  time,
  lower(mac) as device_mac,
  ip as device_ip,
  lower(split_part(name, '.', 1)) as host_name
from (
  select record_id, time, "mac" as mac, "ip" as ip, "name" as name
  from dhcpd
  where coalesce("type", 'DHCPACK') = 'DHCPACK'
  union all
  select record_id, time, "hardware-ethernet", "lease", "client-hostname"
  from dhcpd_lease
) as leases
where mac is not null and ip is not null
