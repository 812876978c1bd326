/*---
id: vm.dmz_on_time
title: Holes in machines facing the internet closed in time
practice: "7"
applies_to: [small, medium, large]
unit: ratio
needs: [vulnerability]
goal: 95 %; critical in 14 days, high in 30, medium in 90, low in 180
why: What faces the internet is tried by everyone, all day.
fix: Patch the machines listed here in the order of the list, and put a date on each that has to wait.
examples:
  - vulnerability:
      - {host_name: web, zone: dmz, severity: critical, status: fixed, first_seen_at: "2026-02-01", fixed_at: "2026-02-10"}
      - {host_name: web, zone: dmz, severity: high, status: fixed, first_seen_at: "2026-01-01", fixed_at: "2026-03-10"}
      - {host_name: web, zone: dmz, severity: critical, status: open, first_seen_at: "2026-02-01"}
      - {host_name: web, zone: dmz, severity: medium, status: open, first_seen_at: "2026-03-01"}
      - {host_name: pc, zone: endpoint, severity: critical, status: open, first_seen_at: "2026-02-01"}
    answer: {met: 1, counted: 3}
  - vulnerability: [{host_name: pc, zone: endpoint, severity: critical, status: open, first_seen_at: "2026-02-01"}]
    answer: no evidence
---*/
with holes as (
  select record_id, first_seen_at, fixed_at, coalesce(status, 'open') as status, date_part('epoch', first_seen_at) as found,
    86400.0 * case severity when 'critical' then 14 when 'high' then 30 when 'medium' then 90 when 'low' then 180 end as allowed
  from vulnerability
  where zone = 'dmz' and first_seen_at is not null and first_seen_at < $to
),
judged as (
  -- one that is open and still has time is not judged yet
  select record_id, coalesce(fixed_at, first_seen_at) as at,
    case
      when fixed_at is not null then date_part('epoch', fixed_at) - found < allowed
      when status <> 'fixed' and date_part('epoch', $as_of) - found >= allowed then false
    end as in_time
  from holes
  where allowed is not null and status <> 'accepted' and (fixed_at is null or fixed_at >= $from)
)
select count(*) filter (where in_time) as met, count(in_time) as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not in_time) as rows
from judged
