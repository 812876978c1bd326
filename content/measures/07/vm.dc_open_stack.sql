/*---
id: vm.dc_open_stack
title: Open holes in servers
practice: "7"
applies_to: [medium, large]
unit: trend
needs: [vulnerability]
goal: fewer than last month
why: A number that grows month by month shows that more holes are found than closed.
fix: Compare with last month; if it grows, agree more time for patching before looking at single holes.
examples:
  - vulnerability:
      - {host_name: a, zone: data_center, cve: CVE-2024-0001, severity: critical, status: open}
      - {host_name: a, zone: data_center, cve: CVE-2024-0001, severity: critical, status: open}
      - {host_name: b, zone: data_center, cve: CVE-2024-0001, severity: low}
      - {host_name: b, zone: data_center, cve: CVE-2024-0002, status: fixed}
      - {host_name: c, zone: endpoint, cve: CVE-2024-0001, status: open}
    answer: {value: 2}
  - vulnerability: # one scanner has the name, the other the number: one hole
      - {host_name: srv-01, zone: data_center, cve: CVE-2024-0001, status: open}
      - {asset_id: A-1, zone: data_center, cve: CVE-2024-0001, status: open}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: srv-01}
      - {kind: device, identity_id: "serial_number:SN1", key: asset_id, value: A-1}
    answer: {value: 1}
  - vulnerability: [{host_name: c, zone: endpoint, cve: CVE-2024-0001, status: open}]
    answer: no evidence
---*/
with names as (
  select key || ' ' || lower(value) as name, max(identity_id) as identity_id from identity
  where kind = 'device' and key in ('host_name', 'asset_id') and not coalesce(ambiguous, false)
  group by 1
),
holes as (
  select coalesce(h.identity_id, a.identity_id, v.host_name, v.asset_id) as machine, v.cve, v.record_id, coalesce(v.time, v.first_seen_at) as at,
    coalesce(v.status, 'open') = 'open' and v.fixed_at is null as still_open
  from vulnerability v
  left join names h on h.name = 'host_name ' || v.host_name
  left join names a on a.name = 'asset_id ' || lower(v.asset_id)
  where v.zone = 'data_center' and (v.first_seen_at is null or v.first_seen_at < $to)
)
select case when count(*) > 0 then count(distinct concat(machine, ' ', coalesce(cve, record_id))) filter (where still_open) end as value,
  max(at) filter (where at < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where still_open) as rows
from holes
