/*---
product: w3c_firewall
fact: connection
examples:
  - records:
      w3c_firewall:
        - {action: "DROP", protocol: "TCP", src-ip: "203.0.113.9", src-port: "4444", dst-ip: "10.0.0.1", dst-port: "23", time: "2026-03-01T08:00:00Z"}
        - {action: "ALLOW", protocol: "ICMP", src-ip: "10.0.0.1", dst-ip: "10.0.0.2"}
        - {action: "INFO-EVENTS-LOST"}
    facts:
      - {source_ip: 203.0.113.9, source_port: 4444, peer_ip: 10.0.0.1, peer_port: 23, transport: tcp, state: DROP, time: "2026-03-01T08:00:00Z"}
      - {transport: icmp, state: ALLOW}
---*/
select
  record_id,
  time,
  "src-ip" as source_ip,
  "src-port" as source_port,
  "dst-ip" as peer_ip,
  "dst-port" as peer_port,
  case "protocol" when '1' then 'icmp' when '58' then 'icmp' else lower("protocol") end as transport,
  "action" as state
from w3c_firewall
where "src-ip" is not null
