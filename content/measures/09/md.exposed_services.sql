/*---
id: md.exposed_services
title: Doors of medical devices that open to other networks
practice: "9"
applies_to: [medium, large]
unit: count
needs: [connection, device, setting]
goal: none but what the plan allows
why: Pictures, results, web pages and remote control of a device answer to whoever asks. Most ask for no password.
fix: Let only the archive, the interface engine and the service computer through the firewall of the medical network; name them as `device_partners` in organisation.yaml.
examples:
  - device: [{asset_id: D1, name: ct, ip_address: 10.0.5.1}]
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.7, peer_ip: 10.0.5.1, peer_port: 104, state: SF}
      - {time: "2026-03-21T08:00:00Z", source_ip: 10.0.0.8, peer_ip: 10.0.5.1, peer_port: 104, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.7, peer_ip: 10.0.5.1, peer_port: 5900, state: REJ}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.1.10, peer_ip: 10.0.5.1, peer_port: 11112, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.9, peer_ip: 10.0.5.1, peer_port: 443, state: SF}
    setting: [{name: medical_network, value: 10.0.5.0/24}, {name: device_partners, value: 10.0.1.10}]
    answer: {value: 1}
  - device: [{asset_id: D1, serial_number: SN1, identity_id: "serial_number:SN1"}] # the scanner has its two addresses, outside the medical network
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.7, peer_ip: 10.0.6.9, peer_port: 104, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.7, peer_ip: 10.0.6.10, peer_port: 104, state: SF}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.6.9}
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.6.10}
    setting: [{name: medical_network, value: 10.0.5.0/24}]
    answer: {value: 1}
  - device: [{asset_id: D1, name: ct, ip_address: 10.0.5.1}]
    connection: [{time: "2026-03-20T08:00:00Z", source_ip: 10.0.0.7, peer_ip: 10.0.5.1, peer_port: 104, state: SF}]
    answer: no evidence
---*/
with zone as (
  select value as cidr from setting where name = 'medical_network'
),
partner as (
  select distinct value as ip from setting where name in ('device_partners', 'device_partner')
),
spoken as (
  select record_id, time, source_ip, peer_ip, peer_port,
    coalesce(state, 'SF') in ('SF', 'S1', 'S2', 'S3', 'RSTO', 'RSTR', 'established', 'closed', 'ACCEPT', 'accept', 'allow', 'Allowed', 'close') as answered
  from connection
  where time >= $to - interval '30 days' and time < $to and is_private_ip(peer_ip) and coalesce(transport, 'tcp') = 'tcp'
),
addresses as (
  select source_ip as ip from spoken union select peer_ip as ip from spoken
),
inside as (
  select distinct a.ip from addresses a cross join zone where in_network(a.ip, zone.cidr)
),
named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
clinical as (
  select ip from inside
  union
  select ip_address from device where ip_address is not null and coalesce(source, '') <> 'fhir_device'
  union
  select n.ip from named n join device d on d.identity_id = n.identity_id where coalesce(d.source, '') <> 'fhir_device'
),
entering as (
  select s.record_id, s.time, s.peer_ip, s.peer_port, s.answered
  from spoken s join clinical d on d.ip = s.peer_ip left join clinical i on i.ip = s.source_ip left join partner p on p.ip = s.source_ip
  where i.ip is null and p.ip is null
),
open_door as (
  select e.record_id, e.time, coalesce(n.identity_id, e.peer_ip) as machine, e.peer_port from entering e left join named n on n.ip = e.peer_ip
  where answered and peer_port in (22, 23, 80, 104, 443, 2575, 2762, 3389, 5900, 5901, 8080, 8443, 11112)
)
-- without the range of the medical network nobody knows what is outside it
select case when (select count(*) from zone) > 0 and (select count(*) from spoken s join clinical d on d.ip = s.peer_ip) > 0
    then count(distinct concat(machine, ' ', cast(peer_port as varchar))) end as value,
  (select max(time) from spoken) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from open_door order by time desc, record_id limit 20) as failing) as rows
from open_door
