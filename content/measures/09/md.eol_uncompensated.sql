/*---
id: md.eol_uncompensated
title: Connected devices on old systems with nothing around them
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [device]
goal: at most 2 %
why: An old system without patches and without a wall is open to attacks that are years old.
fix: Put the devices listed here behind a firewall rule of their own, record it, and set a date for replacing each.
fresh_days: 184
examples:
  - device:
      - {asset_id: D1, name: pump, os_supported: false, protection: none}
      - {asset_id: D2, name: monitor, os_supported: false, protection: compensating}
      - {asset_id: D3, name: ct, os_supported: true}
      - {asset_id: D4, name: scale, end_of_support_at: "2020-01-01"}
      - {asset_id: D5, name: lamp}
    answer: {met: 2, counted: 4}
  - device: # one list has the system, the other what is around it: one device
      - {asset_id: D1, name: pump-1, protection: compensating, identity_id: "serial_number:SN1"}
      - {asset_id: CE-501, serial_number: SN1, os_supported: false, identity_id: "serial_number:SN1"}
    answer: {met: 0, counted: 1}
  - device: [{asset_id: D5, name: lamp}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
machine as (
  select coalesce(identity_id, asset_id, lower(name), record_id) as name, max(record_id) as record_id, coalesce(bool_or(protection = 'none'), true) as bare,
    coalesce(bool_or(not os_supported), false) or coalesce(min(end_of_support_at) < $as_of, false) as old
  from networked group by 1 having count(os_supported) + count(end_of_support_at) > 0
)
select count(*) filter (where old and bare) as met, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where old and bare) as rows
from machine
