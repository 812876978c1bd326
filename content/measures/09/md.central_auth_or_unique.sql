/*---
id: md.central_auth_or_unique
title: Shared devices on which each person has a sign-in of their own
practice: "9"
applies_to: [medium, large]
unit: ratio
needs: [device]
goal: 90 % of devices that several people use
why: Where all use one name, nobody can tell who changed a dose, and nobody's way in ends with their job.
fix: Ask the maker of each device listed here whether it can use the sign-in of the house, or a name for each person; badge readers make it quick.
fresh_days: 184
examples:
  - device:
      - {asset_id: D1, name: ct, sign_in: directory}
      - {asset_id: D2, name: monitor, sign_in: unique}
      - {asset_id: D3, name: pump, sign_in: shared}
      - {asset_id: D4, name: scale, sign_in: none} # nobody signs in
      - {asset_id: D5, name: lamp}
      - {asset_id: D6, name: implant, sign_in: shared, source: fhir_device}
    answer: {met: 2, counted: 3}
  - device: # two lists of equipment, one device
      - {asset_id: D1, name: pump-1, sign_in: directory, identity_id: "serial_number:SN1"}
      - {asset_id: CE-501, serial_number: SN1, sign_in: unique, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - device: [{asset_id: D4, name: scale, sign_in: none}, {asset_id: D5, name: lamp}]
    answer: no evidence
  - device: []
    answer: no evidence
---*/
with shared as (
  -- patient records name implants and consumables too, which are on no network
  select coalesce(identity_id, asset_id, lower(name), record_id) as name, max(record_id) as record_id, bool_and(sign_in in ('directory', 'unique')) as own from device
  where sign_in in ('directory', 'unique', 'shared') and coalesce(source, '') <> 'fhir_device'
  group by 1
)
select count(*) filter (where own) as met, count(*) as counted,
  (select string_agg(record_id, ' ' order by record_id) from (select record_id from shared where not own order by record_id limit 20) as failing) as rows
from shared
