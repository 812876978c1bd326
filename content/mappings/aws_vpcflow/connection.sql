/*---
product: aws_vpcflow
fact: connection
examples:
  - records:
      aws_vpcflow:
        - {srcaddr: "10.0.0.5", srcport: "50000", dstaddr: "203.0.113.9", dstport: "443", protocol: "6", bytes: "4249", start: "1772352000", end: "1772352060", action: "ACCEPT", log-status: "OK", time: "2026-03-01T08:00:00Z"}
        - {interface-id: "eni-1", log-status: "NODATA"}
    facts:
      - {source_ip: 10.0.0.5, source_port: 50000, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, bytes_out: 4249, duration_seconds: 60, state: ACCEPT, time: "2026-03-01T08:00:00Z"}
---*/
-- A flow is one direction of a connection: what comes back is a flow of its own.
select
  record_id,
  time,
  "srcaddr" as source_ip,
  "srcport" as source_port,
  "dstaddr" as peer_ip,
  "dstport" as peer_port,
  case "protocol" when '6' then 'tcp' when '17' then 'udp' when '1' then 'icmp' when '58' then 'icmp' end as transport,
  "bytes" as bytes_out,
  number("end") - number("start") as duration_seconds,
  "action" as state
from aws_vpcflow
where "srcaddr" is not null
