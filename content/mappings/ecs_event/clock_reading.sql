/*---
product: ecs_event
fact: clock_reading
examples:
  - records:
      ecs_event:
        - {host.name: "LAB03.clinic.example", event.ingested: "2026-03-01T08:00:01Z", time: "2026-03-01T08:10:00Z"}
        - {host.name: null, event.ingested: null, time: "2026-03-01T08:10:00Z"}
    facts:
      - {host_name: lab03, own_time: "2026-03-01T08:10:00Z", reference_time: "2026-03-01T08:00:01Z", seconds_ahead: 599}
---*/
select
  record_id, time, lower(split_part("host.name", '.', 1)) as host_name, time as own_time, reference_time,
  date_part('epoch', time) - date_part('epoch', reference_time) as seconds_ahead
from (select record_id, time, "host.name", read_time("event.ingested") as reference_time from ecs_event) as received
where time is not null and reference_time is not null and "host.name" is not null
