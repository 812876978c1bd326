/*---
id: md.active_scan_clinical
title: Scans of medical devices in use
practice: "9"
applies_to: [medium, large]
unit: count
needs: [connection, device, setting]
goal: none
why: Some devices stop when they are scanned, and a patient may hang on them. Intruders scan, too.
fix: Take the medical networks out of the scanner's targets and block it there; scan devices in maintenance only. If the source listed here is no scanner of yours, treat it as an intruder.
examples:
  - device: [{asset_id: D1, name: p1, ip_address: 10.0.5.1}, {asset_id: D2, name: p2, ip_address: 10.0.5.2}]
    connection: # a scanner that is known, another that shows by what it does, and the server of the pumps
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.50, peer_ip: 10.0.5.1, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.1, peer_port: 21, state: REJ}
      - {time: "2026-03-20T08:00:01Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.1, peer_port: 22, state: REJ}
      - {time: "2026-03-20T08:00:02Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.1, peer_port: 23, state: S0}
      - {time: "2026-03-20T08:00:03Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.1, peer_port: 80, state: REJ}
      - {time: "2026-03-20T08:00:04Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.2, peer_port: 21, state: REJ}
      - {time: "2026-03-20T08:00:05Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.2, peer_port: 22, state: REJ}
      - {time: "2026-03-20T08:00:06Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.2, peer_port: 23, state: REJ}
      - {time: "2026-03-20T08:00:07Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.2, peer_port: 80, state: SF}
      - {time: "2026-03-20T08:00:08Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.2, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:09Z", source_ip: 10.0.0.66, peer_ip: 10.0.5.2, peer_port: 445, state: REJ}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.10, peer_ip: 10.0.5.1, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.10, peer_ip: 10.0.5.2, peer_port: 443, state: REJ}
    setting: [{name: scanners, value: 10.0.1.50}]
    answer: {value: 2}
  - device: [{asset_id: D1, name: p1, ip_address: 10.0.5.1}]
    connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.10, peer_ip: 10.0.5.1, peer_port: 443, state: SF}]
    answer: {value: 0}
  - device: [{asset_id: D1, serial_number: SN1, identity_id: "serial_number:SN1"}] # its address stands in another list, and the scanner has two
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.50, peer_ip: 10.0.5.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.51, peer_ip: 10.0.5.9, peer_port: 443, state: SF}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.5.9}
      - {kind: device, identity_id: "host_name:scan", key: ip_address, value: 10.0.1.50}
      - {kind: device, identity_id: "host_name:scan", key: ip_address, value: 10.0.1.51}
    setting: [{name: scanners, value: 10.0.1.50}, {name: scanners, value: 10.0.1.51}]
    answer: {value: 1}
  - connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.10, peer_ip: 10.0.5.1, peer_port: 443, state: SF}]
    answer: no evidence
---*/
with zone as (
  select value as cidr from setting where name = 'medical_network'
),
spoken as (
  select record_id, time, source_ip, peer_ip, peer_port, coalesce(state, 'SF') in ('S0', 'REJ', 'RSTO', 'RSTR', 'RSTOS0', 'RSTRH', 'SH')
    or lower(state) ~ 'den(y|ied)|block|drop|reject' as refused
  from connection
  where time >= $to - interval '30 days' and time < $to and is_private_ip(peer_ip)
),
named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
clinical as (
  select ip_address as ip from device where ip_address is not null and coalesce(source, '') <> 'fhir_device'
  union
  select n.ip from named n join device d on d.identity_id = n.identity_id where coalesce(d.source, '') <> 'fhir_device'
  union
  select a.ip from (select distinct peer_ip as ip from spoken) as a cross join zone where in_network(a.ip, zone.cidr)
),
contact as (
  select s.* from spoken s join (select distinct ip from clinical) c on c.ip = s.peer_ip
  left join (select distinct ip from clinical) own on own.ip = s.source_ip
  where own.ip is null
),
known as (
  select distinct value as ip from setting where name in ('scanners', 'scanner')
),
hourly as (
  select c.source_ip, date_trunc('day', c.time) as day, max(c.time) as time, max(c.record_id) as record_id,
    count(k.ip) > 0 or (count(distinct concat(c.peer_ip, ' ', cast(c.peer_port as varchar))) >= 10 and count(*) filter (where c.refused) * 2 >= count(*)) as scan
  from contact c left join known k on k.ip = c.source_ip
  group by c.source_ip, date_trunc('day', c.time), date_trunc('hour', c.time)
)
select case when (select count(*) from contact) > 0 then count(distinct concat(coalesce(n.identity_id, source_ip), ' ', cast(day as varchar))) filter (where scan) end as value,
  (select max(time) from contact) as newest, string_agg(record_id, ' ' order by record_id) filter (where scan) as rows
from hourly h left join named n on n.ip = h.source_ip
