/*---
id: net.subnets_with_telemetry
title: Own networks whose traffic is recorded
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [own_network, connection]
goal: 90 %
why: What happens in a network that nobody records can only be guessed afterwards.
fix: Add a sensor, or flow export on the switch, for the networks that are missing.
examples:
  - own_network: [{cidr: 10.0.0.0/24}, {cidr: 10.0.1.0/24}]
    connection: [{time: "2026-03-30T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.9}]
    answer: {met: 1, counted: 2}
  - own_network: [{cidr: 10.0.0.0/24}]
    answer: no evidence
---*/
with seen as (
  select source_ip as ip, max(time) as time from connection where time >= $to - interval '30 days' and time < $to group by source_ip
  union
  select peer_ip as ip, max(time) as time from connection where time >= $to - interval '30 days' and time < $to group by peer_ip
),
networks as (
  select cidr, max(record_id) as record_id from own_network group by cidr
),
judged as (
  select n.cidr, max(n.record_id) as record_id, bool_or(coalesce(in_network(s.ip, n.cidr), false)) as recorded
  from networks n cross join seen s
  group by n.cidr
)
select count(*) filter (where recorded) as met, count(*) as counted, (select max(time) from seen) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not recorded) as rows
from judged
