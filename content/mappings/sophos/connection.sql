/*---
product: sophos
fact: connection
examples:
  - records:
      sophos:
        - {log_type: "Firewall", src_ip: "10.0.0.5", src_port: "50000", dst_ip: "203.0.113.9", dst_port: "443", protocol: "TCP", sent_bytes: "120", recv_bytes: "900", duration: "12", log_subtype: "Allowed", time: "2026-03-01T08:00:00Z"}
        - {sub: "packetfilter", srcip: "203.0.113.9", srcport: "4444", dstip: "10.0.0.9", dstport: "23", proto: "6", action: "drop"}
        - {log_type: "Firewall", device_serial_id: "X1", src_ip: "10.0.0.6", dst_ip: "203.0.113.9", protocol: "UDP", bytes_sent: "76", bytes_received: "90", log_subtype: "Denied"} # central reporting format
        - {log_type: "Content Filtering", src_ip: "10.0.0.5", dst_ip: "203.0.113.9"}
    facts:
      - {source_ip: 10.0.0.5, source_port: 50000, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, bytes_out: 120, bytes_in: 900, duration_seconds: 12, state: Allowed, time: "2026-03-01T08:00:00Z"}
      - {source_ip: 203.0.113.9, peer_ip: 10.0.0.9, peer_port: 23, transport: tcp, state: drop}
      - {source_ip: 10.0.0.6, transport: udp, bytes_out: 76, bytes_in: 90, state: Denied}
---*/
select
  record_id,
  time,
  coalesce("src_ip", "srcip") as source_ip,
  coalesce("src_port", "srcport") as source_port,
  coalesce("dst_ip", "dstip") as peer_ip,
  coalesce("dst_port", "dstport") as peer_port,
  case coalesce(lower("protocol"), "proto") when '6' then 'tcp' when '17' then 'udp' when '1' then 'icmp' else lower("protocol") end as transport,
  coalesce("sent_bytes", "bytes_sent") as bytes_out,
  coalesce("recv_bytes", "bytes_received") as bytes_in,
  "duration" as duration_seconds,
  coalesce("log_subtype", "action") as state
from sophos
where ("log_type" = 'Firewall' or "sub" = 'packetfilter') and coalesce("src_ip", "srcip") is not null
