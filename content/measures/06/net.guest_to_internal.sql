/*---
id: net.guest_to_internal
title: Connections from the guest network to the inside
practice: "6"
applies_to: [small, medium, large]
unit: count
needs: [connection, setting]
goal: none
why: A visitor's phone must never reach a clinical system.
fix: On the wireless controller, turn on client isolation for guests and block the guest network from all inside addresses.
examples:
  - connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.99.0.4, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.99.0.4, peer_ip: 10.0.0.5, peer_port: 445, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.99.0.4, peer_ip: 10.99.0.1, peer_port: 53, state: SF}
    setting: [{name: guest_networks, value: 10.99.0.0/24}]
    answer: {value: 1}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.99.0.4, peer_ip: 10.0.0.5, peer_port: 445, state: SF}]
    answer: no evidence
---*/
with guest as (
  select unnest(json_list(value)) as cidr from setting where name in ('guest_networks', 'guest_network')
),
visits as (
  select c.record_id, c.time, c.peer_ip, c.peer_port, c.state from connection c
  where c.time >= $to - interval '30 days' and c.time < $to
    and exists (select 1 from guest where in_network(c.source_ip, guest.cidr))
),
inward as (
  select v.record_id, v.time from visits v
  where is_private_ip(v.peer_ip) and coalesce(v.state, 'SF') not in ('REJ', 'S0') and coalesce(v.peer_port, 0) not in (53, 67, 68, 123)
    and not regexp_like(v.peer_ip, '^(0\.|127\.|169\.254\.)|\.255$')
    and not exists (select 1 from guest where in_network(v.peer_ip, guest.cidr))
)
select case when (select count(*) from visits) > 0 then count(*) end as value, (select max(time) from visits) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from inward order by time desc, record_id limit 20) as failing) as rows
from inward
