/*---
id: ep.agent_prevention_mode
title: Protection software that stops threats
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 98 % of computers with protection software
why: Software that only reports lets the attack finish while somebody reads the report.
fix: In the protection console, move the machines listed here to the blocking policy, with tamper protection on.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, status: in_use}
      - {host_name: pc-01, prevention_mode: true}
      - {host_name: pc-02, kind: workstation, prevention_mode: false}
      - {host_name: pc-03, kind: workstation}
      - {host_name: pc-04, kind: workstation, status: retired, prevention_mode: true}
      - {host_name: monitor-1, kind: medical_device}
    answer: {met: 1, counted: 3}
  - asset: # the inventory has the number, the console the name: one machine
      - {asset_id: A-1, kind: laptop, in_inventory: true, identity_id: "serial_number:SN1"}
      - {host_name: lt-01, prevention_mode: true, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone, bool_or(prevention_mode) as prevention_mode
  from asset
  group by 1
),
judged as (
  select record_id, prevention_mode from machine
  where kind in ('workstation', 'laptop', 'server') and not coalesce(gone, false)
)
select count(*) filter (where prevention_mode) as met,
  case when count(prevention_mode) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(prevention_mode, false)) as rows
from judged
