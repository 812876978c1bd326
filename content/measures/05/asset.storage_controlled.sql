/*---
id: asset.storage_controlled
title: Spare machines kept behind a door that logs who enters
practice: "5"
applies_to: [medium, large]
unit: ratio
needs: [asset, badge_event]
goal: 98 %
why: A spare laptop in an open cupboard is missed last of all.
fix: Bring the machines listed here into a room with a badge reader, or have the door of their room connected.
examples:
  - asset:
      - {asset_id: A1, status: storage, location: IT Store, in_inventory: true}
      - {asset_id: A2, status: storage, location: Hallway cupboard, in_inventory: true}
      - {asset_id: A3, status: storage, in_inventory: true} # nobody knows where
      - {asset_id: A4, status: in_use, location: Front desk, in_inventory: true}
    badge_event:
      - {time: "2026-03-10T08:00:00Z", badge_id: "17", door: "Basement / IT store", outcome: success}
      - {time: "2026-03-10T08:00:00Z", badge_id: "17", door: Pharmacy, location: Main building, outcome: failure}
    answer: {met: 1, counted: 3}
  - asset: [{asset_id: A1, status: storage, location: Room 12, in_inventory: true}]
    badge_event: # a number is part of another number
      - {time: "2026-03-10T08:00:00Z", badge_id: "17", door: Room 121, outcome: success}
    answer: {met: 0, counted: 1}
  - asset: [{asset_id: A1, status: storage, location: IT Store, in_inventory: true}]
    answer: no evidence
---*/
with door as (
  select distinct trim(regexp_replace(lower(concat_ws(' ', location, door)), '[^a-z0-9]+', ' ', 'g')) as name
  from badge_event where time >= $as_of - interval '90 days' and time < $to
),
spare as (
  select coalesce(identity_id, asset_id, serial_number, host_name) as name, max(record_id) as record_id,
    nullif(trim(regexp_replace(lower(max(location)), '[^a-z0-9]+', ' ', 'g')), '') as place
  from asset where status = 'storage'
  group by 1
),
judged as (
  select s.name, max(s.record_id) as record_id, count(d.name) > 0 as controlled
  from spare s left join door d on concat(' ', d.name, ' ') like concat('% ', s.place, ' %')
  group by s.name
)
select count(*) filter (where controlled) as met,
  case when (select count(*) from door) > 0 then count(*) end as counted,
  (select max(time) from badge_event where time < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not controlled) as rows
from judged
