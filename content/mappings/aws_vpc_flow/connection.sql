/*---
product: aws_vpc_flow
fact: connection
examples:
  - records:
      aws_vpc_flow:
        - {srcaddr: 10.0.0.5, srcport: "49200", dstaddr: 203.0.113.9, dstport: "443", protocol: "6", bytes: "9000", action: ACCEPT, start: "1772352000", end: "1772352060", time: "2026-03-01T08:00:00Z"}
        - {srcAddr: 10.0.0.5, srcPort: "53", dstAddr: 10.0.0.2, dstPort: "53", protocol: "17", action: REJECT}
    facts:
      - {source_ip: 10.0.0.5, source_port: 49200, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, bytes_out: 9000, duration_seconds: 60, state: ACCEPT, time: "2026-03-01T08:00:00Z"}
      - {source_ip: 10.0.0.5, peer_ip: 10.0.0.2, peer_port: 53, transport: udp, state: REJECT}
---*/
select
  record_id,
  time,
  coalesce("srcaddr", "srcAddr") as source_ip,
  coalesce("srcport", "srcPort") as source_port,
  coalesce("dstaddr", "dstAddr") as peer_ip,
  coalesce("dstport", "dstPort") as peer_port,
  case "protocol" when '6' then 'tcp' when '17' then 'udp' when '1' then 'icmp' when '58' then 'icmp' else lower("protocol") end as transport,
  "bytes" as bytes_out,
  number("end") - number("start") as duration_seconds,
  "action" as state
from aws_vpc_flow
