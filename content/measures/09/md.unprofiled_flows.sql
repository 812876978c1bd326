/*---
id: md.unprofiled_flows
title: What medical devices say to partners that are not on their list
practice: "9"
applies_to: [medium, large]
unit: ratio
needs: [connection, device, setting]
goal: at most 1 in 1,000 conversations
why: A device has few partners. Anything else it speaks to is a new configuration or an intruder.
fix: Ask clinical engineering what the partners listed here are; add them to `device_flows` in organisation.yaml, or block them.
examples:
  - device: [{asset_id: D1, name: p1, model: Pump 4, ip_address: 10.0.5.1}, {asset_id: D2, name: ct, model: CT 9, ip_address: 10.0.5.2}]
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.1, peer_ip: 10.0.1.10, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.1, peer_ip: 10.0.1.10, peer_port: 22, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.1, peer_ip: 10.0.2.7, peer_port: 123, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.2, peer_ip: 203.0.113.9, peer_port: 443, state: SF} # no list for this model
    setting: [{name: device_flows, value: Pump 4 > 10.0.1.10/32 443}, {name: device_flows, value: pump 4 > 10.0.2.0/24}]
    answer: {met: 1, counted: 3}
  - device: [{asset_id: D1, serial_number: SN1, model: Pump 4, identity_id: "serial_number:SN1"}] # its address stands in another list
    connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.1, peer_ip: 10.0.3.7, peer_port: 22, state: SF}]
    identity: [{kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.5.1}]
    setting: [{name: device_flows, value: Pump 4 > 10.0.1.10/32 443}]
    answer: {met: 1, counted: 1}
  - device: [{asset_id: D1, name: p1, model: Pump 4, ip_address: 10.0.5.1}]
    connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.1, peer_ip: 10.0.1.10, peer_port: 443, state: SF}]
    answer: no evidence
---*/
with profile as (
  select lower(trim(split_part(value, '>', 1))) as model, nullif(split_part(trim(split_part(value, '>', 2)), ' ', 2), '') as port,
    case
      when split_part(trim(split_part(value, '>', 2)), ' ', 1) like '%/%' then split_part(trim(split_part(value, '>', 2)), ' ', 1)
      when value like '%>%:%' then concat(split_part(trim(split_part(value, '>', 2)), ' ', 1), '/128')
      else concat(split_part(trim(split_part(value, '>', 2)), ' ', 1), '/32')
    end as cidr
  from setting where name in ('device_flows', 'device_flow') and value like '%>%'
),
named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
profiled as (
  select ip, min(model) as model
  from (
    select ip_address as ip, lower(trim(model)) as model from device where ip_address is not null and coalesce(source, '') <> 'fhir_device'
    union all
    select n.ip, lower(trim(d.model)) from named n join device d on d.identity_id = n.identity_id where coalesce(d.source, '') <> 'fhir_device'
  ) as placed
  where model in (select model from profile)
  group by ip
),
spoken as (
  select c.record_id, c.time, d.model, c.peer_ip, cast(c.peer_port as varchar) as port
  from connection c join profiled d on d.ip = c.source_ip
  where c.time >= $to - interval '30 days' and c.time < $to and coalesce(c.state, 'SF') not in ('S0', 'REJ')
    and not regexp_like(c.peer_ip, '^(22[4-9]|23[0-9]|0|127|169\.254)\.|^ff|^fe80|\.255$')
),
listed as (
  select distinct s.model, s.peer_ip, s.port
  from (select distinct model, peer_ip, port from spoken) as s join profile p on p.model = s.model
  where in_network(s.peer_ip, p.cidr) and (p.port is null or p.port = s.port)
),
judged as (
  select s.record_id, s.time, l.model is null as outside
  from spoken s left join listed l on l.model = s.model and l.peer_ip = s.peer_ip and l.port is not distinct from s.port
)
select count(*) filter (where outside) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where outside order by time desc, record_id limit 20) as failing) as rows
from judged
