/*---
id: ep.host_firewall_on
title: Computers whose own firewall is on
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 98 % of computers in use
why: A firewall on each machine keeps one infected computer from reaching the next.
fix: Switch the firewall on for all computers by policy, and ask the software maker about any program that seems to need it off.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, status: in_use}
      - {host_name: pc-01, firewall_on: true}
      - {host_name: pc-02, kind: workstation, firewall_on: false}
      - {host_name: pc-03, kind: workstation}
      - {host_name: pc-04, kind: workstation, status: retired, firewall_on: true}
      - {host_name: monitor-1, kind: medical_device}
    answer: {met: 1, counted: 3}
  - asset: # the inventory has the number, the console the name: one machine
      - {asset_id: A-1, kind: laptop, in_inventory: true, identity_id: "serial_number:SN1"}
      - {host_name: lt-01, firewall_on: true, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone, bool_or(firewall_on) as firewall_on
  from asset
  group by 1
),
judged as (
  select record_id, firewall_on from machine
  where kind in ('workstation', 'laptop', 'server') and not coalesce(gone, false)
)
select count(*) filter (where firewall_on) as met,
  case when count(firewall_on) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(firewall_on, false)) as rows
from judged
