/*---
id: md.owner_named
title: Connected devices with a department that answers for them
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [device]
goal: 98 %
why: Nobody fixes the device that belongs to nobody.
fix: Ask each ward which of the devices listed here are theirs, and write the name into the equipment list.
fresh_days: 184
examples:
  - device:
      - {asset_id: D1, name: pump, owner_department: ICU}
      - {asset_id: D2, name: monitor}
    answer: {met: 1, counted: 2}
  - device: # two lists of equipment, one device
      - {asset_id: D1, name: pump-1, owner_department: ICU, identity_id: "serial_number:SN1"}
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
  select coalesce(identity_id, asset_id, lower(name), record_id) as name, max(record_id) as record_id, max(owner_department) is not null as good, max(owner_department) as known
  from networked group by 1
)
select count(*) filter (where good) as met, case when count(known) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(good, false)) as rows
from machine
