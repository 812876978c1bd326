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
  - device: [{asset_id: D5, name: lamp}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
machine as (
  select record_id, coalesce(protection, 'none') as protection,
    coalesce(not os_supported, false) or coalesce(end_of_support_at < $as_of, false) as old
  from networked where os_supported is not null or end_of_support_at is not null
)
select count(*) filter (where old and protection = 'none') as met, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where old and protection = 'none') as rows
from machine
