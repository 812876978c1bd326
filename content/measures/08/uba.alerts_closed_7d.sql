/*---
id: uba.alerts_closed_7d
title: Alarms about odd behaviour that were judged within a week
practice: "8"
applies_to: [large]
unit: ratio
needs: [security_case]
goal: 95 %
why: An alarm nobody judges teaches the program nothing, and hides the one that matters.
fix: Look at the cases listed here this week, write down for each whether it was real, and switch off what never is.
fresh_days: 92
examples:
  - security_case:
      - {record_id: "c:1", kind: behaviour, opened_at: "2026-03-01", closed_at: "2026-03-03", true_positive: false}
      - {record_id: "c:2", kind: behaviour, opened_at: "2026-03-01", closed_at: "2026-03-20", true_positive: true}
      - {record_id: "c:3", kind: behaviour, opened_at: "2026-03-01"}
      - {record_id: "c:4", kind: behaviour, opened_at: "2026-03-01", closed_at: "2026-03-03"} # closed, but how it ended is not written
      - {record_id: "c:5", kind: behaviour, opened_at: "2026-03-28"} # still in time
      - {record_id: "c:6", kind: insider, opened_at: "2026-03-01", closed_at: "2026-03-03", true_positive: true}
    answer: {met: 1, counted: 3}
  - security_case: [{kind: behaviour, opened_at: "2026-03-01", closed_at: "2026-03-03"}]
    answer: no evidence
  - security_case: []
    answer: no evidence
---*/
with alarm as (
  select record_id, coalesce(opened_at, detected_at) as raised_at, closed_at, true_positive from security_case
  where kind = 'behaviour' and coalesce(opened_at, detected_at) >= $from and coalesce(opened_at, detected_at) < $to
),
judged as (
  select record_id, raised_at,
    case
      when closed_at <= raised_at + interval '7 days' then case when true_positive is not null then true end
      when $as_of >= raised_at + interval '7 days' then false
    end as in_time
  from alarm
)
select count(*) filter (where in_time) as met, count(in_time) as counted, max(raised_at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where not in_time order by raised_at desc, record_id limit 20) as failing) as rows
from judged
