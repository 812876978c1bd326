/*---
id: md.bought_with_evaluation
title: Devices bought this year whose security was judged first
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [device]
goal: all
why: After the purchase nobody pays for security any more.
fix: Let purchasing ask for the security review before it signs; review the devices listed here now.
fresh_days: 184
examples:
  - device:
      - {asset_id: D1, name: pump, purchased_at: "2026-01-10", evaluated_before_purchase: true}
      - {asset_id: D2, name: monitor, purchased_at: "2026-01-10", evaluated_before_purchase: false}
      - {asset_id: D3, name: ct, purchased_at: "2019-01-10", evaluated_before_purchase: false}
    answer: {met: 1, counted: 2}
  - device: # purchasing has the day, clinical engineering the review: one device
      - {asset_id: D1, name: pump-1, evaluated_before_purchase: true, identity_id: "serial_number:SN1"}
      - {asset_id: PO-501, serial_number: SN1, purchased_at: "2026-01-10", identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - device: [{asset_id: D1, name: pump, purchased_at: "2026-01-10"}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
bought as (
  select coalesce(identity_id, asset_id, lower(name), record_id) as name, max(record_id) as record_id, bool_and(evaluated_before_purchase) as judged
  from networked
  group by 1 having max(purchased_at) >= $from and max(purchased_at) < $to
)
select count(*) filter (where judged) as met, case when count(judged) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(judged, false)) as rows
from bought
