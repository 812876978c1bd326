/*---
id: iam.svc_interactive
title: People signing in with the accounts of programs
practice: "3"
applies_to: [small, medium, large]
unit: count
needs: [sign_in, account]
goal: none in 30 days
why: The account of a program has strong rights and a password that rarely changes, so a person using it is an intruder or a shortcut.
fix: Ask who signed in as listed here, then forbid interactive sign-in for all service accounts by policy.
examples:
  - account: [{user_name: scanner, kind: service}]
    sign_in:
      - {time: "2026-03-20T08:00:00Z", outcome: success, logon_type: interactive, user_name: jkim}
      - {time: "2026-03-20T08:00:00Z", outcome: success, logon_type: remote_interactive, user_name: svc-backup}
      - {time: "2026-03-20T08:00:00Z", outcome: success, logon_type: interactive, user_name: scanner}
      - {time: "2026-03-20T08:00:00Z", outcome: success, logon_type: service, user_name: svc-backup}
    answer: {value: 2}
  - sign_in: [{time: "2026-03-20T08:00:00Z", outcome: success, logon_type: cloud, user_name: jkim}]
    answer: no evidence
---*/
with logons as (
  select s.record_id, s.time,
    a.user_name is not null or regexp_like(s.user_name, '^(svc|service|srv|sa)[-_.]') as program
  from sign_in s
  left join (select distinct user_name from account where kind = 'service') a on a.user_name = s.user_name
  where s.outcome = 'success' and s.logon_type in ('interactive', 'remote_interactive')
    and s.time >= $to - interval '30 days' and s.time < $to
)
select case when count(*) > 0 then count(*) filter (where program) end as value, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from logons where program order by time desc, record_id limit 20) as failing) as rows
from logons
