/*---
id: log.missing_days
title: Days without records in a log that is kept every day
kind: gap
needs: [log_hour]
fix: Ask who had a reason to turn it off or to clear it on those days; look at the disk, the agent and the collector of that time.
examples:
  - note: eleven days of a daily log with the sixth missing, while another log goes on
    facts:
      log_hour:
        - {name: windows_security, host: srv01, hour: 480000, records: 5, last_at: "2026-03-01T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480024, records: 5, last_at: "2026-03-02T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480048, records: 5, last_at: "2026-03-03T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480072, records: 5, last_at: "2026-03-04T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480096, records: 5, last_at: "2026-03-05T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480144, records: 5, last_at: "2026-03-07T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480168, records: 5, last_at: "2026-03-08T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480192, records: 5, last_at: "2026-03-09T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480216, records: 5, last_at: "2026-03-10T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480240, records: 5, last_at: "2026-03-11T00:00:00Z"}
        - {name: zeek_conn, hour: 480120, records: 5, last_at: "2026-03-06T00:00:00Z"}
    remarks: 1
  - note: a near miss, the same hole on a day when nothing was recorded anywhere
    facts:
      log_hour:
        - {name: windows_security, host: srv01, hour: 480000, records: 5, last_at: "2026-03-01T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480024, records: 5, last_at: "2026-03-02T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480048, records: 5, last_at: "2026-03-03T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480072, records: 5, last_at: "2026-03-04T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480096, records: 5, last_at: "2026-03-05T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480144, records: 5, last_at: "2026-03-07T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480168, records: 5, last_at: "2026-03-08T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480192, records: 5, last_at: "2026-03-09T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480216, records: 5, last_at: "2026-03-10T00:00:00Z"}
        - {name: windows_security, host: srv01, hour: 480240, records: 5, last_at: "2026-03-11T00:00:00Z"}
    remarks: 0
---*/
with days as ( -- of each log as a whole, and of each machine
  select name, '*' as host, hour / 24 as day from log_hour where last_at <= $as_of group by 1, 2, 3
  union all
  select name, host, hour / 24 as day from log_hour where last_at <= $as_of and host is not null group by 1, 2, 3
),
-- the 1st of January 1970 was a Thursday
kept as (
  select
    name, host, min(day) as first_day, max(day) as last_day,
    count(*) filter (where (day + 4) % 7 in (0, 6)) as weekends,
    count(*) filter (where (day + 4) % 7 not in (0, 6)) as weekdays
  from days
  group by name, host
),
observed as ( -- days on which anything at all was recorded
  select day from days group by day
),
expected as (
  select kept.name, kept.host, observed.day, kept.weekdays + kept.weekends as active
  from kept join observed on observed.day > kept.first_day and observed.day < kept.last_day
  -- a machine that rests on weekends may rest on other days, too; the log as a whole may not
  where kept.weekends * 4 >= kept.weekdays or (kept.host = '*' and (observed.day + 4) % 7 not in (0, 6))
),
missing as (
  select
    expected.name, expected.host, max(expected.active) as active, count(*) as expected,
    count(*) filter (where days.day is null) as missing,
    min(expected.day) filter (where days.day is null) as first_missing,
    max(expected.day) filter (where days.day is null) as last_missing
  from expected left join days
    on days.name = expected.name and days.host = expected.host and days.day = expected.day
  group by expected.name, expected.host
),
told as (
  select *, to_char(to_timestamp(first_missing * 86400), '%Y-%m-%d') as first_day,
    to_char(to_timestamp(last_missing * 86400), '%Y-%m-%d') as last_day
  from missing
  where active >= 8 and missing > 0 and missing * 10 <= expected + 10
)
select
  case when host = '*' then name else concat(name, ' of ', host) end as what,
  concat(
    case
      when missing = 1 then concat('no record on ', first_day)
      else concat('no record on ', cast(missing as varchar), ' days between ', first_day, ' and ', last_day)
    end,
    ', though it has some on ', cast(active as varchar), ' others and other logs went on') as reason
from told
where host = '*' or name not in (select name from told where host = '*')
order by name, host
