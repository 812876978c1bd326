/*---
id: ep.av_fresh
title: Protection software with definitions of the last three days
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset]
goal: 98 % of protected computers
why: Old definitions do not know this week's malware.
fix: Start an update from the console for the computers listed here; reinstall the software where it fails twice.
examples:
  - asset:
      - {host_name: pc-01, agent_installed: true, signatures_at: "2026-03-29T00:00:00Z"}
      - {host_name: pc-02, agent_installed: true, signatures_at: "2026-03-01T00:00:00Z"}
      - {host_name: pc-03, agent_installed: false}
    answer: {met: 1, counted: 2}
  - asset: [{host_name: pc-01, agent_installed: true}]
    answer: no evidence
---*/
with machine as (
  select coalesce(identity_id, host_name, serial_number, asset_id) as name, max(record_id) as record_id,
    bool_or(status in ('lost', 'stolen', 'retired', 'storage')) as gone,
    bool_or(agent_installed) as installed, max(signatures_at) as signatures_at
  from asset
  group by 1
),
judged as (
  select record_id, signatures_at, coalesce(signatures_at >= $as_of - interval '3 days', false) as fresh
  from machine where (installed or signatures_at is not null) and not coalesce(gone, false)
)
select count(*) filter (where fresh) as met,
  case when count(signatures_at) > 0 then count(*) end as counted, max(signatures_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not fresh) as rows
from judged
