/*---
id: ep.eol_os
title: Computers on a system that gets no more security updates
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: at most 1 % of computers
why: A hole found tomorrow in an old system stays open for good.
fix: Plan the replacement of the computers listed here; until then keep them off the internet and away from mail.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, os_supported: true}
      - {host_name: pc-02, kind: workstation, os_supported: false}
      - {host_name: pc-03, kind: workstation}
    answer: {met: 1, counted: 2}
  - asset: [{host_name: pc-01, kind: workstation}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id, max(kind) as kind,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone, bool_and(os_supported) as supported
  from asset
  group by 1
),
judged as (
  select record_id, supported from machine
  where kind in ('workstation', 'laptop', 'server') and supported is not null and not coalesce(gone, false)
)
select count(*) filter (where not supported) as met, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not supported) as rows
from judged
