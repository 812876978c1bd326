/*---
id: ep.local_admin_users
title: Computers where the everyday account is an administrator
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: at most 1 % of computers
why: Malware gets the rights of the person who opened it. An administrator hands it the whole machine.
fix: Take the everyday account out of the administrators group on the computers listed here, and give the IT person a second account for installing.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, status: in_use}
      - {host_name: pc-01, everyday_admin: true}
      - {host_name: pc-02, kind: workstation, everyday_admin: false}
      - {host_name: pc-03, kind: workstation}
      - {host_name: pc-04, kind: workstation, status: retired, everyday_admin: true}
      - {host_name: monitor-1, kind: medical_device}
    answer: {met: 1, counted: 3}
  - asset: [{host_name: pc-01, kind: workstation}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone, bool_or(everyday_admin) as everyday_admin
  from asset
  group by 1
),
judged as (
  select record_id, everyday_admin from machine
  where kind in ('workstation', 'laptop', 'server') and not coalesce(gone, false)
)
select count(*) filter (where everyday_admin) as met,
  case when count(everyday_admin) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where everyday_admin) as rows
from judged
