/*---
product: zeek
fact: address_lease
examples:
  - records:
      zeek_dhcp:
        - {mac: "00:1B:17:AA:01:02", assigned_addr: "10.20.5.12", host_name: "PUMP-12", client_fqdn: null, time: "2026-03-02T08:01:00Z"}
        - {mac: "00:1b:17:aa:01:03", assigned_addr: null, host_name: null, client_fqdn: null}
    facts:
      - {device_mac: "00:1b:17:aa:01:02", device_ip: 10.20.5.12, host_name: pump-12, time: "2026-03-02T08:01:00Z"}
---*/
select
  record_id,
  time,
  lower("mac") as device_mac,
  "assigned_addr" as device_ip,
  lower(split_part(coalesce("host_name", "client_fqdn"), '.', 1)) as host_name
from zeek_dhcp
where "assigned_addr" is not null
