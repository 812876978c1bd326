/*---
id: mail.repeat_clickers_trained
title: People who fell for practice and were coached within 14 days
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [phishing_simulation, training_result]
goal: 95 %
why: A mistake in practice is the best moment to learn; two weeks later it is gone.
fix: Let the practice tool enrol everyone who clicks in the short course at once, and remind the people listed here.
fresh_days: 184
examples:
  - phishing_simulation:
      - {campaign: spring, sent_at: "2026-03-01", email: jkim@clinic.example, clicked: true}
      - {campaign: spring, sent_at: "2026-03-01", email: mreyes@clinic.example, clicked: true}
      - {campaign: spring, sent_at: "2026-03-01", email: front@clinic.example, clicked: false}
    training_result:
      - {email: jkim@clinic.example, kind: remedial, completed_at: "2026-03-05"}
      - {email: mreyes@clinic.example, kind: awareness, completed_at: "2026-01-05"}
    answer: {met: 1, counted: 2}
  - phishing_simulation: [{campaign: spring, sent_at: "2026-03-01", email: jkim@clinic.example, clicked: true}]
    answer: no evidence
---*/
with failed as (
  select email, sent_at, max(record_id) as record_id
  from phishing_simulation
  where (clicked or submitted) and email is not null and sent_at >= $from and sent_at < $to - interval '14 days'
  group by email, sent_at
),
judged as (
  select f.email, f.sent_at, max(f.record_id) as record_id,
    bool_or(coalesce(t.completed_at >= f.sent_at and t.completed_at <= f.sent_at + interval '14 days', false)) as coached
  from failed f
  left join training_result t on t.email = f.email and coalesce(t.kind, 'remedial') in ('remedial', 'phishing', 'awareness')
  group by f.email, f.sent_at
)
select count(*) filter (where coached) as met,
  case when (select count(*) from training_result) > 0 then count(*) end as counted, max(sent_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not coached) as rows
from judged
