/*---
id: md.in_medical_zone
title: Connected devices inside the medical network
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [device, setting]
goal: 98 %
why: A pump on the office network is one infected laptop away from harm.
fix: Move the devices listed here to the medical network with clinical engineering, one ward at a time.
fresh_days: 184
examples:
  - device:
      - {asset_id: D1, name: pump, ip_address: 10.0.5.9}
      - {asset_id: D2, name: monitor, ip_address: 10.0.0.9}
      - {asset_id: D3, name: ct, network_zone: medical}
      - {asset_id: D4, name: scale}
    setting: [{name: medical_networks, value: 10.0.5.0/24}]
    answer: {met: 2, counted: 3}
  - device: # two lists of equipment, one device
      - {asset_id: D1, name: pump-1, ip_address: 10.0.5.9, identity_id: "serial_number:SN1"}
      - {asset_id: CE-501, serial_number: SN1, network_zone: medical, identity_id: "serial_number:SN1"}
    setting: [{name: medical_networks, value: 10.0.5.0/24}]
    answer: {met: 1, counted: 1}
  - device: [{asset_id: D1, name: pump}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
zone as (
  select unnest(json_list(value)) as cidr from setting where name in ('medical_networks', 'medical_network')
),
zoned as (
  select coalesce(d.identity_id, d.asset_id, lower(d.name), d.record_id) as name, d.record_id, max(d.ip_address) as ip, max(d.network_zone) as network_zone, count(z.cidr) as zones,
    bool_or(in_network(d.ip_address, z.cidr)) as in_zone
  from networked d left join zone z on true
  group by 1, 2
),
placed as (
  select name, record_id,
    case
      when ip is not null and zones > 0 then coalesce(in_zone, false)
      when network_zone is not null then regexp_like(network_zone, 'medical|biomed|clinical device|iomt|device')
    end as inside
  from zoned
),
machine as (
  select name, max(record_id) as record_id, bool_and(inside) as inside from placed group by name
)
select count(*) filter (where inside) as met, count(inside) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not inside) as rows
from machine
