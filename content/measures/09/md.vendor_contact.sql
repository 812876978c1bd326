/*---
id: md.vendor_contact
title: Connected devices whose maker can be reached on security
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [device]
goal: 95 %
why: When a device behaves oddly, someone must know whom to call.
fix: Find the security contact on the web site of each maker listed here, and write it into the equipment list.
fresh_days: 184
examples:
  - device:
      - {asset_id: D1, name: pump, maker_contact: true}
      - {asset_id: D2, name: monitor, maker_contact: false}
    answer: {met: 1, counted: 2}
  - device: # two lists of equipment, one device
      - {asset_id: D1, name: pump-1, maker_contact: true, identity_id: "serial_number:SN1"}
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
  select coalesce(identity_id, asset_id, lower(name), record_id) as name, max(record_id) as record_id, bool_and(maker_contact) as good
  from networked group by 1
)
select count(*) filter (where good) as met, case when count(good) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(good, false)) as rows
from machine
