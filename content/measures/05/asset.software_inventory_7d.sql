/*---
id: asset.software_inventory_7d
title: Managed computers whose software is known
practice: "5"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, software]
goal: 95 % of managed computers
why: When a product turns out to have a hole, the question is which machines have it.
fix: Let the management system collect the software list of the computers listed here; reinstall its client where it is silent.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, managed: true}
      - {host_name: pc-02, kind: laptop, agent_installed: true}
      - {host_name: pump-1, kind: medical_device, managed: true}
    software: [{time: "2026-03-29T00:00:00Z", host_name: pc-01, name: Chrome}]
    answer: {met: 1, counted: 2}
  - asset: [{host_name: pc-01, kind: workstation, managed: true}]
    answer: no evidence
---*/
with machine as (
  select host_name, max(record_id) as record_id from asset
  where host_name is not null and (managed or agent_installed) and coalesce(kind, 'workstation') in ('workstation', 'laptop', 'server')
    and coalesce(status, 'in_use') = 'in_use'
  group by host_name
),
known as (
  -- a list without a date is taken as of the day it was handed in
  select host_name from software where host_name is not null and coalesce(time, $as_of) >= $as_of - interval '7 days' group by host_name
)
select count(k.host_name) as met, case when (select count(*) from software) > 0 then count(*) end as counted,
  (select max(time) from software where time < $to) as newest,
  string_agg(m.record_id, ' ' order by m.record_id) filter (where k.host_name is null) as rows
from machine m left join known k on k.host_name = m.host_name
