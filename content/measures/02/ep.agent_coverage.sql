/*---
id: ep.agent_coverage
title: Computers with protection software that reported this week
practice: "2"
applies_to: [small, medium, large]
unit: ratio
needs: [asset, sign_in, process]
goal: 98 % of all computers anyone knows of
why: The console only lists machines that have the software. The one without it is where an attack begins.
fix: Install the protection software on the computers listed here, or take them off the network if nobody owns them.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation, in_inventory: true}
      - {host_name: pc-01, agent_installed: true, agent_last_seen_at: "2026-03-30T00:00:00Z"}
      - {host_name: pc-02, kind: laptop, agent_installed: true, agent_last_seen_at: "2026-02-01T00:00:00Z"}
      - {host_name: pump-1, kind: medical_device, in_inventory: true}
    sign_in: [{time: "2026-03-30T08:00:00Z", service: windows, outcome: success, host_name: pc-99}]
    answer: {met: 1, counted: 3}
  - asset: # a scanner names medical devices without saying what they are
      - {host_name: pc-01, kind: workstation, agent_installed: true, agent_last_seen_at: "2026-03-30T00:00:00Z"}
      - {host_name: pump-1}
    device: [{name: Pump-1}]
    answer: {met: 1, counted: 1}
  - asset: [{host_name: pc-01, kind: workstation, in_inventory: true}]
    answer: no evidence
---*/
with seen as (
  select host_name as name, record_id, kind, status in ('lost', 'stolen', 'retired', 'storage') as gone,
    agent_installed, agent_last_seen_at
  from asset where host_name is not null
  union all
  select host_name, max(record_id), null, null, null, null from sign_in
  where service = 'windows' and host_name is not null and time >= $to - interval '30 days' and time < $to
  group by host_name
  union all
  select host_name, max(record_id), null, null, null, null from process
  where host_name is not null and time >= $to - interval '30 days' and time < $to
  group by host_name
),
machine as (
  select name, max(record_id) as record_id, coalesce(max(kind), 'workstation') as kind, bool_or(gone) as gone,
    bool_or(agent_installed) as installed, max(agent_last_seen_at) as reported_at
  from seen group by name
),
judged as (
  select record_id, installed, reported_at,
    coalesce(installed, false) and coalesce(reported_at >= $as_of - interval '7 days', false) as covered
  from machine
  where kind in ('workstation', 'laptop', 'server') and not coalesce(gone, false)
    and not exists (select 1 from device where lower(device.name) = machine.name)
)
select count(*) filter (where covered) as met,
  case when count(reported_at) > 0 then count(*) end as counted, max(reported_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not covered) as rows
from judged
