/*---
id: asset.procured_recorded
title: Equipment bought that stood in the inventory within two weeks
practice: "5"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 95 % of lines of the purchase list
why: What is not written down on the day it is delivered is set up, carried off and forgotten without anybody noticing.
fix: Find the equipment listed here and enter it. Let the delivery desk or purchasing tell IT of each box before it is opened.
fresh_days: 400
examples:
  - asset:
      - {serial_number: SN1, received_at: "2026-02-01T00:00:00Z"}
      - {serial_number: SN2, received_at: "2026-02-01T00:00:00Z"}
      - {serial_number: SN3, received_at: "2026-02-01T00:00:00Z"} # stands in no inventory
      - {serial_number: SN4, received_at: "2026-03-25T00:00:00Z"} # not yet due
      - {serial_number: SN5, received_at: "2026-02-01T00:00:00Z"}
      - {serial_number: SN6} # nobody wrote down when it came
      - {serial_number: SN1, in_inventory: true, recorded_at: "2026-01-28T00:00:00Z"} # before it came
      - {serial_number: SN2, in_inventory: true, recorded_at: "2026-02-20T00:00:00Z"} # too late
      - {serial_number: SN5, in_inventory: true} # entered on a day nobody knows
      - {serial_number: SN3, host_name: pc-03, managed: true, last_seen_at: "2026-02-03T00:00:00Z"} # at work, not in the inventory
    answer: {met: 1, counted: 3}
  - asset: # lines without a number of their own go by the order
      - {purchase_order: PO-1, received_at: "2026-02-01T00:00:00Z"}
      - {purchase_order: PO-2, received_at: "2026-02-01T00:00:00Z"}
      - {asset_id: A-1, purchase_order: po-1, in_inventory: true, recorded_at: "2026-02-10T00:00:00Z"}
    answer: {met: 1, counted: 2}
  - asset: # an inventory that knows no orders and no serial numbers says nothing about them
      - {serial_number: SN9, received_at: "2026-02-01T00:00:00Z"}
      - {purchase_order: PO-2, received_at: "2026-02-01T00:00:00Z"}
      - {asset_id: A-1, in_inventory: true, recorded_at: "2026-02-10T00:00:00Z"}
    answer: no evidence
  - asset: [{serial_number: SN1, in_inventory: true, purchased_at: "2026-02-01T00:00:00Z", recorded_at: "2026-02-03T00:00:00Z"}] # the inventory is no witness of its own
    answer: no evidence
  - asset: [{serial_number: SN3, received_at: "2026-02-01T00:00:00Z"}]
    answer: no evidence
---*/
with bought as (
  select record_id, received_at, purchase_order, serial_number, asset_id,
    serial_number is not null or asset_id is not null as numbered,
    make_array('identity ' || identity_id, 'serial ' || upper(serial_number), 'tag ' || lower(asset_id)) as names
  from asset
  where received_at >= $from and received_at < $to and not coalesce(in_inventory, false)
),
listed as (
  select recorded_at, lower(purchase_order) as purchase_order, serial_number, asset_id,
    make_array('identity ' || identity_id, 'serial ' || upper(serial_number), 'tag ' || lower(asset_id)) as names
  from asset where in_inventory
),
wanted as (
  select record_id, unnest(names) as name from bought where numbered
),
known as (
  select unnest(names) as name, recorded_at from listed
),
found as (
  select w.record_id, min(k.recorded_at) as recorded_at from wanted w join known k on k.name = w.name group by w.record_id
  union all
  select b.record_id, min(l.recorded_at) from bought b join listed l on l.purchase_order = lower(b.purchase_order)
  where not b.numbered group by b.record_id
),
judged as (
  select b.record_id, b.received_at,
    case
      when f.record_id is not null then f.recorded_at <= b.received_at + interval '14 days'
      -- an inventory that leaves out the number by which the line would be found says nothing
      when b.serial_number is not null and (select count(serial_number) from listed) > 0 then false
      when b.asset_id is not null and (select count(asset_id) from listed) > 0 then false
      when not b.numbered and (select count(purchase_order) from listed) > 0 then false
    end as in_time
  from bought b left join found f on f.record_id = b.record_id
)
select count(*) filter (where in_time) as met,
  case when (select count(*) from listed) > 0 then count(in_time) end as counted, max(received_at) as newest,
  array_to_string(array_slice(array_agg(record_id order by record_id) filter (where in_time = false), 1, 20), ' ') as rows
from judged
where in_time or received_at < $as_of - interval '14 days'
