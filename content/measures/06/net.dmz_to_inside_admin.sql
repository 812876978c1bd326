/*---
id: net.dmz_to_inside_admin
title: Connections from the outer zone to inner administration ports
practice: "6"
applies_to: [small, medium, large]
unit: count
needs: [connection, setting]
goal: none
why: A web server that was broken into must not be able to log in to anything inside.
fix: Block ports 22, 139, 445 and 3389 from the outer zone to the inside on the firewall.
examples:
  - connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.4, peer_ip: 10.0.0.5, peer_port: 445, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.4, peer_ip: 10.0.0.5, peer_port: 443, state: SF}
    setting: [{name: dmz_networks, value: 192.168.50.0/24}]
    answer: {value: 1}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 192.168.50.4, peer_ip: 10.0.0.5, peer_port: 445, state: SF}]
    answer: no evidence
---*/
with dmz as (
  select unnest(json_list(value)) as cidr from setting where name in ('dmz_networks', 'dmz_network')
),
outer_zone as (
  select c.record_id, c.time, c.peer_ip, c.peer_port, c.state from connection c
  where c.time >= $to - interval '30 days' and c.time < $to
    and exists (select 1 from dmz where in_network(c.source_ip, dmz.cidr))
),
inward as (
  select o.record_id, o.time from outer_zone o
  where o.peer_port in (22, 139, 445, 3389) and is_private_ip(o.peer_ip) and coalesce(o.state, 'SF') not in ('S0', 'REJ')
    and not exists (select 1 from dmz where in_network(o.peer_ip, dmz.cidr))
)
select case when (select count(*) from outer_zone) > 0 then count(*) end as value, (select max(time) from outer_zone) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from inward order by time desc, record_id limit 20) as failing) as rows
from inward
