/*---
id: vm.patch_cycle_days
title: Longest time between two finished rounds of updates
practice: "7"
applies_to: [small, medium, large]
unit: days
needs: [security_case]
export: ticketing
goal: at most 35 days, in the last half year
why: New holes become known every month. A computer that waits two months is open to those of both.
fix: Set one evening of each month for updates, open a ticket called "patch cycle" for it, and close it when the last computer is done.
fresh_days: 400
examples:
  - security_case:
      - {case_id: P1, kind: patch_cycle, closed_at: "2025-12-20T00:00:00Z"}
      - {case_id: P2, kind: patch_cycle, closed_at: "2026-01-20T00:00:00Z"}
      - {case_id: P3, kind: patch_cycle, closed_at: "2026-03-01T00:00:00Z"}
      - {case_id: P4, kind: patch_cycle, opened_at: "2026-03-20T00:00:00Z"} # not finished
      - {case_id: P5, kind: other, closed_at: "2026-02-10T00:00:00Z"}
    answer: {value: 40}
  - security_case: # the time since the last round counts
      - {case_id: P1, kind: patch_cycle, closed_at: "2026-01-01T00:00:00Z"}
      - {case_id: P2, kind: patch_cycle, closed_at: "2026-01-30T00:00:00Z"}
    answer: {value: 60}
  - security_case: [{case_id: P1, kind: patch_cycle, closed_at: "2026-03-20T00:00:00Z"}] # one round is no interval
    answer: no evidence
  - security_case: []
    answer: no evidence
---*/
with round as (
  select closed_at, max(record_id) as record_id from security_case
  where kind = 'patch_cycle' and closed_at >= $from and closed_at < $to
  group by closed_at
),
gaps as (
  select record_id, closed_at, lead(closed_at) over (order by closed_at) as next_at from round
),
measured as (
  select record_id, closed_at, (date_part('epoch', coalesce(next_at, $as_of)) - date_part('epoch', closed_at)) / 86400.0 as days
  from gaps where coalesce(next_at, $as_of) >= $as_of - interval '182 days'
)
select case when (select count(*) from round) >= 2 then max(days) end as value, count(*) as counted, (select max(closed_at) from round) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from measured where days > 35 order by days desc, record_id limit 20) as late) as rows
from measured
