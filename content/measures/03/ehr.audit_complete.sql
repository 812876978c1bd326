/*---
id: ehr.audit_complete
title: Hours in which every part of the record system wrote its access log
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [record_access]
goal: 99 % of the hours in which each part usually writes
why: A log with holes cannot say who opened a record, and a hole is what somebody makes who wants it that way.
fix: Ask the maker of the record system why its log fell silent in the hours before the rows listed here, and let the log's end raise an alarm.
examples:
  - record_access: # on Mondays at eight the record system writes fourteen accesses; on the 16th it was silent
      [{time: "2026-03-02T08:00:00Z", application: ehr}, {time: "2026-03-02T08:01:00Z", application: ehr}, {time: "2026-03-02T08:02:00Z", application: ehr}, {time: "2026-03-02T08:03:00Z", application: ehr},
        {time: "2026-03-02T08:04:00Z", application: ehr}, {time: "2026-03-02T08:05:00Z", application: ehr}, {time: "2026-03-02T08:06:00Z", application: ehr}, {time: "2026-03-02T08:07:00Z", application: ehr},
        {time: "2026-03-02T08:08:00Z", application: ehr}, {time: "2026-03-02T08:09:00Z", application: ehr}, {time: "2026-03-02T08:10:00Z", application: ehr}, {time: "2026-03-02T08:11:00Z", application: ehr},
        {time: "2026-03-02T08:12:00Z", application: ehr}, {time: "2026-03-02T08:13:00Z", application: ehr},
        {time: "2026-03-09T08:00:00Z", application: ehr}, {time: "2026-03-09T08:01:00Z", application: ehr}, {time: "2026-03-09T08:02:00Z", application: ehr}, {time: "2026-03-09T08:03:00Z", application: ehr},
        {time: "2026-03-09T08:04:00Z", application: ehr}, {time: "2026-03-09T08:05:00Z", application: ehr}, {time: "2026-03-09T08:06:00Z", application: ehr}, {time: "2026-03-09T08:07:00Z", application: ehr},
        {time: "2026-03-09T08:08:00Z", application: ehr}, {time: "2026-03-09T08:09:00Z", application: ehr}, {time: "2026-03-09T08:10:00Z", application: ehr}, {time: "2026-03-09T08:11:00Z", application: ehr},
        {time: "2026-03-09T08:12:00Z", application: ehr}, {time: "2026-03-09T08:13:00Z", application: ehr},
        {time: "2026-03-17T11:07:00Z", application: ehr},
        {time: "2026-03-23T08:00:00Z", application: ehr}, {time: "2026-03-23T08:01:00Z", application: ehr}, {time: "2026-03-23T08:02:00Z", application: ehr}, {time: "2026-03-23T08:03:00Z", application: ehr},
        {time: "2026-03-23T08:04:00Z", application: ehr}, {time: "2026-03-23T08:05:00Z", application: ehr}, {time: "2026-03-23T08:06:00Z", application: ehr}, {time: "2026-03-23T08:07:00Z", application: ehr},
        {time: "2026-03-23T08:08:00Z", application: ehr}, {time: "2026-03-23T08:09:00Z", application: ehr}, {time: "2026-03-23T08:10:00Z", application: ehr}, {time: "2026-03-23T08:11:00Z", application: ehr},
        {time: "2026-03-23T08:12:00Z", application: ehr}, {time: "2026-03-23T08:13:00Z", application: ehr}]
    answer: {met: 3, counted: 4}
  - record_access: # the night, and an hour that is never busy, are no holes
      - {time: "2026-03-02T08:01:00Z", application: ehr}
      - {time: "2026-03-09T02:01:00Z", application: ehr}
      - {time: "2026-03-16T08:01:00Z", application: ehr}
      - {time: "2026-03-23T08:01:00Z", application: ehr}
    answer: no evidence
  - record_access: []
    answer: no evidence
---*/
with hours as (
  select coalesce(application, source, '') as module, cast(floor(date_part('epoch', time) / 3600.0) as bigint) as hour,
    count(*) as records, max(record_id) as record_id, max(time) as time
  from record_access
  where time >= $to - interval '30 days' and time < $to
  group by 1, 2
),
spans as (
  select module, hour % 168 as slot, records, min(hour) over (partition by module) as first_hour,
    max(hour) over (partition by module) as last_hour, max(time) over () as newest
  from hours
),
usual as (
  -- each hour of the week in which a part usually writes; where ten records are usual, an hour without any is no chance
  select module, slot, first_hour, last_hour, newest
  from spans
  group by module, slot, first_hour, last_hour, newest
  having (last_hour - slot) / 168 - (first_hour - slot + 167) / 168 >= 2
    and sum(records) >= 10 * ((last_hour - slot) / 168 - (first_hour - slot + 167) / 168 + 1)
),
due as (
  -- that hour in each week between the part's first and last record
  select module, newest, unnest(generate_series((first_hour - slot + 167) / 168 * 168 + slot, last_hour, 168)) as hour from usual
),
judged as (
  select d.hour, max(d.newest) as newest, bool_and(h.records is not null) as written, max(h.record_id) as record_id
  from due d left join hours h on h.module = d.module and h.hour = d.hour
  group by d.hour
),
marked as (
  select hour, newest, written, lead(record_id) over (order by hour) as next_record from judged
)
select count(*) filter (where written) as met, count(*) as counted, max(newest) as newest,
  string_agg(next_record, ' ' order by next_record) filter (where not written) as rows
from marked
