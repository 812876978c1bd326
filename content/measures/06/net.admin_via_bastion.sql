/*---
id: net.admin_via_bastion
title: Administration of servers that comes through the guarded door
practice: "6"
applies_to: [large]
unit: ratio
needs: [connection, setting]
goal: 98 % of sessions into the server networks
why: If servers can be administered from any desk, one stolen password at any desk is enough.
fix: Allow ports 22, 3389, 5985 and 5986 into the server networks from the jump host and the VPN with a second factor only; the sessions listed here came from elsewhere.
examples:
  - connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.9.2, peer_ip: 10.0.1.9, peer_port: 3389, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 22, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.8, peer_ip: 10.0.1.9, peer_port: 22, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 3389, state: REJ}
    setting: [{name: server_network, value: 10.0.1.0/24}, {name: admin_network, value: 10.0.9.0/28}]
    answer: {met: 1, counted: 2}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.9.2, peer_ip: 10.0.1.9, peer_port: 3389, state: SF}]
    setting: [{name: server_network, value: 10.0.1.0/24}]
    answer: no evidence
---*/
with door as (
  select value as cidr from setting where name = 'admin_network'
),
servers as (
  select value as cidr from setting where name = 'server_network'
),
sessions as (
  select record_id, time, source_ip, peer_ip from connection
  where time >= $to - interval '30 days' and time < $to and peer_port in (22, 23, 3389, 5900, 5985, 5986)
    and coalesce(state, 'SF') in ('SF', 'S1', 'S2', 'S3', 'RSTO', 'RSTR', 'established', 'closed', 'ACCEPT', 'accept', 'allow', 'Allowed', 'close', 'client-rst', 'server-rst')
),
addresses as (
  select source_ip as ip from sessions union select peer_ip as ip from sessions
),
server as (
  select distinct a.ip from addresses a cross join servers z where in_network(a.ip, z.cidr)
),
guarded as (
  select distinct a.ip from addresses a cross join door z where in_network(a.ip, z.cidr)
),
inward as ( -- servers that speak among each other did not come in
  select s.record_id, s.time, g.ip is not null as guarded
  from sessions s join server t on t.ip = s.peer_ip left join server f on f.ip = s.source_ip left join guarded g on g.ip = s.source_ip
  where f.ip is null
)
select count(*) filter (where guarded) as met, case when (select count(*) from door) > 0 then count(*) end as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from inward where not guarded order by time desc, record_id limit 20) as failing) as rows
from inward
