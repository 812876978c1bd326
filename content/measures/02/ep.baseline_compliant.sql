/*---
id: ep.baseline_compliant
title: Computers set up as they should be
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 95 % of computers in use
why: A known set-up is what makes an odd machine stand out.
fix: Let the management system apply the baseline to the computers listed here.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, status: in_use}
      - {host_name: pc-01, baseline_compliant: true}
      - {host_name: pc-02, kind: workstation, baseline_compliant: false}
      - {host_name: pc-03, kind: workstation}
      - {host_name: pc-04, kind: workstation, status: retired, baseline_compliant: true}
      - {host_name: monitor-1, kind: medical_device}
    answer: {met: 1, counted: 3}
  - asset: # the inventory has the number, the console the name: one machine
      - {asset_id: A-1, kind: laptop, in_inventory: true, identity_id: "serial_number:SN1"}
      - {host_name: lt-01, baseline_compliant: true, identity_id: "serial_number:SN1"}
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone, bool_or(baseline_compliant) as baseline_compliant
  from asset
  group by 1
),
judged as (
  select record_id, baseline_compliant from machine
  where kind in ('workstation', 'laptop', 'server') and not coalesce(gone, false)
)
select count(*) filter (where baseline_compliant) as met,
  case when count(baseline_compliant) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(baseline_compliant, false)) as rows
from judged
