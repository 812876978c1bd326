/*---
id: iam.shared_logons
title: Sign-ins at machines with shared accounts
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [sign_in, account]
goal: at most 5 in 1,000
why: When five people use one account, nobody can say who opened the record.
fix: Give everyone who uses the accounts listed here an account of their own; badge sign-in makes it as quick as before.
examples:
  - account: [{user_name: ward3, kind: shared}]
    sign_in:
      - {time: "2026-03-10T08:00:00Z", outcome: success, logon_type: interactive, user_name: jkim}
      - {time: "2026-03-10T08:00:00Z", outcome: success, logon_type: interactive, user_name: ward3}
      - {time: "2026-03-10T08:00:00Z", outcome: success, logon_type: unlock, user_name: frontdesk2}
      - {time: "2026-03-10T08:00:00Z", outcome: success, logon_type: interactive, user_name: dwm-1}
      - {time: "2026-03-10T08:00:00Z", outcome: success, logon_type: network, user_name: frontdesk}
    answer: {met: 2, counted: 3}
  - sign_in: [{time: "2026-03-10T08:00:00Z", outcome: success, logon_type: cloud, user_name: jkim}]
    answer: no evidence
---*/
with logons as (
  select s.record_id, s.time,
    a.user_name is not null
      or regexp_like(s.user_name, '^(front-?desk|reception|check-?in|nurse|nurses|ward|exam|lab|billing|scan|kiosk|shared|user|test|temp|clinic|guest|admin|administrator)[-_ ]?[0-9]*$') as shared
  from sign_in s
  left join (select distinct user_name from account where kind = 'shared') a on a.user_name = s.user_name
  where s.outcome = 'success' and s.logon_type in ('interactive', 'remote_interactive', 'unlock')
    and s.time >= $from and s.time < $to
    and not regexp_like(coalesce(s.user_name, ''), '(\$$)|^(dwm-|umfd-|system$|local service$|network service$|anonymous logon$|defaultuser)')
)
select count(*) filter (where shared) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from logons where shared order by time desc, record_id limit 20) as failing) as rows
from logons
