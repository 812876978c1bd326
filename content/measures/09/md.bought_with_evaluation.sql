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
  - device: [{asset_id: D1, name: pump, purchased_at: "2026-01-10"}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
bought as (
  select record_id, evaluated_before_purchase as judged from networked
  where purchased_at >= $from and purchased_at < $to
)
select count(*) filter (where judged) as met, case when count(judged) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(judged, false)) as rows
from bought
