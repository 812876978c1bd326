/*---
product: iptables
fact: connection
examples:
  - records:
      iptables:
        - {prefix: "[UFW BLOCK]", IN: "eth0", SRC: "203.0.113.9", SPT: "4444", DST: "10.0.0.1", DPT: "23", PROTO: "TCP", time: "2026-03-01T08:00:00Z"}
        - {SRC: "fe80::1", DST: "ff02::1", PROTO: "ICMPv6"}
    facts:
      - {source_ip: 203.0.113.9, source_port: 4444, peer_ip: 10.0.0.1, peer_port: 23, transport: tcp, state: "[UFW BLOCK]", time: "2026-03-01T08:00:00Z"}
      - {transport: icmp, peer_port: null, state: null}
---*/
select
  record_id,
  time,
  "SRC" as source_ip,
  "SPT" as source_port,
  "DST" as peer_ip,
  "DPT" as peer_port,
  replace(lower("PROTO"), 'icmpv6', 'icmp') as transport,
  "prefix" as state
from iptables
