/*---
id: md.default_creds
title: Connected devices that still have the password they came with
practice: "9"
applies_to: [small, medium, large]
unit: count
needs: [device]
goal: none
why: Those passwords stand in manuals on the internet.
fix: Have clinical engineering change the password of the devices listed here at the next visit, with the maker's consent.
fresh_days: 184
examples:
  - device:
      - {asset_id: D1, name: pump, default_credentials_changed: true}
      - {asset_id: D2, name: monitor, default_credentials_changed: false}
      - {asset_id: D3, name: scanner}
    answer: {value: 1}
  - device: # two lists of equipment, one device
      - {asset_id: D1, name: pump-1, default_credentials_changed: false, identity_id: "serial_number:SN1"}
      - {asset_id: CE-501, serial_number: SN1, default_credentials_changed: false, identity_id: "serial_number:SN1"}
    answer: {value: 1}
  - device: [{asset_id: D3, name: scanner}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
machine as (
  select coalesce(identity_id, asset_id, lower(name), record_id) as name, max(record_id) as record_id, bool_and(default_credentials_changed) as changed
  from networked group by 1
)
select case when count(changed) > 0 then count(*) filter (where not changed) end as value,
  count(changed) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not changed) as rows
from machine
