/*---
id: device.new_outside_contact
title: Medical device speaks to an internet address for the first time
threat: T5
severity: high
attack: [T1071]
needs: [device, connection]
why: A medical device talks to the same few partners for years. A new one means new software, or somebody else's.
fix: Ask the maker whether the address is theirs. If not, take the device off the network after clinical staff have agreed, and keep it switched on.
examples:
  - note: after a week of its usual partner, a stranger
    facts:
      device: [{asset_id: MD-3, name: Ultrasound 1, ip_address: 10.20.30.11}]
      connection:
        - {time: "2026-03-01T08:00:00Z", source_ip: 10.20.30.11, peer_ip: 198.51.100.20, peer_port: 443, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.30.11, peer_ip: 198.51.100.20, peer_port: 443, state: SF}
        - {time: "2026-03-10T08:12:00Z", source_ip: 10.20.30.11, peer_ip: 192.0.2.150, peer_port: 443, state: SF}
        - {time: "2026-03-10T08:42:00Z", source_ip: 10.20.30.11, peer_ip: 192.0.2.150, peer_port: 4444, state: SF}
    findings: 1
  - note: its usual partner; a new partner inside; a computer that is no device; a device without history; the time service
    facts:
      device:
        - {asset_id: MD-3, name: Ultrasound 1, ip_address: 10.20.30.11}
        - {asset_id: MD-4, name: New pump, ip_address: 10.20.30.12}
      connection:
        - {time: "2026-03-01T08:00:00Z", source_ip: 10.20.30.11, peer_ip: 198.51.100.20, peer_port: 443, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.30.11, peer_ip: 198.51.100.20, peer_port: 443, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.30.11, peer_ip: 10.20.20.10, peer_port: 104, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.10.14, peer_ip: 192.0.2.150, peer_port: 443, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.30.12, peer_ip: 192.0.2.151, peer_port: 443, state: SF}
        - {time: "2026-03-10T08:00:00Z", source_ip: 10.20.30.11, peer_ip: 203.0.113.123, peer_port: 123, state: SF}
    findings: 0
---*/
with named as (
  select ip_address, min(coalesce(name, asset_id, ip_address)) as name
  from device where ip_address is not null group by ip_address
),
talk as (
  select d.name, d.ip_address, c.peer_ip, c.peer_port, c.time, c.record_id
  from connection c join named d on d.ip_address = c.source_ip
  where c.time is not null
),
history as (
  select ip_address, min(time) as first_at from talk group by ip_address
),
outside as (
  select name, ip_address, peer_ip, min(time) as first_at, count(*) as times,
    array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids
  from talk
  where is_private_ip(peer_ip) = false and coalesce(peer_port, 0) <> 123
    and peer_ip not like '224.%' and peer_ip not like '239.%' and peer_ip not like 'ff%' and peer_ip <> '255.255.255.255'
    and not exists (select 1 from named where named.ip_address = talk.peer_ip)
  group by name, ip_address, peer_ip
)
select o.first_at as time, o.record_ids, o.name as subject,
  concat(o.name, ' spoke to ', o.peer_ip, ' on the internet for the first time, ', o.times, case when o.times = 1 then ' time' else ' times' end) as sentence
from outside o join history h on h.ip_address = o.ip_address
where o.first_at >= h.first_at + interval '7 days'
