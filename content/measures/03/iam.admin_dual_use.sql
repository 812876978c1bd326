/*---
id: iam.admin_dual_use
title: Administrator accounts used for mail and everyday work
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [account, sign_in]
goal: none
why: An administrator who reads mail with the powerful account hands it to the first bad attachment.
fix: Give each person listed here a second, ordinary account for mail and the web, and take the mailbox off the powerful one.
examples:
  - account:
      - {user_name: dana.admin, privileged: true, enabled: true}
      - {user_name: jkim.admin, privileged: true, enabled: true}
      - {user_name: mreyes, privileged: false, enabled: true}
    sign_in:
      - {time: "2026-03-10T08:00:00Z", user_name: dana.admin, outcome: success, service: m365, application: Exchange Online}
      - {time: "2026-03-10T08:00:00Z", user_name: mreyes, outcome: success, service: m365, application: Exchange Online}
    answer: {met: 1, counted: 2}
  - account: [{user_name: dana.admin, privileged: true, enabled: true}]
    answer: no evidence
---*/
with mail as (
  select user_name, max(record_id) as record_id, max(time) as seen_at
  from sign_in
  where outcome = 'success' and time >= $from and time < $to
    and regexp_like(lower(application), 'exchange|outlook|mail|imap|pop3|owa|activesync|teams|office')
  group by user_name
),
admins as (
  select user_name from account
  where privileged and coalesce(enabled, true) and coalesce(kind, 'person') = 'person' and user_name is not null
  group by user_name
)
select count(m.user_name) as met, case when (select count(*) from mail) > 0 then count(*) end as counted,
  (select max(seen_at) from mail) as newest, string_agg(m.record_id, ' ' order by m.record_id) as rows
from admins a left join mail m on m.user_name = a.user_name
