/*---
id: vm.kev_overdue
title: Open holes that attackers are known to use, past their date
practice: "7"
applies_to: [small, medium, large]
unit: count
needs: [vulnerability, advisory]
goal: none
why: These are the holes that break-ins are made through this month.
fix: Patch the machines listed here first, before anything else; take those that cannot be patched off the network.
examples:
  - vulnerability:
      - {host_name: srv-01, cve: CVE-2024-0001, status: open, zone: data_center, first_seen_at: "2026-03-01"}
      - {host_name: srv-02, cve: CVE-2024-0002, status: open, zone: dmz, first_seen_at: "2026-03-01", known_exploited: true}
      - {host_name: srv-03, cve: CVE-2024-0003, status: open, zone: data_center, first_seen_at: "2026-03-29"}
      - {host_name: srv-04, cve: CVE-2024-0001, status: fixed, first_seen_at: "2026-03-01"}
    advisory:
      - {cve: CVE-2024-0001, known_exploited: true, due_at: "2026-03-20"}
      - {cve: CVE-2024-0003, known_exploited: true, due_at: "2026-04-20"}
    answer: {value: 2}
  - vulnerability: # one scanner has the name, the other the number: one hole
      - {host_name: srv-01, cve: CVE-2024-0001, status: open, first_seen_at: "2026-03-01"}
      - {asset_id: A-1, cve: CVE-2024-0001, status: open, first_seen_at: "2026-03-01"}
    advisory: [{cve: CVE-2024-0001, known_exploited: true, due_at: "2026-03-20"}]
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: srv-01}
      - {kind: device, identity_id: "serial_number:SN1", key: asset_id, value: A-1}
    answer: {value: 1}
  - advisory: [{cve: CVE-2024-0001, known_exploited: true, due_at: "2026-03-20"}]
    answer: no evidence
---*/
with catalogue as (
  select cve, min(due_at) as due_at from advisory where known_exploited and cve is not null group by cve
),
names as (
  select key || ' ' || lower(value) as name, max(identity_id) as identity_id from identity
  where kind = 'device' and key in ('host_name', 'asset_id') and not coalesce(ambiguous, false)
  group by 1
),
holes as (
  select v.record_id, coalesce(h.identity_id, a.identity_id, v.host_name, v.asset_id) as machine, v.cve, v.zone, v.status, v.first_seen_at,
    coalesce(v.known_exploited, false) or c.cve is not null as exploited, c.due_at
  from vulnerability v left join catalogue c on c.cve = v.cve
  left join names h on h.name = 'host_name ' || v.host_name
  left join names a on a.name = 'asset_id ' || lower(v.asset_id)
),
overdue as (
  select record_id, machine, cve from holes
  where exploited and coalesce(status, 'open') = 'open'
    and (due_at < $as_of
      or (zone = 'dmz' and first_seen_at < $as_of - interval '14 days')
      or (due_at is null and first_seen_at < $as_of - interval '21 days'))
)
-- findings without a word on exploitation, and no catalogue to look in, answer nothing
select case when (select count(*) from holes) > 0
    and ((select count(*) from catalogue) > 0 or (select count(known_exploited) from vulnerability) > 0)
    then count(distinct concat(machine, ' ', cve)) end as value,
  (select max(coalesce(time, first_seen_at)) from vulnerability where coalesce(time, first_seen_at) < $to) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from overdue
