/*---
id: ep.allowlist_enforced
title: Computers on which only allowed programs can start
practice: "2"
applies_to: [large]
unit: ratio
needs: [asset]
export: edr_inv
goal: 90 % of computers in use, stopping and not only reporting
why: Ransomware is a program nobody allowed. Where only known programs start, it does not.
fix: Bring the computers listed here under application control; where it only reports, work through the reports and then let it stop.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, in_inventory: true}
      - {host_name: pc-01, program_control: true}
      - {host_name: pc-02, kind: workstation, program_control: false} # it only reports
      - {host_name: pc-03, kind: laptop, in_inventory: true} # the console does not know it
      - {host_name: pc-04, kind: workstation, status: retired, program_control: true}
      - {host_name: monitor-1, kind: medical_device}
    answer: {met: 1, counted: 3}
  - asset: # the inventory has the number, the console the name: one machine
      - {asset_id: A-1, kind: laptop, in_inventory: true, identity_id: "serial_number:SN1"}
      - {host_name: lt-01, program_control: true, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: # two consoles that disagree do not prove it
      - {host_name: pc-01, kind: workstation, program_control: true}
      - {host_name: pc-01, kind: workstation, program_control: false}
    answer: {met: 0, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation, prevention_mode: true}] # protection software is another thing
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone, bool_and(program_control) as program_control
  from asset
  group by 1
),
judged as (
  select record_id, program_control from machine
  where kind in ('workstation', 'laptop', 'server') and not coalesce(gone, false)
)
select count(*) filter (where program_control) as met,
  case when count(program_control) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(program_control, false)) as rows
from judged
