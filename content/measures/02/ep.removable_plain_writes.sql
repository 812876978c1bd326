/*---
id: ep.removable_plain_writes
title: Files copied to removable drives in 30 days
practice: "2"
applies_to: [small, medium, large]
unit: count
needs: [file_event]
goal: none to unencrypted drives
why: A stick in a coat pocket can hold every patient of the year.
fix: Let the management system block unencrypted removable drives, and ask the people listed here what they needed the copy for.
examples:
  - file_event:
      - {time: "2026-03-20T08:00:00Z", host_name: pc-01, path: 'e:\list.xlsx', action: written, removable: true}
      - {time: "2026-03-20T09:00:00Z", host_name: pc-01, path: 'c:\list.xlsx', action: written, removable: false}
      - {time: "2026-03-20T10:00:00Z", host_name: pc-01, path: 'e:\list.xlsx', action: read, removable: true}
    answer: {value: 1}
  - file_event: [{time: "2026-03-20T08:00:00Z", host_name: pc-01, path: 'e:\list.xlsx', action: written}]
    answer: no evidence
---*/
with writes as (
  select record_id, time, host_name, path, removable
  from file_event
  where action in ('created', 'written', 'copied') and removable is not null
    and time >= $to - interval '30 days' and time < $to
)
select case when count(*) > 0 then count(distinct concat(host_name, ' ', path)) filter (where removable) end as value, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from writes where removable order by time desc, record_id limit 20) as failing) as rows
from writes
