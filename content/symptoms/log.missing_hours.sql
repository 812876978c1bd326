/*---
id: log.missing_hours
title: Hours without records in a log that never rests
kind: gap
needs: [log_hour]
fix: Ask what was done on that machine in those hours; a log that never rests and then does has been stopped, cleared or cut off.
examples:
  - note: a sensor that writes every hour for two days is silent for four hours
    facts:
      log_hour:
        - {name: zeek_conn, host: sensor, hour: 480000, records: 90, last_at: "2026-03-01T00:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480001, records: 90, last_at: "2026-03-01T01:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480002, records: 90, last_at: "2026-03-01T02:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480003, records: 90, last_at: "2026-03-01T03:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480004, records: 90, last_at: "2026-03-01T04:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480005, records: 90, last_at: "2026-03-01T05:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480006, records: 90, last_at: "2026-03-01T06:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480007, records: 90, last_at: "2026-03-01T07:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480008, records: 90, last_at: "2026-03-01T08:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480009, records: 90, last_at: "2026-03-01T09:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480010, records: 90, last_at: "2026-03-01T10:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480011, records: 90, last_at: "2026-03-01T11:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480012, records: 90, last_at: "2026-03-01T12:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480013, records: 90, last_at: "2026-03-01T13:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480014, records: 90, last_at: "2026-03-01T14:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480015, records: 90, last_at: "2026-03-01T15:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480020, records: 90, last_at: "2026-03-01T20:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480021, records: 90, last_at: "2026-03-01T21:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480022, records: 90, last_at: "2026-03-01T22:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480023, records: 90, last_at: "2026-03-01T23:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480024, records: 90, last_at: "2026-03-02T00:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480025, records: 90, last_at: "2026-03-02T01:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480026, records: 90, last_at: "2026-03-02T02:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480027, records: 90, last_at: "2026-03-02T03:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480028, records: 90, last_at: "2026-03-02T04:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480029, records: 90, last_at: "2026-03-02T05:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480030, records: 90, last_at: "2026-03-02T06:59:00Z"}
        - {name: zeek_conn, host: sensor, hour: 480031, records: 90, last_at: "2026-03-02T07:59:00Z"}
    remarks: 1
  - note: a near miss, a log of opening hours rests each night
    facts:
      log_hour:
        - {name: ehr_access_csv, hour: 480008, records: 90, last_at: "2026-03-01T08:59:00Z"}
        - {name: ehr_access_csv, hour: 480009, records: 90, last_at: "2026-03-01T09:59:00Z"}
        - {name: ehr_access_csv, hour: 480016, records: 90, last_at: "2026-03-01T16:59:00Z"}
        - {name: ehr_access_csv, hour: 480032, records: 90, last_at: "2026-03-02T08:59:00Z"}
        - {name: ehr_access_csv, hour: 480033, records: 90, last_at: "2026-03-02T09:59:00Z"}
    remarks: 0
---*/
with hours as (
  select name, coalesce(host, '') as host, hour from log_hour where last_at <= $as_of group by 1, 2, 3
),
gaps as (
  select name, host, hour, hour - lag(hour) over (partition by name, host order by hour) as gap from hours
),
steady as (
  select name, host, count(*) as active, max(hour) - min(hour) + 1 as span, max(gap) as longest
  from gaps
  group by name, host
),
holes as (
  select gaps.name, gaps.host, gaps.hour, gaps.gap, steady.active
  from gaps join steady on steady.name = gaps.name and steady.host = gaps.host
  where steady.active >= 24 and steady.active * 100 >= steady.span * 85
    and gaps.gap = steady.longest and steady.longest > 3
)
select
  case when host = '' then name else concat(name, ' of ', host) end as what,
  concat('no record for ', cast(max(gap) - 1 as varchar), ' hours before ',
    to_char(to_timestamp(max(hour) * 3600), '%Y-%m-%d %H:%M'), ' UTC, though it has records in ',
    cast(max(active) as varchar), ' other hours of that time without a rest') as reason
from holes
group by name, host
order by name, host
