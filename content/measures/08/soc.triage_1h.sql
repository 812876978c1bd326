/*---
id: soc.triage_1h
title: Serious alarms that somebody looked at within the hour
practice: "8"
applies_to: [medium, large]
unit: ratio
needs: [security_case]
goal: 95 %
why: An attacker needs an hour or two from the first computer to the whole network. An alarm read in the morning is read too late.
fix: Ask for each case listed here who would have had to look, and whether a telephone rang; then name who is on call.
fresh_days: 92
examples:
  - security_case:
      - {record_id: "c:1", severity: high, detected_at: "2026-03-01T08:00:00Z", triaged_at: "2026-03-01T08:20:00Z"}
      - {record_id: "c:2", severity: 1 - critical, detected_at: "2026-03-01T08:00:00Z", triaged_at: "2026-03-01T10:20:00Z"}
      - {record_id: "c:3", severity: high, detected_at: "2026-03-01T08:00:00Z", contained_at: "2026-03-01T08:40:00Z"} # what was stopped was looked at
      - {record_id: "c:4", severity: high, detected_at: "2026-03-01T08:00:00Z"} # nobody has looked
      - {record_id: "c:5", severity: high, detected_at: "2026-03-01T08:00:00Z", closed_at: "2026-03-03T08:40:00Z"} # nobody knows when
      - {record_id: "c:6", severity: high, detected_at: "2026-03-01T00:00:00Z", triaged_at: "2026-03-01T00:00:00Z"} # days only
      - {record_id: "c:7", severity: high, detected_at: "2026-03-30T23:30:00Z"} # not an hour old
      - {record_id: "c:8", severity: low, detected_at: "2026-03-01T08:00:00Z", triaged_at: "2026-03-05T08:20:00Z"}
      - {record_id: "c:9", kind: patch_cycle, severity: high, opened_at: "2026-03-01T08:00:00Z", closed_at: "2026-03-02T08:00:00Z"}
    answer: {met: 2, counted: 4}
  - security_case: [{severity: high, detected_at: "2026-03-01T08:00:00Z", closed_at: "2026-03-03T08:00:00Z"}]
    answer: no evidence
  - security_case: []
    answer: no evidence
---*/
with alarm as (
  select record_id, coalesce(detected_at, opened_at) as raised_at, triaged_at, least(triaged_at, contained_at, closed_at) as seen_at,
    coalesce(triaged_at, contained_at, closed_at) is null as untouched
  from security_case
  where coalesce(kind, '') not in ('patch_cycle', 'device_advisory')
    and regexp_like(coalesce(severity, ''), 'high|severe|critical|urgent|^p?[12]([^0-9]|$)')
    and coalesce(detected_at, opened_at) >= $from and coalesce(detected_at, opened_at) < $to
),
judged as (
  select record_id, raised_at, triaged_at,
    case
      -- a list that writes days without hours cannot tell
      when seen_at < raised_at or (seen_at = date_trunc('day', seen_at) and raised_at = date_trunc('day', raised_at)) then null
      when seen_at <= raised_at + interval '1 hour' then true
      when triaged_at > raised_at + interval '1 hour' then false
      when untouched and $as_of > raised_at + interval '1 hour' then false
    end as in_time
  from alarm
)
select count(*) filter (where in_time) as met, case when count(triaged_at) > 0 then count(in_time) end as counted, max(raised_at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not in_time order by raised_at desc, record_id limit 20) as failing) as rows
from judged
