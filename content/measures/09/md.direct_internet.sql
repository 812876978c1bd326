/*---
id: md.direct_internet
title: Medical devices that speak to the internet directly
practice: "9"
applies_to: [small, medium, large]
unit: count
needs: [connection, device, setting]
goal: none outside the maker's approved tunnel
why: What a device can reach, an attacker can reach back.
fix: Block the internet for the devices listed here on the firewall, and allow only the maker's address where it is needed for service.
examples:
  - device: [{asset_id: D1, name: pump, ip_address: 10.0.5.9}, {asset_id: D2, name: ct, ip_address: 10.0.5.10}]
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.9, peer_ip: 10.0.0.2, peer_port: 2575, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.9, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.10, peer_ip: 198.51.100.20, peer_port: 443, state: SF}
    setting: [{name: device_vendor_networks, value: 198.51.100.0/24}]
    answer: {value: 1}
  - device: [{asset_id: D1, serial_number: SN1, identity_id: "serial_number:SN1"}] # the scanner has its two addresses
    connection:
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.9, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
      - {time: "2026-03-20T08:00:00Z", source_ip: 10.0.5.10, peer_ip: 203.0.113.9, peer_port: 443, state: SF}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.5.9}
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.5.10}
    answer: {value: 1}
  - device: [{asset_id: D1, name: pump, ip_address: 10.0.5.9}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
place as (
  select ip_address as ip from networked where ip_address is not null
  union
  select n.ip from named n join networked d on d.identity_id = n.identity_id
),
approved as (
  select unnest(json_list(value)) as cidr from setting where name in ('device_vendor_networks', 'device_vendor_network')
),
spoken as (
  select c.record_id, c.time, c.source_ip, c.peer_ip, c.state from connection c
  join place p on p.ip = c.source_ip
  where c.time >= $to - interval '30 days' and c.time < $to
),
outward as (
  select s.record_id, s.time, coalesce(n.identity_id, s.source_ip) as machine from spoken s left join named n on n.ip = s.source_ip
  where not is_private_ip(s.peer_ip) and coalesce(s.state, 'SF') not in ('S0', 'REJ')
    and not regexp_like(s.peer_ip, '^(22[4-9]|23[0-9]|255|0|127|169\.254)\.|^ff|^fe80')
    and not exists (select 1 from approved where in_network(s.peer_ip, approved.cidr))
)
select case when (select count(*) from spoken) > 0 then count(distinct machine) end as value, (select max(time) from spoken) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from outward order by time desc, record_id limit 20) as failing) as rows
from outward
