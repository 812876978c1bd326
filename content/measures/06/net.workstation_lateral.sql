/*---
id: net.workstation_lateral
title: Workstations that reach into other workstations
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [connection, asset]
goal: at most 1 in 1,000 sessions
why: Ransomware spreads from desk to desk over exactly these doors. Staff never need them.
fix: Block file sharing and remote desktop between workstations with the firewall of each machine; allow them from the IT computer only.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, ip_address: 10.0.0.5}
      - {host_name: pc-02, kind: workstation, ip_address: 10.0.0.6}
      - {host_name: srv, kind: server, ip_address: 10.0.0.9}
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.6, peer_port: 445, transport: tcp, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.9, peer_port: 445, transport: tcp, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.9, peer_ip: 10.0.0.6, peer_port: 445, transport: tcp, state: SF}
    answer: {met: 1, counted: 2}
  - asset: # the inventory has no addresses, the scanner has
      - {serial_number: SN1, kind: laptop, identity_id: "serial_number:SN1"}
      - {serial_number: SN2, kind: laptop, identity_id: "serial_number:SN2"}
    connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.6, peer_port: 445, transport: tcp, state: SF}]
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.0.5}
      - {kind: device, identity_id: "serial_number:SN2", key: ip_address, value: 10.0.0.6}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation, ip_address: 10.0.0.5}]
    answer: no evidence
---*/
with named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
staffed as (
  select distinct identity_id, ip_address as ip from asset where kind in ('workstation', 'laptop')
),
desk as (
  select ip from staffed where ip is not null
  union
  select n.ip from named n join staffed s on s.identity_id = n.identity_id
),
sessions as (
  select c.record_id, c.time,
    p.ip is not null and c.peer_port in (135, 139, 445, 3389, 5985, 5986) as lateral
  from connection c
  join desk d on d.ip = c.source_ip
  left join desk p on p.ip = c.peer_ip
  where c.time >= $to - interval '30 days' and c.time < $to and is_private_ip(c.peer_ip) and coalesce(c.state, 'SF') not in ('S0', 'REJ')
)
select count(*) filter (where lateral) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from sessions where lateral order by time desc, record_id limit 20) as failing) as rows
from sessions
