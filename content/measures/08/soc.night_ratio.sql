/*---
id: soc.night_ratio
title: How much longer an alarm waits at night than in office hours
practice: "8"
applies_to: [large]
unit: ratio_x
needs: [security_case, setting]
goal: at most one and a half times as long
why: Attackers begin on Friday evening, because they know when nobody looks.
fix: Name who is called at night and on holidays for each kind of alarm, or hire a service that watches then; try it with a false alarm.
fresh_days: 184
examples:
  - security_case: # Chicago is six hours behind in winter, and five from 8 March 2026
      - {record_id: "c:1", detected_at: "2026-03-02T15:00:00Z", triaged_at: "2026-03-02T15:20:00Z"} # Monday, 9:00
      - {record_id: "c:2", detected_at: "2026-03-03T15:00:00Z", triaged_at: "2026-03-03T15:30:00Z"}
      - {record_id: "c:3", detected_at: "2026-03-09T13:30:00Z", triaged_at: "2026-03-09T14:10:00Z"} # Monday, 8:30 in summer time
      - {record_id: "c:4", detected_at: "2026-03-04T03:00:00Z", triaged_at: "2026-03-04T04:00:00Z"} # Tuesday, 21:00
      - {record_id: "c:5", detected_at: "2026-03-07T16:00:00Z", triaged_at: "2026-03-07T18:00:00Z"} # Saturday
      - {record_id: "c:6", detected_at: "2026-03-05T16:00:00Z", triaged_at: "2026-03-05T17:30:00Z"} # a holiday
      - {record_id: "c:7", detected_at: "2026-03-06T16:00:00Z"} # when it was looked at is not known
      - {record_id: "c:8", detected_at: "2026-03-06T00:00:00Z", triaged_at: "2026-03-06T00:00:00Z"} # days only
    setting: [{name: time_zone, value: America/Chicago}, {name: holidays, value: "2026-03-05"}]
    answer: {value: 3}
  - security_case: # two of a kind are no median
      - {record_id: "c:1", detected_at: "2026-03-02T15:00:00Z", triaged_at: "2026-03-02T15:20:00Z"}
      - {record_id: "c:2", detected_at: "2026-03-03T15:00:00Z", triaged_at: "2026-03-03T15:30:00Z"}
      - {record_id: "c:4", detected_at: "2026-03-04T03:00:00Z", triaged_at: "2026-03-04T04:00:00Z"}
      - {record_id: "c:5", detected_at: "2026-03-07T16:00:00Z", triaged_at: "2026-03-07T18:00:00Z"}
    setting: [{name: time_zone, value: America/Chicago}]
    answer: no evidence
  - security_case: # without a time zone nobody knows when it is night
      - {record_id: "c:1", detected_at: "2026-03-02T15:00:00Z", triaged_at: "2026-03-02T15:20:00Z"}
      - {record_id: "c:2", detected_at: "2026-03-03T15:00:00Z", triaged_at: "2026-03-03T15:30:00Z"}
      - {record_id: "c:3", detected_at: "2026-03-09T13:30:00Z", triaged_at: "2026-03-09T14:10:00Z"}
      - {record_id: "c:4", detected_at: "2026-03-04T03:00:00Z", triaged_at: "2026-03-04T04:00:00Z"}
      - {record_id: "c:5", detected_at: "2026-03-07T16:00:00Z", triaged_at: "2026-03-07T18:00:00Z"}
      - {record_id: "c:6", detected_at: "2026-03-05T01:00:00Z", triaged_at: "2026-03-05T02:30:00Z"}
    answer: no evidence
  - security_case: []
    answer: no evidence
---*/
with zone as (
  select max(value) as name from setting where name = 'time_zone'
),
hours as (
  -- as `8-17`: from eight until before five in the afternoon
  select coalesce(max(number(split_part(split_part(value, '-', 1), ':', 1))), 8) as opens, coalesce(max(number(split_part(split_part(value, '-', 2), ':', 1))), 17) as closes
  from setting where name = 'office_hours'
),
free as (
  select distinct trim(value) as day from setting where name in ('holidays', 'holiday')
),
alarm as (
  select record_id, coalesce(detected_at, opened_at) as raised_at, triaged_at from security_case
  where coalesce(kind, '') not in ('patch_cycle', 'device_advisory')
    and triaged_at >= coalesce(detected_at, opened_at) and coalesce(detected_at, opened_at) >= $from and coalesce(detected_at, opened_at) < $to
    and not (triaged_at = date_trunc('day', triaged_at) and coalesce(detected_at, opened_at) = date_trunc('day', coalesce(detected_at, opened_at)))
),
parts as (
  select record_id, raised_at, (date_part('epoch', triaged_at) - date_part('epoch', raised_at)) / 60.0 as minutes,
    case zone.name
      when 'America/New_York' then to_char(raised_at at time zone 'America/New_York', '%Y-%m-%d %H %u')
      when 'America/Chicago' then to_char(raised_at at time zone 'America/Chicago', '%Y-%m-%d %H %u')
      when 'America/Denver' then to_char(raised_at at time zone 'America/Denver', '%Y-%m-%d %H %u')
      when 'America/Phoenix' then to_char(raised_at at time zone 'America/Phoenix', '%Y-%m-%d %H %u')
      when 'America/Los_Angeles' then to_char(raised_at at time zone 'America/Los_Angeles', '%Y-%m-%d %H %u')
      when 'America/Anchorage' then to_char(raised_at at time zone 'America/Anchorage', '%Y-%m-%d %H %u')
      when 'Pacific/Honolulu' then to_char(raised_at at time zone 'Pacific/Honolulu', '%Y-%m-%d %H %u')
      when 'America/Puerto_Rico' then to_char(raised_at at time zone 'America/Puerto_Rico', '%Y-%m-%d %H %u')
      when 'UTC' then to_char(raised_at, '%Y-%m-%d %H %u')
    end as there
  from alarm cross join zone
),
placed as (
  select p.record_id, p.raised_at, p.minutes,
    number(split_part(p.there, ' ', 3)) <= 5 and number(split_part(p.there, ' ', 2)) >= h.opens and number(split_part(p.there, ' ', 2)) < h.closes
      and f.day is null as in_office
  from parts p cross join hours h left join free f on f.day = split_part(p.there, ' ', 1)
  where p.there is not null
),
medians as (
  select median(minutes) filter (where in_office) as office, median(minutes) filter (where not in_office) as night,
    count(*) filter (where in_office) as office_alarms, count(*) filter (where not in_office) as night_alarms,
    count(*) as alarms, max(raised_at) as newest
  from placed
)
-- three of each at least; an office that answers within the minute is taken as one minute
select case when office_alarms >= 3 and night_alarms >= 3 then night / greatest(office, 1.0) end as value, alarms as counted, newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from placed where not in_office order by minutes desc, record_id limit 20) as slowest) as rows
from medians
