/*---
id: md.mds2_on_file
title: Connected devices with the maker's security form on file
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [device]
goal: 95 %
why: The form says what the device can and cannot defend itself against.
fix: Ask the makers of the devices listed here for the MDS2 form of the version you run; most send it by return mail.
fresh_days: 184
examples:
  - device:
      - {asset_id: D1, name: pump, mds2_on_file: true}
      - {asset_id: D2, name: monitor, mds2_on_file: false}
      - {asset_id: D3, name: scanner}
    answer: {met: 1, counted: 3}
  - device: # two lists of equipment, one device
      - {asset_id: D1, name: pump-1, mds2_on_file: true, identity_id: "serial_number:SN1"}
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
  select coalesce(identity_id, asset_id, lower(name), record_id) as name, max(record_id) as record_id, bool_and(mds2_on_file) as good
  from networked group by 1
)
select count(*) filter (where good) as met, case when count(good) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(good, false)) as rows
from machine
