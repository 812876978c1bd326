/*---
product: suricata_eve
fact: connection
examples:
  - records:
      suricata_eve:
        - {event_type: flow, src_ip: 10.20.5.12, src_port: "49200", dest_ip: 203.0.113.9, dest_port: "443", proto: TCP, app_proto: tls, flow.bytes_toserver: "9000", flow.bytes_toclient: "120", flow.age: "12", flow.state: closed, flow.start: "2026-03-02T08:01:00Z", time: "2026-03-02T08:02:00Z"}
        - {event_type: flow, src_ip: 10.20.5.12, dest_ip: 10.20.5.1, proto: UDP, app_proto: failed, flow.start: null}
        - {event_type: alert, src_ip: 10.20.5.12}
    facts:
      - {source_ip: 10.20.5.12, source_port: 49200, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, service: tls, bytes_out: 9000, bytes_in: 120, duration_seconds: 12, state: closed, time: "2026-03-02T08:01:00Z"}
      - {peer_ip: 10.20.5.1, transport: udp, service: null}
---*/
select
  record_id,
  -- a flow is written when it is over
  coalesce(read_time("flow.start"), time) as time,
  "src_ip" as source_ip,
  "src_port" as source_port,
  "dest_ip" as peer_ip,
  "dest_port" as peer_port,
  lower("proto") as transport,
  nullif(lower("app_proto"), 'failed') as service,
  "flow.bytes_toserver" as bytes_out,
  "flow.bytes_toclient" as bytes_in,
  "flow.age" as duration_seconds,
  "flow.state" as state
from suricata_eve
where "event_type" = 'flow'
