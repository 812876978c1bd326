/*---
id: md.wiped_on_exit
title: Medical devices that left with their data wiped
practice: "9"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, device, device_event]
goal: all
why: A sold ultrasound machine can carry a thousand patients to its next owner.
fix: Ask where the devices listed here went and have the new owner confirm the wipe in writing; from now on nothing leaves without it.
fresh_days: 400
examples:
  - asset:
      - {asset_id: M1, kind: medical_device, status: retired, retired_at: "2026-01-10", wipe_certificate: true}
      - {asset_id: M2, kind: medical_device, status: retired, retired_at: "2026-01-10"}
    device: [{asset_id: M3, name: ct}]
    device_event:
      - {asset_id: M2, kind: disposed, happened_at: "2026-01-12"}
      - {asset_id: M3, kind: disposed, happened_at: "2026-01-12"}
      - {asset_id: M3, kind: wiped, happened_at: "2026-01-11"}
    answer: {met: 2, counted: 3}
  - device: [{asset_id: M3, name: ct}]
    answer: no evidence
---*/
with networked as (
  -- patient records name implants and consumables too, which are on no network
  select * from device where coalesce(source, '') <> 'fhir_device'
),
medical as (
  select asset_id from networked where asset_id is not null
  union
  select asset_id from asset where kind = 'medical_device' and asset_id is not null
),
gone as (
  select e.asset_id, max(e.record_id) as record_id, max(e.happened_at) as at, false as certified
  from device_event e join medical m on m.asset_id = e.asset_id
  where e.kind = 'disposed' and e.happened_at >= $from and e.happened_at < $to group by e.asset_id
  union all
  select asset_id, max(record_id), max(retired_at), bool_or(coalesce(wipe_certificate, false)) from asset
  where kind = 'medical_device' and status = 'retired' and asset_id is not null and retired_at >= $from and retired_at < $to group by asset_id
),
wiped as (
  select distinct asset_id from device_event where kind = 'wiped' and asset_id is not null
),
judged as (
  select g.asset_id, max(g.record_id) as record_id, max(g.at) as at, bool_or(g.certified or w.asset_id is not null) as wiped
  from gone g left join wiped w on w.asset_id = g.asset_id group by g.asset_id
)
select count(*) filter (where wiped) as met, count(*) as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not wiped) as rows
from judged
