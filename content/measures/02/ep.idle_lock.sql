/*---
id: ep.idle_lock
title: Workstations that lock themselves
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 98 % of workstations and laptops
why: An open screen in an exam room is an open record.
fix: Set the automatic lock to the time in your policy for all workstations at once.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, status: in_use}
      - {host_name: pc-01, idle_lock: true}
      - {host_name: pc-02, kind: workstation, idle_lock: false}
      - {host_name: pc-03, kind: workstation}
      - {host_name: pc-04, kind: workstation, status: retired, idle_lock: true}
      - {host_name: monitor-1, kind: medical_device}
    answer: {met: 1, counted: 3}
  - asset: # the inventory has the number, the console the name: one machine
      - {asset_id: A-1, kind: laptop, in_inventory: true, identity_id: "serial_number:SN1"}
      - {host_name: lt-01, idle_lock: true, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone, bool_or(idle_lock) as idle_lock
  from asset
  group by 1
),
judged as (
  select record_id, idle_lock from machine
  where kind in ('workstation', 'laptop') and not coalesce(gone, false)
)
select count(*) filter (where idle_lock) as met,
  case when count(idle_lock) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(idle_lock, false)) as rows
from judged
