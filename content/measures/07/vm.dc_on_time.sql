/*---
id: vm.dc_on_time
title: Holes in servers closed in time
practice: "7"
applies_to: [small, medium, large]
unit: ratio
needs: [vulnerability]
goal: 95 %; critical in 30 days, high in 90, medium in 180
why: Servers hold the records. One old hole in one server is enough.
fix: Agree a monthly maintenance evening with the departments, and begin with the servers listed here.
examples:
  - vulnerability:
      - {host_name: srv, zone: data_center, severity: critical, status: fixed, first_seen_at: "2026-02-01", fixed_at: "2026-02-20"}
      - {host_name: srv, zone: data_center, severity: critical, status: open, first_seen_at: "2026-02-01"}
      - {host_name: srv, zone: data_center, severity: low, status: open, first_seen_at: "2020-02-01"}
    answer: {met: 1, counted: 2}
  - vulnerability: []
    answer: no evidence
---*/
with holes as (
  select record_id, first_seen_at, fixed_at, coalesce(status, 'open') as status, date_part('epoch', first_seen_at) as found,
    86400.0 * case severity when 'critical' then 30 when 'high' then 90 when 'medium' then 180 end as allowed
  from vulnerability
  where zone = 'data_center' and first_seen_at is not null and first_seen_at < $to
),
judged as (
  -- one that is open and still has time is not judged yet; low ones are at the owner's discretion
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
