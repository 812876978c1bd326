/*---
id: vm.new_unmitigated_trend
title: New holes of the last week that nobody has dealt with
practice: "7"
applies_to: [medium, large]
unit: trend
needs: [vulnerability]
goal: no rise
why: What comes in each week without a plan is next month's backlog.
fix: Give each new hole on a server or a machine facing the internet an owner and a date in the week it is found.
examples:
  - vulnerability:
      - {host_name: a, cve: CVE-2024-0001, status: open, first_seen_at: "2026-03-28"}
      - {host_name: b, cve: CVE-2024-0001, status: open, first_seen_at: "2026-03-28", plan: update on Friday}
      - {host_name: c, cve: CVE-2024-0001, status: fixed, first_seen_at: "2026-03-28", fixed_at: "2026-03-29"}
      - {host_name: d, cve: CVE-2024-0001, status: open, first_seen_at: "2026-01-28"}
    answer: {value: 1}
  - vulnerability: [{host_name: a, cve: CVE-2024-0001, status: open}]
    answer: no evidence
---*/
with holes as (
  select coalesce(host_name, asset_id) as machine, cve, record_id, first_seen_at,
    first_seen_at >= $as_of - interval '7 days' and coalesce(status, 'open') = 'open' and fixed_at is null and plan is null as fresh
  from vulnerability
  where first_seen_at < $to
)
select case when count(*) > 0 then count(distinct concat(machine, ' ', coalesce(cve, record_id))) filter (where fresh) end as value, max(first_seen_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where fresh) as rows
from holes
