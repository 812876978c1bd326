/*---
id: md.unknown_risk
title: Connected devices whose risk nobody has judged
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [device]
goal: at most 2 %
why: What was never judged is never protected.
fix: Begin with the devices listed here that keep someone alive; ask the maker for the form and the parts list and write down the result.
fresh_days: 184
examples:
  - device: [{asset_id: D1, name: pump, risk_known: true}, {asset_id: D2, name: monitor, risk_known: false}]
    answer: {met: 1, counted: 2}
  - device: # two lists of equipment, one device
      - {asset_id: D1, name: pump-1, risk_known: true, identity_id: "serial_number:SN1"}
      - {asset_id: CE-501, serial_number: SN1, identity_id: "serial_number:SN1"}
    answer: {met: 0, counted: 1}
  - device: [{asset_id: D1, name: pump}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
machine as (
  select coalesce(identity_id, asset_id, lower(name), record_id) as name, max(record_id) as record_id, bool_and(risk_known) as risk_known from networked group by 1
)
select count(*) filter (where not coalesce(risk_known, false)) as met,
  case when count(risk_known) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(risk_known, false)) as rows
from machine
