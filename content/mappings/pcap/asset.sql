/*---
product: pcap
fact: asset
examples:
  - records:
      pcap_dhcp:
        - {message_type: "REQUEST", mac: "00:1b:17:aa:01:02", requested_ip: "10.20.5.12", client_ip: null, host_name: "PUMP-12.clinic.example", fqdn: null, time: "2026-03-02T08:01:00Z"}
        - {message_type: "REQUEST", mac: "00:1b:17:aa:01:02", requested_ip: null, client_ip: "10.20.5.12", host_name: "PUMP-12", fqdn: null, time: "2026-03-02T12:01:00Z"}
        - {message_type: "ACK", mac: "00:1b:17:aa:01:02", requested_ip: null, client_ip: "10.20.5.12", host_name: null, fqdn: null, time: "2026-03-02T12:01:01Z"}
        - {message_type: "DISCOVER", mac: "00:1b:17:aa:01:03", requested_ip: null, client_ip: null, host_name: null, fqdn: null, time: "2026-03-02T12:02:00Z"}
    facts:
      - {host_name: pump-12, mac_address: "00:1b:17:aa:01:02", ip_address: 10.20.5.12, last_seen_at: "2026-03-02T12:01:00Z"}
---*/
with asked as (
  select record_id, time, "mac" as mac, coalesce("requested_ip", "client_ip") as ip,
    lower(split_part(coalesce("host_name", "fqdn"), '.', 1)) as host_name,
    row_number() over (
      partition by "mac", lower(split_part(coalesce("host_name", "fqdn"), '.', 1))
      order by time desc nulls last, record_id
    ) as nth
  from pcap_dhcp
  where "mac" is not null and coalesce("host_name", "fqdn") is not null
    and "message_type" in ('DISCOVER', 'REQUEST', 'INFORM')
)
select record_id, time, host_name, mac as mac_address, ip as ip_address, time as last_seen_at
from asked where nth = 1
