/*---
id: md.seen_in_inventory
title: Medical devices seen on the network that stand in the equipment list
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [connection, device, asset, address_lease, setting]
goal: 98 %
why: A device on no list gets no patch, no wall and no one who looks after it.
fix: Find the addresses listed here with clinical engineering, and add the devices to the equipment list with maker, model and place.
examples:
  - device: [{asset_id: D1, name: pump, ip_address: 10.0.5.9}, {asset_id: D2, name: ct, mac_address: "00:1b:17:aa:01:02"}]
    connection:
      - {time: "2026-03-20T08:00:00Z", record_id: "c:1", source_ip: 10.0.5.9, peer_ip: 10.0.0.2, peer_port: 2575}
      - {time: "2026-03-20T08:00:00Z", record_id: "c:2", source_ip: 10.0.5.20, peer_ip: 10.0.0.3, peer_port: 104, service: dicom}
      - {time: "2026-03-20T08:00:00Z", record_id: "c:3", source_ip: 10.0.5.77, peer_ip: 10.0.0.3, peer_port: 443}
      - {time: "2026-03-20T08:00:00Z", record_id: "c:5", source_ip: 10.0.0.41, peer_ip: 10.0.0.3, peer_port: 104}
      - {time: "2026-03-20T08:00:00Z", record_id: "c:4", source_ip: 10.0.0.40, peer_ip: 203.0.113.3, peer_port: 443}
    address_lease: [{time: "2026-03-20T07:00:00Z", device_mac: "00:1b:17:aa:01:02", device_ip: 10.0.5.20}]
    asset: [{host_name: view-1, kind: workstation, ip_address: 10.0.0.41}]
    setting: [{name: medical_networks, value: 10.0.5.0/24}]
    answer: {met: 2, counted: 3}
  - device: [{asset_id: D1, serial_number: SN1, identity_id: "serial_number:SN1"}] # the scanner has its two addresses
    connection:
      - {time: "2026-03-20T08:00:00Z", record_id: "c:1", source_ip: 10.0.5.9, peer_ip: 10.0.0.2, peer_port: 2575}
      - {time: "2026-03-20T08:00:00Z", record_id: "c:2", source_ip: 10.0.5.10, peer_ip: 10.0.0.2, peer_port: 2575}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.5.9}
      - {kind: device, identity_id: "serial_number:SN1", key: ip_address, value: 10.0.5.10}
    answer: {met: 1, counted: 1}
  - device: [{asset_id: D1, name: pump, ip_address: 10.0.5.9}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
zone as (
  select unnest(json_list(value)) as cidr from setting where name in ('medical_networks', 'medical_network')
),
speaker as (
  select source_ip as ip, max(record_id) as record_id, max(time) as time,
    bool_or(peer_port in (104, 11112, 2761, 2762, 2575) or lower(service) in ('dicom', 'hl7')) as medical
  from connection
  where time >= $to - interval '30 days' and time < $to and is_private_ip(source_ip)
  group by source_ip
),
named as ( -- addresses that only one machine has had
  select value as ip, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'ip_address' group by value having count(distinct identity_id) = 1
),
known as (
  select ip_address as ip from networked where ip_address is not null
  union
  select n.ip from named n join networked d on d.identity_id = n.identity_id
  union
  select l.device_ip as ip from address_lease l join networked d on d.mac_address = l.device_mac
  where l.time >= $to - interval '30 days' and l.time < $to
),
computer as (
  -- a viewing station or an archive speaks the same languages and is no device
  select ip_address as ip from asset
  where ip_address is not null and kind in ('workstation', 'laptop', 'server', 'phone', 'tablet', 'network', 'printer')
  union
  select n.ip from named n join asset a on a.identity_id = n.identity_id
  where a.kind in ('workstation', 'laptop', 'server', 'phone', 'tablet', 'network', 'printer')
),
seen as (
  select coalesce(n.identity_id, s.ip) as machine, max(s.record_id) as record_id, max(s.time) as time, bool_or(k.ip is not null) as listed
  from speaker s
  left join named n on n.ip = s.ip
  left join known k on k.ip = s.ip
  left join computer o on o.ip = s.ip
  where (s.medical and o.ip is null) or k.ip is not null or exists (select 1 from zone where in_network(s.ip, zone.cidr))
  group by 1
)
select count(*) filter (where listed) as met, case when (select count(*) from networked) > 0 then count(*) end as counted,
  max(time) as newest, string_agg(record_id, ' ' order by record_id) filter (where not listed) as rows
from seen
