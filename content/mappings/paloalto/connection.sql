/*---
product: paloalto
fact: connection
examples:
  - records:
      paloalto_traffic:
        - {subtype: "end", src: "10.0.0.5", sport: "50000", dst: "203.0.113.9", dport: "443", proto: "tcp", app: "ssl", bytes_sent: "120", bytes_received: "900", elapsed: "30", action: "allow", session_end_reason: "tcp-fin", time: "2026-03-01T08:00:00Z"}
        - {subtype: "start", src: "10.0.0.5", dst: "203.0.113.9", proto: "tcp", app: "incomplete", action: "allow"}
        - {subtype: "deny", src: "10.0.0.5", dst: "203.0.113.9", dport: "23", proto: "tcp", app: "not-applicable", action: "deny"}
    facts:
      - {source_ip: 10.0.0.5, source_port: 50000, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, service: ssl, bytes_out: 120, bytes_in: 900, duration_seconds: 30, state: allow, time: "2026-03-01T08:00:00Z"}
      - {peer_port: 23, state: deny, service: null}
---*/
select
  record_id,
  time,
  "src" as source_ip,
  "sport" as source_port,
  "dst" as peer_ip,
  "dport" as peer_port,
  lower("proto") as transport,
  case when "app" not in ('incomplete', 'not-applicable', 'insufficient-data', 'unknown-tcp', 'unknown-udp') then lower("app") end as service,
  "bytes_sent" as bytes_out,
  "bytes_received" as bytes_in,
  "elapsed" as duration_seconds,
  "action" as state
from paloalto_traffic
-- The start of a session is told again, with its bytes, at its end.
where "subtype" <> 'start'
