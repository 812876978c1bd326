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
  - vulnerability: [{host_name: c, zone: endpoint, cve: CVE-2024-0001, status: open}]
    answer: no evidence
---*/
with holes as (
  select coalesce(host_name, asset_id) as machine, cve, record_id, coalesce(time, first_seen_at) as at,
    coalesce(status, 'open') = 'open' and fixed_at is null as still_open
  from vulnerability
  where zone = 'data_center' and (first_seen_at is null or first_seen_at < $to)
)
select case when count(*) > 0 then count(distinct concat(machine, ' ', coalesce(cve, record_id))) filter (where still_open) end as value,
  max(at) filter (where at < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where still_open) as rows
from holes
