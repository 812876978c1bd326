/*---
product: zeek
fact: connection
examples:
  - records:
      zeek_conn:
        - {"id.orig_h": "10.20.5.12", "id.orig_p": "49200", "id.resp_h": "203.0.113.9", "id.resp_p": "443", proto: "tcp", service: "ssl", duration: "12.5", orig_bytes: "9000", resp_bytes: "120", conn_state: "SF", time: "2026-03-02T08:01:00Z"}
        - {"id.orig_h": "10.20.5.12", "id.orig_p": "49201", "id.resp_h": "10.20.5.1", "id.resp_p": "23", proto: "tcp", service: null, duration: null, orig_bytes: null, resp_bytes: null, conn_state: "S0"}
    facts:
      - {source_ip: 10.20.5.12, source_port: 49200, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, service: ssl, bytes_out: 9000, bytes_in: 120, duration_seconds: 12.5, state: SF, time: "2026-03-02T08:01:00Z"}
      - {peer_port: 23, service: null, bytes_out: null, duration_seconds: null, state: S0}
---*/
select
  record_id,
  time,
  "id.orig_h" as source_ip,
  "id.orig_p" as source_port,
  "id.resp_h" as peer_ip,
  "id.resp_p" as peer_port,
  lower("proto") as transport,
  lower("service") as service,
  "orig_bytes" as bytes_out,
  "resp_bytes" as bytes_in,
  "duration" as duration_seconds,
  "conn_state" as state
from zeek_conn
