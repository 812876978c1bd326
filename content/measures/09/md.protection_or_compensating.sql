/*---
id: md.protection_or_compensating
title: Connected devices that are protected, or guarded from outside
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [device]
goal: 95 %
why: A device that cannot protect itself needs a wall around it.
fix: For each device listed here, ask the maker what protection it allows; where it allows none, put it behind a firewall rule and record that.
fresh_days: 184
examples:
  - device:
      - {asset_id: D1, name: pump, protection: compensating}
      - {asset_id: D2, name: monitor, protection: none}
      - {asset_id: D3, name: scanner}
    answer: {met: 1, counted: 3}
  - device: # two lists of equipment, one device
      - {asset_id: D1, name: pump-1, protection: compensating, identity_id: "serial_number:SN1"}
      - {asset_id: CE-501, serial_number: SN1, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - device: [{asset_id: D1, name: pump}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
machine as (
  select coalesce(identity_id, asset_id, lower(name), record_id) as name, max(record_id) as record_id, bool_and(protection in ('agent', 'compensating')) as good
  from networked group by 1
)
select count(*) filter (where good) as met, case when count(good) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(good, false)) as rows
from machine
