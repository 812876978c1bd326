/*---
id: mail.phish_report_rate
title: People who reported the last practice message
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [phishing_simulation]
goal: at least 50 %
why: One quick report protects everyone else who got the same message.
fix: Put the report button into everyone's mail program, and thank the first reporter of each practice message by name.
fresh_days: 184
examples:
  - phishing_simulation:
      - {campaign: spring, sent_at: "2026-03-01", email: jkim@clinic.example, reported: true}
      - {campaign: spring, sent_at: "2026-03-01", email: mreyes@clinic.example, reported: false}
      - {campaign: winter, sent_at: "2026-01-10", email: front@clinic.example, reported: true}
    answer: {met: 1, counted: 2}
  - phishing_simulation: [{campaign: spring, sent_at: "2026-03-01", email: jkim@clinic.example, clicked: true}]
    answer: no evidence
---*/
with campaigns as (
  select coalesce(campaign, '') as campaign, max(sent_at) as sent_at
  from phishing_simulation where sent_at < $to group by 1
),
last as (
  select campaign from campaigns order by sent_at desc, campaign limit 1
),
sent as (
  select record_id, sent_at, reported
  from phishing_simulation
  where sent_at < $to and coalesce(campaign, '') in (select campaign from last)
)
select count(*) filter (where reported) as met, case when count(reported) > 0 then count(*) end as counted,
  max(sent_at) as newest, string_agg(record_id, ' ' order by record_id) filter (where not coalesce(reported, false)) as rows
from sent
