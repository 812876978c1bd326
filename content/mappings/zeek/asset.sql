/*---
product: zeek
fact: asset
examples:
  - records:
      zeek_dhcp:
        - {mac: "00:1B:17:AA:01:02", assigned_addr: "10.20.5.12", host_name: "PUMP-12.clinic.example", client_fqdn: null, time: "2026-03-02T08:01:00Z"}
        - {mac: "00:1b:17:aa:01:02", assigned_addr: "10.20.5.14", host_name: "PUMP-12", client_fqdn: null, time: "2026-03-02T12:01:00Z"}
        - {mac: "00:1b:17:aa:01:03", assigned_addr: "10.20.5.13", host_name: null, client_fqdn: null, time: "2026-03-02T12:02:00Z"}
      zeek_known_devices:
        - {mac: "00:1b:17:aa:01:05", dhcp_host_name: "WS-05", time: "2026-03-02T09:00:00Z"}
        - {mac: "00:1b:17:aa:01:06", dhcp_host_name: null, time: "2026-03-02T09:00:00Z"}
    facts:
      - {host_name: pump-12, mac_address: "00:1b:17:aa:01:02", ip_address: 10.20.5.14, last_seen_at: "2026-03-02T12:01:00Z"}
      - {host_name: ws-05, mac_address: "00:1b:17:aa:01:05", ip_address: null, last_seen_at: "2026-03-02T09:00:00Z"}
---*/
with seen as (
  select record_id, time, lower("mac") as mac, "assigned_addr" as ip,
    lower(split_part(coalesce("host_name", "client_fqdn"), '.', 1)) as host_name
  from zeek_dhcp
  union all
  select record_id, time, lower("mac"), null, lower(split_part("dhcp_host_name", '.', 1))
  from zeek_known_devices
),
ranked as (
  select *, row_number() over (partition by mac, host_name order by time desc nulls last, record_id) as nth
  from seen where mac is not null and host_name <> ''
)
select record_id, time, host_name, mac as mac_address, ip as ip_address, time as last_seen_at
from ranked where nth = 1
