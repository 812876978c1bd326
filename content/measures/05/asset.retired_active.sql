/*---
id: asset.retired_active
title: Retired, lost or stolen machines that are still active
practice: "5"
applies_to: [small, medium, large]
unit: count
needs: [asset, device_event, sign_in, process, address_lease]
goal: none
why: A machine we believe to be gone and that still works here is either in wrong hands or on no list.
fix: Block the machines listed here from the network and the directory now, then find out where they are.
examples:
  - asset:
      - {host_name: pc-01, status: retired, retired_at: "2026-01-10T00:00:00Z"}
      - {host_name: lt-02, status: stolen, retired_at: "2026-02-10T00:00:00Z"}
      - {host_name: pc-03, status: retired, retired_at: "2026-01-10T00:00:00Z"}
      - {host_name: lt-02, agent_last_seen_at: "2026-03-10T00:00:00Z"}
      - {host_name: lt-04, status: lost, last_seen_at: "2026-03-18T00:00:00Z"}
    device_event: [{host_name: lt-04, kind: reported_lost, happened_at: "2026-03-18T12:00:00Z"}]
    sign_in:
      - {time: "2026-03-20T08:00:00Z", service: windows, outcome: success, host_name: pc-01}
      - {time: "2026-01-02T08:00:00Z", service: windows, outcome: success, host_name: pc-03}
    answer: {value: 2}
  - asset: [{host_name: pc-01, status: in_use}]
    answer: no evidence
---*/
with reported as (
  select host_name, min(happened_at) as at from device_event
  where kind in ('reported_lost', 'reported_stolen', 'disposed') and host_name is not null
  group by host_name
),
gone as (
  select a.host_name, max(a.record_id) as record_id,
    coalesce(max(a.retired_at), max(r.at), $to - interval '30 days') as since
  from asset a left join reported r on r.host_name = a.host_name
  where a.status in ('retired', 'lost', 'stolen') and a.host_name is not null
  group by a.host_name
),
sighting as (
  select host_name, max(time) as at from sign_in where host_name is not null and time < $to group by host_name
  union all
  select host_name, max(time) from process where host_name is not null and time < $to group by host_name
  union all
  select host_name, max(time) from address_lease where host_name is not null and time < $to group by host_name
  union all
  select host_name, greatest(max(agent_last_seen_at), max(last_seen_at)) from asset where host_name is not null group by host_name
),
last as (
  select host_name, max(at) as at from sighting where at is not null group by host_name
),
judged as (
  select g.host_name as gone, l.host_name as seen, g.record_id, l.at, coalesce(l.at > g.since + interval '1 day', false) as active
  from gone g full join last l on l.host_name = g.host_name
)
select case when count(gone) > 0 and count(seen) > 0 then count(*) filter (where active) end as value,
  max(at) as newest, string_agg(record_id, ' ' order by record_id) filter (where active) as rows
from judged
