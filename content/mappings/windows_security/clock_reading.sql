/*---
product: windows_security
fact: clock_reading
examples:
  - records:
      windows_security: # the clock was set: what it said before and after
        - {EventID: "4616", Computer: "LAB03.clinic.example", PreviousTime: "2026-03-01T09:00:00.000000Z", NewTime: "2026-03-01T08:00:00.000000Z", time: "2026-03-01T08:00:00Z"}
        - {EventID: "4624", Computer: "LAB03"}
    facts:
      - {host_name: lab03, own_time: "2026-03-01T09:00:00Z", reference_time: "2026-03-01T08:00:00Z", seconds_ahead: 3600}
---*/
select
  record_id, time, lower(split_part("Computer", '.', 1)) as host_name, own_time, reference_time,
  date_part('epoch', own_time) - date_part('epoch', reference_time) as seconds_ahead
from (
  select record_id, time, "Computer", read_time("PreviousTime") as own_time, read_time("NewTime") as reference_time
  from windows_security
  where "EventID" = '4616'
) as changes
where own_time is not null and reference_time is not null
