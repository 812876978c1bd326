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
  - phishing_simulation: [{campaign: spring, sent_at: "2026-03-01", email: m.reyes@clinic.example, clicked: true}]
    training_result: [{person_id: E-104, kind: remedial, completed_at: "2026-03-05"}] # the course knows her number only
    identity:
      - {kind: person, identity_id: "person_id:E-104", key: email, value: m.reyes@clinic.example}
      - {kind: person, identity_id: "person_id:E-104", key: person_id, value: E-104}
    answer: {met: 1, counted: 1}
  - phishing_simulation: [{campaign: spring, sent_at: "2026-03-01", email: jkim@clinic.example, clicked: true}]
    answer: no evidence
---*/
with failed as (
  select email, sent_at, max(record_id) as record_id
  from phishing_simulation
  where (clicked or submitted) and email is not null and sent_at >= $from and sent_at < $to - interval '14 days'
  group by email, sent_at
),
called as (
  select email, 'email ' || email as name from failed
  union all
  select f.email, i.key || ' ' || i.value from failed f
  join identity e on e.value = f.email and e.key = 'email' and not coalesce(e.ambiguous, false)
  join identity i on i.identity_id = e.identity_id and not coalesce(i.ambiguous, false)
),
course as (
  select unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name)) as name, completed_at
  from training_result where coalesce(kind, 'remedial') in ('remedial', 'phishing', 'awareness')
),
coaching as (
  select n.email, c.completed_at from called n join course c on c.name = n.name
),
judged as (
  select f.email, f.sent_at, max(f.record_id) as record_id,
    bool_or(coalesce(t.completed_at >= f.sent_at and t.completed_at <= f.sent_at + interval '14 days', false)) as coached
  from failed f
  left join coaching t on t.email = f.email
  group by f.email, f.sent_at
)
select count(*) filter (where coached) as met,
  case when (select count(*) from training_result) > 0 then count(*) end as counted, max(sent_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not coached) as rows
from judged
