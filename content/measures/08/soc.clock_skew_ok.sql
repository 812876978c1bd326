/*---
id: soc.clock_skew_ok
title: Machines whose clock is right
practice: "8"
applies_to: [medium, large]
unit: ratio
needs: [clock_reading]
goal: 98 % within a minute
why: If clocks differ, nobody can say what came first.
fix: Set the machines listed here by one time server (NTP).
examples:
  - clock_reading:
      - {host_name: lab03, seconds_ahead: 600, time: "2026-03-20T08:10:00Z"}
      - {host_name: lt01, seconds_ahead: -36000, time: "2026-03-20T08:00:00Z"} # sent in the evening what it recorded by day
      - {host_name: lt01, seconds_ahead: -2, time: "2026-03-20T18:00:00Z"}
      - {host_name: srv01, seconds_ahead: 3600, time: "2025-03-20T08:00:00Z"}
      - {host_name: srv01, seconds_ahead: 1, time: "2026-03-20T08:00:00Z"}
    answer: {met: 2, counted: 3}
  - clock_reading: [{host_name: srv01, seconds_ahead: 1, time: "2025-03-20T08:00:00Z"}]
    answer: no evidence
---*/
with machine as (
  -- a record can arrive late, but never before it was written: the earliest arrival is the nearest to the truth
  select host_name, max(seconds_ahead) as ahead, max(time) as time, max(record_id) as record_id from clock_reading
  where host_name is not null and seconds_ahead is not null and time >= $to - interval '30 days' and time < $to
  group by host_name
)
select count(*) filter (where ahead between -60 and 60) as met, count(*) as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where ahead not between -60 and 60) as rows
from machine
