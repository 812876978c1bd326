/*---
id: iam.mfa_fatigue_hits
title: Second-factor requests that were pushed until someone gave in
practice: "3"
applies_to: [small, medium, large]
unit: count
needs: [sign_in]
goal: none
why: Thieves who have the password send request after request until a tired person approves one.
fix: Call the people listed here, reset their passwords, and turn on number matching for the second factor.
examples:
  - sign_in:
      - {time: "2026-03-10T08:00:00Z", user_name: jkim, outcome: failure, reason: MFA denied by user}
      - {time: "2026-03-10T08:01:00Z", user_name: jkim, outcome: failure, reason: MFA denied by user}
      - {time: "2026-03-10T08:02:00Z", user_name: jkim, outcome: failure, reason: MFA denied by user}
      - {time: "2026-03-10T08:03:00Z", user_name: jkim, outcome: failure, reason: push rejected}
      - {time: "2026-03-10T08:04:00Z", user_name: jkim, outcome: failure, reason: push rejected}
      - {time: "2026-03-10T08:05:00Z", user_name: jkim, outcome: success, second_factor: true}
      - {time: "2026-03-10T08:05:00Z", user_name: mreyes, outcome: success, second_factor: true}
    answer: {value: 1}
  - sign_in: [{time: "2026-03-10T08:05:00Z", user_name: mreyes, outcome: success}]
    answer: no evidence
---*/
with approved as (
  select record_id, time, user_name from sign_in
  where outcome = 'success' and second_factor and time >= $from and time < $to
),
denied as (
  select time, user_name from sign_in
  where outcome = 'failure' and time >= $from and time < $to
    and regexp_like(lower(reason), 'mfa|multi-?factor|push|second factor|strong auth|500121')
),
pushed as (
  select a.record_id, a.time
  from approved a join denied d on d.user_name = a.user_name and d.time <= a.time and d.time >= a.time - interval '10 minutes'
  group by a.record_id, a.time
  having count(*) >= 5
)
select case when (select count(*) from approved) > 0 then count(*) end as value,
  (select max(time) from approved) as newest, string_agg(record_id, ' ' order by record_id) as rows
from pushed
