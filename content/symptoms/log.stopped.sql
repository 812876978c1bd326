/*---
id: log.stopped
title: A log that stopped
kind: silent
needs: [log_hour]
fix: Look whether the machine still runs, whether its agent still sends, and whether somebody turned the log off.
examples:
  - note: two machines write day by day, one of them stops a week before the other; the machine's own log is named
    facts:
      log_hour:
        - {name: windows_security, host: front01, hour: 480000, records: 9, last_at: "2026-03-01T00:00:00Z"}
        - {name: windows_security, host: front01, hour: 480008, records: 9, last_at: "2026-03-01T08:00:00Z"}
        - {name: windows_security, host: front01, hour: 480024, records: 9, last_at: "2026-03-02T00:00:00Z"}
        - {name: windows_security, host: front01, hour: 480032, records: 9, last_at: "2026-03-02T08:00:00Z"}
        - {name: windows_security, host: front01, hour: 480048, records: 9, last_at: "2026-03-03T00:00:00Z"}
        - {name: windows_security, host: front01, hour: 480056, records: 9, last_at: "2026-03-03T08:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480000, records: 9, last_at: "2026-03-01T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480224, records: 9, last_at: "2026-03-10T08:00:00Z"}
    remarks: 1
  - note: a whole log stops; its machines are not told once more
    facts:
      log_hour:
        - {name: zeek_conn, host: sensor, hour: 480000, records: 9, last_at: "2026-03-01T00:00:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480008, records: 9, last_at: "2026-03-01T08:00:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480024, records: 9, last_at: "2026-03-02T00:00:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480032, records: 9, last_at: "2026-03-02T08:00:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480048, records: 9, last_at: "2026-03-03T00:00:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480056, records: 9, last_at: "2026-03-03T08:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480224, records: 9, last_at: "2026-03-10T08:00:00Z"}
    remarks: 1
  - note: a near miss, a weekend's silence of an office that rested the weekend before as well
    facts:
      log_hour:
        - {name: vpn_csv, hour: 480000, records: 2, last_at: "2026-03-01T00:00:00Z"}
        - {name: vpn_csv, hour: 480010, records: 2, last_at: "2026-03-01T10:00:00Z"}
        - {name: vpn_csv, hour: 480072, records: 2, last_at: "2026-03-04T00:00:00Z"}
        - {name: vpn_csv, hour: 480096, records: 2, last_at: "2026-03-05T00:00:00Z"}
        - {name: vpn_csv, hour: 480097, records: 2, last_at: "2026-03-05T01:00:00Z"}
        - {name: vpn_csv, hour: 480098, records: 2, last_at: "2026-03-05T02:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480160, records: 9, last_at: "2026-03-07T16:00:00Z"}
    remarks: 0
  - note: a log of one afternoon has no rhythm that could break
    facts:
      log_hour:
        - {name: cisco_syslog, host: sw1, hour: 480000, records: 2, last_at: "2026-03-01T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480640, records: 9, last_at: "2026-03-27T16:00:00Z"}
    remarks: 0
---*/
with hours as (
  select name, coalesce(host, '') as host, hour, last_at from log_hour where last_at <= $as_of
),
streams as ( -- each machine's log, and each log as a whole
  select name, host, hour, max(last_at) as last_at from hours group by name, host, hour
  union all
  select name, '*' as host, hour, max(last_at) as last_at from hours group by name, hour
),
gaps as (
  select name, host, hour, last_at, hour - lag(hour) over (partition by name, host order by hour) as gap from streams
),
rhythm as (
  select
    name, host, count(*) as active, count(distinct hour / 24) as days, max(hour) as last_hour, max(last_at) as last_at,
    max(gap) as longest
  from gaps
  group by name, host
),
newest as (
  select max(hour) as hour, max(last_at) as at from hours
),
stopped as (
  select rhythm.*, newest.at as newest_at, newest.hour - last_hour as silence
  from rhythm cross join newest
  where active >= 6 and days >= 3 and longest <= 336 and newest.hour - last_hour > greatest(48, 3 * longest)
)
select
  case when host in ('*', '') then name else concat(name, ' of ', host) end as what,
  concat('last record ', to_char(last_at, '%Y-%m-%d'), '; other logs go on to ', to_char(newest_at, '%Y-%m-%d'),
    ', and it was never silent longer than ', cast(longest as varchar), ' hours before') as reason
from stopped
where host = '*' or (host <> '' and name not in (select name from stopped where host = '*'))
order by name, host
