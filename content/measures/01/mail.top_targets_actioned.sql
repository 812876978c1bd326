/*---
id: mail.top_targets_actioned
title: Most-attacked people who were coached within 14 days
practice: "1"
applies_to: [medium, large]
unit: ratio
needs: [mail_message, own_domain, training_result]
goal: 90 % of the ten most-attacked people of each week
why: Attackers write to the same few people again and again. Those few need more than the yearly course.
fix: Each week, have the short course on false mail sent to the people listed here, and hold their mail to the stricter policy.
examples:
  - own_domain: [{domain: clinic.example}]
    mail_message: # attacked is who got a message whose sender was forged
      - {time: "2026-03-03T08:00:00Z", direction: inbound, from_domain: bank.example, dmarc: fail, to_addresses: '["jkim@clinic.example","mreyes@clinic.example"]'}
      - {time: "2026-03-04T08:00:00Z", direction: inbound, from_domain: bank.example, dmarc: fail, to_addresses: '["Jo Kim <JKim@clinic.example>"]'}
      - {time: "2026-03-04T09:00:00Z", direction: inbound, from_domain: lab.example, dmarc: pass, to_addresses: '["front@clinic.example"]'}
      - {time: "2026-03-29T09:00:00Z", direction: inbound, from_domain: bank.example, dmarc: fail, to_addresses: '["front@clinic.example"]'}
    training_result:
      - {email: jkim@clinic.example, kind: phishing, completed_at: "2026-03-09"}
      - {email: mreyes@clinic.example, kind: awareness, completed_at: "2026-01-09"}
    answer: {met: 1, counted: 2}
  - own_domain: [{domain: clinic.example}]
    mail_message: [{time: "2026-03-03T08:00:00Z", direction: inbound, from_domain: bank.example, dmarc: fail, to_addresses: '["jkim@clinic.example"]'}]
    training_result: [{user_name: jkim, kind: phishing, completed_at: "2026-03-05"}]
    identity:
      - {kind: person, identity_id: "person_id:1", key: user_name, value: jkim}
      - {kind: person, identity_id: "person_id:1", key: email, value: jkim@clinic.example}
    answer: {met: 1, counted: 1}
  - own_domain: [{domain: clinic.example}]
    mail_message: [{time: "2026-03-03T08:00:00Z", direction: inbound, from_domain: bank.example, dmarc: fail, to_addresses: '["jkim@clinic.example"]'}]
    answer: no evidence
---*/
with known as (
  select value, max(identity_id) as identity_id from identity
  where kind = 'person' and key in ('email', 'user_name', 'person_id') and not coalesce(ambiguous, false)
  group by value
),
forged as (
  select record_id, time, unnest(json_list(to_addresses)) as recipient
  from mail_message
  where direction in ('inbound', 'unknown') and dmarc = 'fail' and coalesce(spf, 'none') <> 'pass' -- mailing lists pass that one
    and time >= $from and time < $to
),
written_to as (
  select record_id, time, regexp_match(lower(recipient), '[a-z0-9._%+-]+@[a-z0-9.-]+')[1] as email from forged
),
attacked as (
  select f.email, date_trunc('week', f.time) as week, count(*) as times, min(f.time) as first_at, max(f.record_id) as record_id
  from written_to f join (select distinct lower(domain) as domain from own_domain) o on o.domain = address_domain(f.email)
  group by f.email, date_trunc('week', f.time)
),
ranked as (
  select email, week, first_at, record_id, row_number() over (partition by week order by times desc, email) as place
  from attacked where week + interval '7 days' < $to - interval '14 days'
),
coached as (
  select coalesce(k.identity_id, t.email) as who, t.completed_at
  from (
    select email, completed_at, coalesce(email, user_name, person_id) as name from training_result
    where kind in ('remedial', 'phishing', 'awareness', 'role') and completed_at is not null
  ) t left join known k on k.value = t.name
),
judged as (
  select r.week, r.email, max(r.record_id) as record_id, max(r.first_at) as first_at,
    bool_or(coalesce(c.completed_at >= date_trunc('day', r.first_at) and c.completed_at <= r.week + interval '21 days', false)) as actioned
  from ranked r
  left join known k on k.value = r.email
  left join coached c on c.who = coalesce(k.identity_id, r.email)
  where r.place <= 10
  group by r.week, r.email
)
select count(*) filter (where actioned) as met,
  case when (select count(*) from training_result) > 0 then count(*) end as counted, max(first_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not actioned) as rows
from judged
