/*---
id: data.flow_map_match
title: Ways of patient data between systems that stand on the map
practice: "4"
applies_to: [large]
unit: ratio
needs: [connection, setting, asset, device]
goal: 95 % of the ways seen for results, orders and images
why: What is not on the map is asked about in no risk analysis, encrypted by nobody and found by an intruder first.
fix: Ask the interface team what each connection listed here is. Add it to `data_flows` in organisation.yaml if care needs it, or close it.
examples:
  - connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 2575, transport: tcp, state: SF}
      - {time: "2026-03-20T09:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 2575, transport: tcp, state: SF} # the same way
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.7, peer_ip: 10.0.1.10, peer_port: 11112, transport: tcp, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.8, peer_ip: 10.0.1.10, peer_port: 4096, service: dicom, state: SF} # another port than the map says
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.6, peer_ip: 198.51.100.7, peer_port: 104, transport: tcp, state: SF} # to the outside
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.6, peer_ip: 10.0.1.9, peer_port: 2575, transport: tcp, state: REJ} # refused
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.6, peer_ip: 10.0.1.9, peer_port: 443, transport: tcp, state: SF} # anything may be inside
    asset: [{host_name: ehr, ip_address: 10.0.1.9}]
    device: [{name: PACS, ip_address: 10.0.1.10}]
    setting:
      - {name: data_flows, value: 10.0.0.5 > EHR 2575}
      - {name: data_flows, value: 10.0.5.0/24 > pacs 11112}
    answer: {met: 2, counted: 4}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 2575, transport: tcp, state: SF}]
    setting: [{name: data_flow, value: 10.0.0.5 > 10.0.1.0/24}]
    answer: {met: 1, counted: 1}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 2575, transport: tcp, state: SF}]
    answer: no evidence
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.5, peer_ip: 10.0.1.9, peer_port: 443, transport: tcp, state: SF}]
    setting: [{name: data_flows, value: 10.0.0.5 > 10.0.1.0/24}]
    answer: no evidence
---*/
with map as (
  -- the port is the last word of the second side, where there is one
  select distinct lower(trim(split_part(value, '>', 1))) as from_end,
    lower(trim(regexp_replace(trim(split_part(value, '>', 2)), ' +[0-9]+$', ''))) as to_end,
    regexp_match(trim(split_part(value, '>', 2)), ' ([0-9]+)$')[1] as port
  from setting where name in ('data_flows', 'data_flow') and value like '%>%'
),
named as (
  select lower(host_name) as name, ip_address as ip from asset where host_name is not null and ip_address is not null
  union
  select lower(name), ip_address from device where name is not null and ip_address is not null
),
ends as (
  select from_end as part from map union select to_end from map
),
spoken as (
  -- HL7 version 2 and DICOM, by port or as the sensor recognised them: what only systems speak, and only about patients
  select source_ip, peer_ip, cast(peer_port as varchar) as port, max(record_id) as record_id, max(time) as time
  from connection
  where time >= $to - interval '30 days' and time < $to and coalesce(transport, 'tcp') = 'tcp'
    and (peer_port in (104, 11112, 2761, 2762, 2575, 6661) or lower(service) in ('dicom', 'hl7'))
    and coalesce(state, 'SF') not in ('S0', 'REJ') and coalesce(lower(state), '') !~ 'den(y|ied)|block|drop|reject|discard'
  group by source_ip, peer_ip, 3
),
addresses as (
  select source_ip as ip from spoken union select peer_ip from spoken
),
placed as (
  select e.part, a.ip from ends e cross join addresses a
  where in_network(a.ip, case when e.part like '%/%' then e.part when e.part like '%:%' then concat(e.part, '/128') else concat(e.part, '/32') end)
  union
  select e.part, n.ip from ends e join named n on n.name = e.part
),
mapped as (
  select distinct s.source_ip, s.peer_ip, s.port
  from spoken s
  join placed f on f.ip = s.source_ip
  join placed t on t.ip = s.peer_ip
  join map m on m.from_end = f.part and m.to_end = t.part and (m.port is null or m.port = s.port)
),
judged as (
  select s.record_id, s.time, m.port is not null as on_map
  from spoken s left join mapped m on m.source_ip = s.source_ip and m.peer_ip = s.peer_ip and m.port = s.port
)
select count(*) filter (where on_map) as met, case when (select count(*) from map) > 0 then count(*) end as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not on_map order by time desc, record_id limit 20) as failing) as rows
from judged
