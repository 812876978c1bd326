/*---
id: iam.phish_resistant_priv
title: Administrator sign-ins with a factor that cannot be phished
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [sign_in, account]
goal: 95 %
why: Codes and pushes can be relayed by a false page; security keys and passkeys cannot.
fix: Give each administrator a security key (two, one as a spare) and make it the only factor for their account.
examples:
  - account: [{user_name: dana.admin, privileged: true}]
    sign_in:
      - {time: "2026-03-10T08:00:00Z", user_name: dana.admin, outcome: success, phishing_resistant: true}
      - {time: "2026-03-10T09:00:00Z", user_name: dana.admin, outcome: success, phishing_resistant: false}
    answer: {met: 1, counted: 2}
  - account: [{user_name: dana.admin, privileged: true}]
    answer: no evidence
---*/
with logons as (
  select s.record_id, s.time, s.phishing_resistant
  from sign_in s
  join (select distinct user_name from account where privileged) a on a.user_name = s.user_name
  where s.outcome = 'success' and s.phishing_resistant is not null and s.time >= $from and s.time < $to
)
select count(*) filter (where phishing_resistant) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from logons where not phishing_resistant order by time desc, record_id limit 20) as failing) as rows
from logons
