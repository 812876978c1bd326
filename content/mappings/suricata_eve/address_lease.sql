/*---
product: suricata_eve
fact: address_lease
examples:
  - records:
      suricata_eve:
        - {event_type: dhcp, dhcp.dhcp_type: ack, dhcp.client_mac: "02:AC:0A:14:1E:01", dhcp.assigned_ip: 10.20.5.12, dhcp.hostname: AC-WS01.clinic.example, time: "2026-03-02T08:01:00Z"}
        - {event_type: dhcp, dhcp.dhcp_type: discover, dhcp.client_mac: "02:ac:0a:14:1e:01"}
        - {event_type: dhcp, dhcp.dhcp_type: ack, dhcp.client_mac: "02:ac:0a:14:1e:02", dhcp.assigned_ip: 0.0.0.0}
    facts:
      - {device_mac: "02:ac:0a:14:1e:01", device_ip: 10.20.5.12, host_name: ac-ws01, time: "2026-03-02T08:01:00Z"}
---*/
select
  record_id,
  time,
  lower("dhcp.client_mac") as device_mac,
  "dhcp.assigned_ip" as device_ip,
  lower(split_part("dhcp.hostname", '.', 1)) as host_name
from suricata_eve
where "event_type" = 'dhcp' and "dhcp.dhcp_type" = 'ack' and "dhcp.assigned_ip" <> '0.0.0.0'
