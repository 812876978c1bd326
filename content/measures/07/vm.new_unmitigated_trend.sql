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
  - vulnerability: # one scanner has the name, the other the number: one hole
      - {host_name: srv-01, cve: CVE-2024-0001, status: open, first_seen_at: "2026-03-28"}
      - {asset_id: A-1, cve: CVE-2024-0001, status: open, first_seen_at: "2026-03-29"}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: srv-01}
      - {kind: device, identity_id: "serial_number:SN1", key: asset_id, value: A-1}
    answer: {value: 1}
  - vulnerability: [{host_name: a, cve: CVE-2024-0001, status: open}]
    answer: no evidence
---*/
with names as (
  select key || ' ' || lower(value) as name, max(identity_id) as identity_id from identity
  where kind = 'device' and key in ('host_name', 'asset_id') and not coalesce(ambiguous, false)
  group by 1
),
holes as (
  select coalesce(h.identity_id, a.identity_id, v.host_name, v.asset_id) as machine, v.cve, v.record_id, v.first_seen_at,
    v.first_seen_at >= $as_of - interval '7 days' and coalesce(v.status, 'open') = 'open' and v.fixed_at is null and v.plan is null as fresh
  from vulnerability v
  left join names h on h.name = 'host_name ' || v.host_name
  left join names a on a.name = 'asset_id ' || lower(v.asset_id)
  where v.first_seen_at < $to
)
select case when count(*) > 0 then count(distinct concat(machine, ' ', coalesce(cve, record_id))) filter (where fresh) end as value, max(first_seen_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where fresh) as rows
from holes
