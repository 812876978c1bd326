/*---
id: clock.future
title: Records from the future
kind: clock
needs: [log_hour]
fix: Set the machine's clock by a time server (NTP); until then its records cannot be laid beside others.
examples:
  - note: one machine writes a year ahead
    facts:
      log_hour:
        - {name: windows_system, host: lab03, hour: 489000, records: 7, last_at: "2027-03-01T08:00:00Z", time: "2027-03-01T08:00:00Z"}
    remarks: 1
  - note: a near miss, a few hours ahead may be a time zone
    facts:
      log_hour:
        - {name: windows_system, host: lab03, hour: 480000, records: 7, last_at: "2026-03-31T08:00:00Z", time: "2026-03-31T08:00:00Z"}
    remarks: 0
---*/
select
  case when host is null then name else concat(name, ' of ', host) end as what,
  concat(cast(sum(records) as varchar), ' records lie after the day the evidence was collected; the last says ',
    to_char(max(last_at), '%Y-%m-%d')) as reason
from log_hour
where last_at > $as_of + interval '1 day'
group by name, host
order by name, host
