/*---
id: vm.scan_coverage_30d
title: Machines looked at by the vulnerability scanner this month
practice: "7"
applies_to: [small, medium, large]
unit: ratio
needs: [vulnerability, asset, sign_in]
goal: 95 % of all computers anyone knows of
why: The machine the scanner never visits is the one with the oldest hole.
fix: Add the machines listed here to the scanner's targets, or install its agent on them.
examples:
  - asset:
      - {host_name: pc-01, kind: workstation}
      - {host_name: pc-02, kind: workstation}
      - {host_name: pump-1, kind: medical_device}
      - {host_name: pump-2} # a scanner names medical devices without saying what they are
      - {host_name: pc-04, kind: server}
      - {host_name: pc-05, kind: server}
    sign_in: [{time: "2026-03-20T08:00:00Z", service: windows, outcome: success, host_name: pc-03}]
    vulnerability:
      - {time: "2026-03-20T00:00:00Z", host_name: pc-01, cve: CVE-2024-0001, status: open, first_seen_at: "2026-01-20"}
      - {time: "2025-12-20T00:00:00Z", host_name: pc-02, cve: CVE-2024-0001, status: open, first_seen_at: "2025-11-20"}
      - {host_name: pc-03, cve: CVE-2024-0001, status: open, first_seen_at: "2026-03-20"}
      - {host_name: pc-04, cve: CVE-2024-0001, status: open, first_seen_at: "2026-03-20"}
      - {host_name: pc-05, cve: CVE-2024-0001, status: open, first_seen_at: "2026-03-20"}
    device: [{name: Pump-2}]
    answer: {met: 4, counted: 5}
  - asset: [{host_name: pc-01, kind: workstation}, {host_name: pc-02, kind: workstation}]
    vulnerability: [{time: "2026-03-20T00:00:00Z", host_name: pc-01, cve: CVE-2024-0001, status: open, first_seen_at: "2026-01-20"}]
    answer: no evidence
  - asset: [{host_name: pc-01, kind: workstation}]
    answer: no evidence
---*/
with seen as (
  select host_name, record_id, kind, status in ('lost', 'stolen', 'retired', 'storage') as gone from asset where host_name is not null
  union all
  select host_name, max(record_id), null, null from sign_in
  where service = 'windows' and host_name is not null and time >= $to - interval '30 days' and time < $to group by host_name
  union all
  select host_name, max(record_id), null, null from vulnerability where host_name is not null and coalesce(zone, '') <> 'medical' group by host_name
),
machine as (
  select host_name, max(record_id) as record_id, coalesce(max(kind), 'workstation') as kind, bool_or(gone) as gone from seen group by host_name
),
export as (
  select max(greatest(time, first_seen_at, fixed_at)) as at from vulnerability
),
scanned as (
  -- a finding without a scan date that is still listed as open was seen when the list was made
  select v.host_name,
    max(case
      when v.time > v.first_seen_at then v.time
      when coalesce(v.status, 'open') = 'open' then e.at
      else greatest(v.time, v.first_seen_at, v.fixed_at)
    end) as at
  from vulnerability v cross join export e
  where v.host_name is not null
  group by v.host_name
),
judged as (
  select m.record_id, coalesce(s.at >= $as_of - interval '30 days', false) as scanned
  from machine m left join scanned s on s.host_name = m.host_name
  where m.kind in ('workstation', 'laptop', 'server', 'network') and not coalesce(m.gone, false)
    and not exists (select 1 from device where lower(device.name) = m.host_name)
)
-- A list of findings leaves out machines that have none, so the share is a lower bound: a low one proves nothing.
select count(*) filter (where scanned) as met,
  case when count(*) filter (where scanned) >= 0.7 * count(*) then count(*) end as counted,
  (select max(at) from scanned where at < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not scanned) as rows
from judged
