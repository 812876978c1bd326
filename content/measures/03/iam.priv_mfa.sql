/*---
id: iam.priv_mfa
title: Administrator sign-ins protected by a second factor
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [sign_in, account]
goal: all
why: One administrator's password opens everything at once.
fix: Require a second factor for all administrator accounts, inside the office too.
examples:
  - account: [{user_name: dana.admin, privileged: true}, {user_name: jkim, privileged: false}]
    sign_in:
      - {time: "2026-03-10T08:00:00Z", user_name: dana.admin, outcome: success, second_factor: true}
      - {time: "2026-03-10T09:00:00Z", user_name: dana.admin, outcome: success, second_factor: false}
      - {time: "2026-03-10T09:00:00Z", user_name: jkim, outcome: success, second_factor: false}
    answer: {met: 1, counted: 2}
  - sign_in: [{time: "2026-03-10T08:00:00Z", user_name: dana.admin, outcome: success, second_factor: true}]
    answer: no evidence
---*/
with logons as (
  select s.record_id, s.time, s.second_factor
  from sign_in s
  join (select distinct user_name from account where privileged) a on a.user_name = s.user_name
  where s.outcome = 'success' and s.second_factor is not null and s.time >= $from and s.time < $to
)
select count(*) filter (where second_factor) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from logons where not second_factor order by time desc, record_id limit 20) as failing) as rows
from logons
