/*---
id: vm.reopened
title: Closed holes that were open again within 90 days
practice: "7"
applies_to: [small, medium, large]
unit: ratio
needs: [vulnerability]
goal: at most 3 %
why: A hole that comes back was papered over, or the machine was set up again from an old image.
fix: Ask for the machines listed here what brought the hole back; usually it is the image new machines are made from.
examples:
  - vulnerability:
      - {host_name: srv, cve: CVE-2024-0001, status: fixed, first_seen_at: "2025-12-01", fixed_at: "2026-01-10"}
      - {host_name: srv, cve: CVE-2024-0001, status: open, first_seen_at: "2026-02-10"}
      - {host_name: srv, cve: CVE-2024-0002, status: fixed, first_seen_at: "2025-12-01", fixed_at: "2026-01-10"}
      - {host_name: pc, cve: CVE-2024-0002, status: open, first_seen_at: "2026-02-10"}
    answer: {met: 1, counted: 2}
  - vulnerability: # closed under its name, back under its number
      - {host_name: srv-01, cve: CVE-2024-0001, status: fixed, first_seen_at: "2025-12-01", fixed_at: "2026-01-10"}
      - {asset_id: A-1, cve: CVE-2024-0001, status: open, first_seen_at: "2026-02-10"}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: srv-01}
      - {kind: device, identity_id: "serial_number:SN1", key: asset_id, value: A-1}
    answer: {met: 1, counted: 1}
  - vulnerability: [{host_name: srv, cve: CVE-2024-0001, status: open, first_seen_at: "2026-02-10"}]
    answer: no evidence
---*/
with names as (
  select key || ' ' || lower(value) as name, max(identity_id) as identity_id from identity
  where kind = 'device' and key in ('host_name', 'asset_id') and not coalesce(ambiguous, false)
  group by 1
),
hole as (
  select coalesce(h.identity_id, a.identity_id, v.host_name, v.asset_id) as machine, v.cve, v.record_id, v.first_seen_at, v.fixed_at
  from vulnerability v
  left join names h on h.name = 'host_name ' || v.host_name
  left join names a on a.name = 'asset_id ' || lower(v.asset_id)
  where v.cve is not null and coalesce(v.host_name, v.asset_id) is not null
),
closed as (
  select machine, cve, max(fixed_at) as fixed_at, max(record_id) as record_id from hole
  where fixed_at >= $from and fixed_at < $to group by machine, cve
),
again as (
  select c.machine, c.cve, max(c.record_id) as record_id, max(c.fixed_at) as fixed_at,
    bool_or(coalesce(h.first_seen_at > f.fixed_at and h.first_seen_at < f.fixed_at + interval '90 days', false)) as reopened
  from closed c
  join hole f on f.machine = c.machine and f.cve = c.cve and f.fixed_at is not null
  left join hole h on h.machine = c.machine and h.cve = c.cve
  group by c.machine, c.cve
)
select count(*) filter (where reopened) as met, count(*) as counted, max(fixed_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where reopened) as rows
from again
