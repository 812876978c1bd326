/*---
product: ocsf_network_activity
fact: connection
examples:
  - records:
      ocsf_network_activity:
        - {activity_id: "6", src_endpoint.ip: 10.20.5.12, src_endpoint.port: "49200", dst_endpoint.ip: 203.0.113.9, dst_endpoint.port: "443", connection_info.protocol_name: TCP, connection_info.protocol_num: null, app_name: null, dst_endpoint.svc_name: https, traffic.bytes_out: "9000", traffic.bytes_in: "120", duration: "12500", activity_name: Traffic, disposition: null, time: "2026-03-02T08:01:00Z"}
        - {activity_id: "5", src_endpoint.ip: 10.20.5.12, dst_endpoint.ip: 10.20.5.1, connection_info.protocol_num: "17", activity_name: Refuse, disposition: Blocked}
    facts:
      - {source_ip: 10.20.5.12, source_port: 49200, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, service: https, bytes_out: 9000, bytes_in: 120, duration_seconds: 12.5, state: Traffic}
      - {transport: udp, state: Blocked}
---*/
select
  record_id,
  time,
  "src_endpoint.ip" as source_ip,
  "src_endpoint.port" as source_port,
  "dst_endpoint.ip" as peer_ip,
  "dst_endpoint.port" as peer_port,
  coalesce(lower("connection_info.protocol_name"), case "connection_info.protocol_num" when '6' then 'tcp' when '17' then 'udp' when '1' then 'icmp' end) as transport,
  lower(coalesce("dst_endpoint.svc_name", "app_name")) as service,
  "traffic.bytes_out" as bytes_out,
  "traffic.bytes_in" as bytes_in,
  number("duration") / 1000 as duration_seconds,
  coalesce("disposition", "activity_name") as state
from ocsf_network_activity
