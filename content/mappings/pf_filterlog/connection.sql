/*---
product: pf_filterlog
fact: connection
examples:
  - records:
      pf_filterlog:
        - {action: "block", protocol: "tcp", source: "203.0.113.9", source_port: "4444", destination: "10.0.0.1", destination_port: "23", time: "2026-03-01T08:00:00Z"}
        - {action: "pass", protocol: "ICMPv6", source: "fe80::1", destination: "ff02::1"}
    facts:
      - {source_ip: 203.0.113.9, source_port: 4444, peer_ip: 10.0.0.1, peer_port: 23, transport: tcp, state: block, time: "2026-03-01T08:00:00Z"}
      - {transport: icmp, state: pass}
---*/
select
  record_id,
  time,
  "source" as source_ip,
  "source_port" as source_port,
  "destination" as peer_ip,
  "destination_port" as peer_port,
  replace(lower("protocol"), 'icmpv6', 'icmp') as transport,
  "action" as state
from pf_filterlog
