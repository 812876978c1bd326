/*---
product: fortigate
fact: connection
examples:
  - records:
      fortigate:
        - {type: "traffic", srcip: "10.0.0.5", srcport: "50000", dstip: "203.0.113.9", dstport: "443", proto: "6", service: "HTTPS", action: "close", sentbyte: "120", rcvdbyte: "900", duration: "12", time: "2026-03-01T08:00:00Z"}
        - {type: "traffic", srcip: "10.0.0.5", dstip: "10.0.0.9", proto: "1", service: "PING", action: "deny"}
        - {type: "event", srcip: "10.0.0.5", action: "login"}
    facts:
      - {source_ip: 10.0.0.5, source_port: 50000, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, service: https, bytes_out: 120, bytes_in: 900, duration_seconds: 12, state: close, time: "2026-03-01T08:00:00Z"}
      - {transport: icmp, state: deny, peer_port: null}
---*/
select
  record_id,
  time,
  "srcip" as source_ip,
  "srcport" as source_port,
  "dstip" as peer_ip,
  "dstport" as peer_port,
  case "proto" when '6' then 'tcp' when '17' then 'udp' when '1' then 'icmp' when '58' then 'icmp' end as transport,
  lower("service") as service,
  "sentbyte" as bytes_out,
  "rcvdbyte" as bytes_in,
  "duration" as duration_seconds,
  "action" as state
from fortigate
where "type" = 'traffic' and "srcip" is not null
