/*---
id: network.large_upload
title: Gigabytes sent to an address never seen before
threat: T4
severity: medium
attack: [T1041, T1567]
needs: [connection]
why: Records are carried off before they are locked or sold. It takes hours and is seen in no other log.
fix: Find out which computer and which program sent this, and to whom. If nobody can say, block the address.
examples:
  - note: three gigabytes to a new address after two weeks of other traffic
    facts:
      connection:
        - {time: "2026-02-10T10:00:00Z", source_ip: 10.20.10.14, peer_ip: 198.51.100.9, bytes_out: 1000, bytes_in: 90000}
        - {time: "2026-03-02T01:00:00Z", source_ip: 10.20.10.14, peer_ip: 192.0.2.44, bytes_out: 2000000000, bytes_in: 40000}
        - {time: "2026-03-02T02:00:00Z", source_ip: 10.20.10.14, peer_ip: 192.0.2.44, bytes_out: 1000000000, bytes_in: 40000}
    findings: 1
  - note: the nightly copy to the backup service; a large download; a copy among ourselves; the first day of the log
    facts:
      connection:
        - {time: "2026-02-10T01:00:00Z", source_ip: 10.20.20.10, peer_ip: 198.51.100.60, bytes_out: 4000000000, bytes_in: 100}
        - {time: "2026-03-02T01:00:00Z", source_ip: 10.20.20.10, peer_ip: 198.51.100.60, bytes_out: 4000000000, bytes_in: 100}
        - {time: "2026-03-02T01:00:00Z", source_ip: 10.20.10.14, peer_ip: 192.0.2.45, bytes_out: 3000000, bytes_in: 4000000000}
        - {time: "2026-03-02T01:00:00Z", source_ip: 10.20.10.14, peer_ip: 10.20.20.10, bytes_out: 4000000000, bytes_in: 100}
    findings: 0
---*/
with span as (
  select min(time) as first_at from connection
),
flow as (
  select source_ip, peer_ip, min(time) as first_at, sum(bytes_out) as sent, sum(bytes_in) as got,
    array_to_string(array_slice(array_agg(record_id order by bytes_out desc, record_id), 1, 20), ' ') as record_ids
  from connection
  where is_private_ip(source_ip) and is_private_ip(peer_ip) = false and bytes_out > 0 and time is not null
  group by source_ip, peer_ip
),
peer as (
  select peer_ip, min(time) as first_at from connection where time is not null group by peer_ip
)
select f.first_at as time, f.record_ids, f.source_ip as subject,
  concat(f.source_ip, ' sent ', round(f.sent / 1000000000.0, 1), ' gigabytes to ', f.peer_ip, ', an address nobody here had spoken to before') as sentence
from flow f
join peer p on p.peer_ip = f.peer_ip
cross join span s
where f.sent >= 2000000000 and coalesce(f.got, 0) * 10 < f.sent
  and p.first_at >= s.first_at + interval '7 days' and f.first_at < p.first_at + interval '1 day'
