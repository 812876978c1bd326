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
  - clock_reading: # one machine that was renamed
      - {host_name: pc-old, seconds_ahead: -36000, time: "2026-03-20T08:00:00Z"}
      - {host_name: pc-01, seconds_ahead: 1, time: "2026-03-21T08:00:00Z"}
    identity:
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: pc-old}
      - {kind: device, identity_id: "serial_number:SN1", key: host_name, value: pc-01}
    answer: {met: 1, counted: 1}
  - clock_reading: [{host_name: srv01, seconds_ahead: 1, time: "2025-03-20T08:00:00Z"}]
    answer: no evidence
---*/
with names as (
  select value as host_name, max(identity_id) as identity_id from identity
  where kind = 'device' and key = 'host_name' and not coalesce(ambiguous, false) group by value
),
machine as (
  -- a record can arrive late, but never before it was written: the earliest arrival is the nearest to the truth
  select coalesce(n.identity_id, c.host_name) as machine, max(c.seconds_ahead) as ahead, max(c.time) as time, max(c.record_id) as record_id
  from clock_reading c left join names n on n.host_name = c.host_name
  where c.host_name is not null and c.seconds_ahead is not null and c.time >= $to - interval '30 days' and c.time < $to
  group by 1
)
select count(*) filter (where ahead between -60 and 60) as met, count(*) as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where ahead not between -60 and 60) as rows
from machine
