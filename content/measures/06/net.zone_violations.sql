/*---
id: net.zone_violations
title: Conversations between networks that the plan does not allow
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [connection, setting]
goal: at most 1 in 1,000
why: Networks that are apart on paper only are one network to an intruder.
fix: For each conversation listed here, either add it to `allowed_flows` in organisation.yaml because care needs it, or block it on the firewall.
examples:
  - connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.9, peer_ip: 10.0.5.9, peer_port: 104, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.5.9, peer_port: 23, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.5.9, peer_port: 23, state: Deny}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.0.6, peer_port: 445, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.9, peer_ip: 10.0.5.9, peer_port: 3389, state: SF}
    setting:
      - {name: office_network, value: 10.0.0.0/24}
      - {name: server_network, value: 10.0.1.0/24}
      - {name: medical_network, value: 10.0.5.0/24}
      - {name: allowed_flows, value: office > server}
      - {name: allowed_flows, value: server > medical 104}
    answer: {met: 2, counted: 4}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 443, state: SF}]
    setting: [{name: office_network, value: 10.0.0.0/24}, {name: server_network, value: 10.0.1.0/24}]
    answer: no evidence
---*/
with zone as (
  select split_part(name, '_', 1) as zone, value as cidr from setting
  where name in ('medical_network', 'server_network', 'office_network', 'printer_network', 'guest_network', 'dmz_network')
),
allowed as (
  select distinct trim(split_part(lower(value), '>', 1)) as from_zone, split_part(trim(split_part(lower(value), '>', 2)), ' ', 1) as to_zone,
    nullif(split_part(trim(split_part(lower(value), '>', 2)), ' ', 2), '') as port
  from setting where name in ('allowed_flows', 'allowed_flow') and value like '%>%'
),
spoken as (
  select record_id, time, source_ip, peer_ip, cast(peer_port as varchar) as port from connection
  where time >= $to - interval '30 days' and time < $to and is_private_ip(source_ip) and is_private_ip(peer_ip)
    and coalesce(state, 'SF') not in ('S0', 'REJ') and coalesce(lower(state), '') !~ 'den(y|ied)|block|drop|reject|discard'
),
addresses as (
  select source_ip as ip from spoken union select peer_ip as ip from spoken
),
placed as (
  select a.ip, min(z.zone) as zone from addresses a cross join zone z where in_network(a.ip, z.cidr) group by a.ip
),
crossing as (
  select s.record_id, s.time, f.zone as from_zone, t.zone as to_zone, s.port
  from spoken s join placed f on f.ip = s.source_ip join placed t on t.ip = s.peer_ip
  where f.zone <> t.zone
),
judged as (
  select c.record_id, c.time, whole.from_zone is not null or one.from_zone is not null as fits
  from crossing c
  left join (select distinct from_zone, to_zone from allowed where port is null) whole on whole.from_zone = c.from_zone and whole.to_zone = c.to_zone
  left join (select distinct from_zone, to_zone, port from allowed where port is not null) one
    on one.from_zone = c.from_zone and one.to_zone = c.to_zone and one.port = c.port
)
select count(*) filter (where not fits) as met, case when (select count(*) from allowed) > 0 then count(*) end as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not fits order by time desc, record_id limit 20) as failing) as rows
from judged
