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
  - asset: # the management system has another name than the scanner; a laptop took over the name of an old one
      - {host_name: lt-01, kind: laptop, identity_id: "serial_number:SN1"}
      - {host_name: lt-02, kind: laptop, status: retired, identity_id: "serial_number:SN2"}
      - {host_name: lt-02, kind: laptop, identity_id: "serial_number:SN3"}
    vulnerability:
      - {time: "2026-03-20T00:00:00Z", host_name: lt-01-old, cve: CVE-2024-0001, status: open, first_seen_at: "2026-01-20"}
      - {time: "2026-03-20T00:00:00Z", host_name: lt-02, cve: CVE-2024-0001, status: open, first_seen_at: "2026-01-20"}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: lt-01}
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: lt-01-old}
      - {kind: device, identity_id: "serial_number:SN2", key: host_name, value: lt-02, ambiguous: true}
      - {kind: device, identity_id: "serial_number:SN3", key: host_name, value: lt-02, ambiguous: true}
    answer: {met: 2, counted: 2}
  - asset: [{host_name: pc-01, kind: workstation}, {host_name: pc-02, kind: workstation}]
    vulnerability: [{time: "2026-03-20T00:00:00Z", host_name: pc-01, cve: CVE-2024-0001, status: open, first_seen_at: "2026-01-20"}]
    answer: no evidence
  - asset: [{host_name: pc-01, kind: workstation}]
    answer: no evidence
---*/
with names as (
  select value as host_name, max(identity_id) as identity_id, bool_or(coalesce(ambiguous, false)) as shared from identity
  where kind = 'device' and key = 'host_name' group by value
),
logged as (
  select host_name, max(record_id) as record_id from sign_in
  where service = 'windows' and host_name is not null and time >= $to - interval '30 days' and time < $to group by host_name
  union all
  select host_name, max(record_id) from vulnerability where host_name is not null and coalesce(zone, '') <> 'medical' group by host_name
),
seen as (
  select coalesce(identity_id, host_name) as machine, host_name, record_id, kind, status in ('lost', 'stolen', 'retired', 'storage') as gone from asset
  where coalesce(identity_id, host_name) is not null
  union all -- a name that two machines bear is none beside them
  select coalesce(n.identity_id, l.host_name), l.host_name, l.record_id, null, null from logged l left join names n on n.host_name = l.host_name
  where not coalesce(n.shared, false)
),
machine as (
  select machine, max(host_name) as host_name, max(record_id) as record_id, coalesce(max(kind), 'workstation') as kind, bool_or(gone) as gone
  from seen group by machine having max(host_name) is not null
),
export as (
  select max(greatest(time, first_seen_at, fixed_at)) as at from vulnerability
),
scanned as (
  -- a finding without a scan date that is still listed as open was seen when the list was made
  select case when n.shared then v.host_name else coalesce(n.identity_id, v.host_name) end as machine,
    max(case
      when v.time > v.first_seen_at then v.time
      when coalesce(v.status, 'open') = 'open' then e.at
      else greatest(v.time, v.first_seen_at, v.fixed_at)
    end) as at
  from vulnerability v cross join export e left join names n on n.host_name = v.host_name
  where v.host_name is not null
  group by 1
),
judged as (
  select m.record_id, coalesce(greatest(s.at, h.at) >= $as_of - interval '30 days', false) as scanned
  from machine m left join scanned s on s.machine = m.machine left join scanned h on h.machine = m.host_name
  where m.kind in ('workstation', 'laptop', 'server', 'network') and not coalesce(m.gone, false)
    and not exists (select 1 from device where lower(device.name) = m.host_name)
    and not exists (select 1 from device where device.identity_id = m.machine)
)
-- A list of findings leaves out machines that have none, so the share is a lower bound: a low one proves nothing.
select count(*) filter (where scanned) as met,
  case when count(*) filter (where scanned) >= 0.7 * count(*) then count(*) end as counted,
  (select max(at) from scanned where at < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not scanned) as rows
from judged
