/*---
id: net.closets_logged
title: Network closets whose door keeps a record
practice: "6"
applies_to: [small, medium, large]
unit: ratio
needs: [badge_event, setting]
goal: 95 %
why: Whoever stands in the closet needs no password.
fix: Put a badge reader on the doors that are missing, or keep the key where handing it out is written down.
examples:
  - setting: [{name: network_closets, value: Closet A}, {name: network_closets, value: Closet B}]
    badge_event:
      - {time: "2026-03-20T08:00:00Z", door: closet a, outcome: success}
      - {time: "2026-03-20T08:00:00Z", door: Main entrance, outcome: success}
    answer: {met: 1, counted: 2}
  - setting: [{name: network_closets, value: Closet A}]
    answer: no evidence
  - badge_event: [{time: "2026-03-20T08:00:00Z", door: Main entrance, outcome: success}]
    answer: no evidence
---*/
with closet as (
  select lower(trim(value)) as door, min(record_id) as record_id from setting where name in ('network_closets', 'network_closet') group by 1
),
opened as (
  select lower(trim(door)) as door, max(time) as time from badge_event
  where door is not null and time >= $to - interval '90 days' and time < $to group by 1
)
select count(o.door) as met, case when (select count(*) from opened) > 0 then count(*) end as counted, (select max(time) from opened) as newest,
  string_agg(c.record_id, ' ' order by c.record_id) filter (where o.door is null) as rows
from closet c left join opened o on o.door = c.door
