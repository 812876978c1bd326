/*---
id: mail.phish_click_rate
title: People who fell for the last practice message
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [phishing_simulation]
goal: at most 5 %
why: It shows how many doors a real message would open today.
fix: Talk with the people listed here in person, without blame, and show them what gave the message away.
fresh_days: 184
examples:
  - phishing_simulation:
      - {campaign: spring, sent_at: "2026-03-01", email: jkim@clinic.example, clicked: true}
      - {campaign: spring, sent_at: "2026-03-01", email: mreyes@clinic.example, clicked: false}
      - {campaign: spring, sent_at: "2026-03-02", email: front@clinic.example, clicked: false, submitted: false}
      - {campaign: winter, sent_at: "2026-01-10", email: front@clinic.example, clicked: true}
    answer: {met: 1, counted: 3}
  - phishing_simulation: [{campaign: spring, sent_at: "2026-03-01", email: jkim@clinic.example}]
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
  select record_id, sent_at, coalesce(clicked, false) or coalesce(submitted, false) as fell,
    clicked is not null or submitted is not null as known
  from phishing_simulation
  where sent_at < $to and coalesce(campaign, '') in (select campaign from last)
)
select count(*) filter (where fell) as met, case when count(*) filter (where known) > 0 then count(*) end as counted,
  max(sent_at) as newest, string_agg(record_id, ' ' order by record_id) filter (where fell) as rows
from sent
