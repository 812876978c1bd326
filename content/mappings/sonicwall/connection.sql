/*---
product: sonicwall
fact: connection
examples:
  - records:
      sonicwall:
        - {m: "537", msg: "Connection Closed", src: "10.0.0.5:50000:X0:front01", dst: "203.0.113.9:443:X1", proto: "tcp/https", sent: "120", rcvd: "900", cdur: "12500", time: "2026-03-01T08:00:00Z"}
        - {m: "36", msg: "TCP packet dropped", src: "203.0.113.9:4444:X1", dst: "10.0.0.9:23:X0", proto: "tcp/23", fw_action: "drop"}
        - {m: "238", msg: "WAN zone administrator login allowed", src: "10.0.0.5", dst: "10.0.0.1"}
    facts:
      - {source_ip: 10.0.0.5, source_port: 50000, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, service: https, bytes_out: 120, bytes_in: 900, duration_seconds: 12.5, state: Connection Closed, time: "2026-03-01T08:00:00Z"}
      - {source_ip: 203.0.113.9, peer_ip: 10.0.0.9, peer_port: 23, state: TCP packet dropped, service: null}
---*/
select
  record_id,
  time,
  split_part("src", ':', 1) as source_ip,
  nullif(split_part("src", ':', 2), '') as source_port,
  split_part("dst", ':', 1) as peer_ip,
  nullif(split_part("dst", ':', 2), '') as peer_port,
  lower(split_part("proto", '/', 1)) as transport,
  case when number(split_part("proto", '/', 2)) is null then nullif(lower(split_part("proto", '/', 2)), '') end as service,
  "sent" as bytes_out,
  "rcvd" as bytes_in,
  number("cdur") / 1000 as duration_seconds,
  "msg" as state
from sonicwall
where "proto" is not null and "src" is not null and "dst" is not null
