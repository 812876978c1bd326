/*---
id: soc.silent_sources
title: Logs that fell silent in the last month
practice: "8"
applies_to: [medium, large]
unit: count
needs: [log_hour]
goal: none
why: Intruders turn logs off, and so do full disks. Either way nobody sees what happens next.
fix: Look whether the machines behind these logs still run and send; `salus doctor` names the hours.
examples:
  - log_hour: # one stops, one goes on
      - {name: windows_security, host: front01, hour: 492700, records: 9, last_at: "2026-03-17T04:00:00Z"}
      - {name: windows_security, host: front01, hour: 492708, records: 9, last_at: "2026-03-17T12:00:00Z"}
      - {name: windows_security, host: front01, hour: 492724, records: 9, last_at: "2026-03-18T04:00:00Z"}
      - {name: windows_security, host: front01, hour: 492732, records: 9, last_at: "2026-03-18T12:00:00Z"}
      - {name: windows_security, host: front01, hour: 492748, records: 9, last_at: "2026-03-19T04:00:00Z"}
      - {name: windows_security, host: front01, hour: 492756, records: 9, last_at: "2026-03-19T12:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492700, records: 9, last_at: "2026-03-17T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492724, records: 9, last_at: "2026-03-18T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492748, records: 9, last_at: "2026-03-19T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492772, records: 9, last_at: "2026-03-20T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492940, records: 9, last_at: "2026-03-27T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492950, records: 9, last_at: "2026-03-27T14:00:00Z"}
    answer: {value: 1}
  - log_hour: # an office that sleeps at night
      - {name: windows_security, host: srv01, hour: 492700, records: 9, last_at: "2026-03-17T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492724, records: 9, last_at: "2026-03-18T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492748, records: 9, last_at: "2026-03-19T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492772, records: 9, last_at: "2026-03-20T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492796, records: 9, last_at: "2026-03-21T04:00:00Z"}
      - {name: windows_security, host: srv01, hour: 492820, records: 9, last_at: "2026-03-22T04:00:00Z"}
    answer: {value: 0}
  - log_hour: [{name: cisco_syslog, host: sw1, hour: 492700, records: 2, last_at: "2026-03-17T04:00:00Z"}]
    answer: no evidence
---*/
with hours as (
  select name, coalesce(host, '') as host, hour, sum(records) as records, max(last_at) as last_at
  from log_hour
  where last_at <= $as_of and last_at >= $as_of - interval '60 days'
  group by name, coalesce(host, ''), hour
),
gaps as (
  select *, hour - lag(hour) over (partition by name, host order by hour) as gap,
    avg(records) over (partition by name, host) as usual
  from hours
),
low as ( -- hours far below what is usual, one after another
  select name, host, hour, last_at, hour - row_number() over (partition by name, host order by hour) as run
  from gaps where records * 5 < usual
),
run as (
  select name, host, count(*) as hours, max(last_at) as last_at from low group by name, host, run
),
rhythm as (
  select name, host, count(*) as active, count(distinct hour / 24) as days, max(hour) as last_hour, max(gap) as longest,
    count(*) * 100 >= (max(hour) - min(hour) + 1) * 85 and count(*) >= 48 as steady
  from gaps group by name, host
),
newest as (
  select max(hour) as hour, max(last_at) as at from hours
),
broken as (
  select name, host from gaps where gap > 5 and last_at >= $as_of - interval '30 days'
  union
  select name, host from run where hours > 4 and last_at >= $as_of - interval '30 days'
),
judged as ( -- one that stopped may only have been exported a day before others
  select r.name, r.host, n.hour - r.last_hour > greatest(48, 3 * r.longest) or (r.steady and b.name is not null) as silent
  from rhythm r cross join newest n left join broken b on b.name = r.name and b.host = r.host
  where r.active >= 6 and r.days >= 3 and r.longest <= 336
)
select case when count(*) > 0 then count(*) filter (where silent) end as value, (select at from newest) as newest
from judged
