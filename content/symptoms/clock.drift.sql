/*---
id: clock.drift
title: A machine's clock is wrong
kind: clock
needs: [clock_reading]
fix: Set the machine's clock by a time server (NTP); until then lay its records beside others with care.
examples:
  - note: one machine is ten minutes ahead of the one that receives its records; another was set back by an hour
    facts:
      clock_reading:
        - {host_name: lab03, own_time: "2026-03-01T08:10:00Z", reference_time: "2026-03-01T08:00:00Z", seconds_ahead: 600, time: "2026-03-01T08:10:00Z"}
        - {host_name: srv01, own_time: "2026-03-01T09:00:00Z", reference_time: "2026-03-01T08:00:00Z", seconds_ahead: 3600, time: "2026-03-01T08:00:00Z"}
    remarks: 2
  - note: a near miss, a laptop that sends in the evening what it recorded during the day is not behind
    facts:
      clock_reading:
        - {host_name: lt01, own_time: "2026-03-01T08:00:00Z", reference_time: "2026-03-01T18:00:00Z", seconds_ahead: -36000, time: "2026-03-01T08:00:00Z"}
        - {host_name: lt01, own_time: "2026-03-01T18:00:00Z", reference_time: "2026-03-01T18:00:00Z", seconds_ahead: 0, time: "2026-03-01T18:00:00Z"}
    remarks: 0
---*/
with by_host as (
  select host_name, count(*) as readings, max(seconds_ahead) as ahead, min(record_id) as record_id
  from clock_reading
  where time <= $as_of
  group by host_name
)
select
  host_name as what,
  case
    when ahead > 0 then concat('its clock was up to ', cast(cast(ahead as bigint) as varchar), ' seconds ahead of the one that received its records or set it')
    else concat('its records were never less than ', cast(cast(-ahead as bigint) as varchar), ' seconds behind the clock that received them')
  end as reason,
  record_id as record_ids
from by_host
where ahead > 120 or (ahead < -300 and readings >= 20)
order by host_name
