/*---
id: mail.legacy_auth
title: Mail sign-ins over protocols that cannot ask for a second factor
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [sign_in]
goal: none
why: Old mail protocols let a stolen password in without asking for anything else, whatever the sign-in policy says.
fix: Block basic authentication (IMAP, POP and SMTP with a password) for the whole tenant, after moving the devices listed here to modern sign-in.
examples:
  - sign_in:
      - {time: "2026-03-10T08:00:00Z", service: entra, application: Outlook Mobile, outcome: success, legacy_protocol: false}
      - {time: "2026-03-10T09:00:00Z", service: m365, application: IMAP4, outcome: success, legacy_protocol: true}
      - {time: "2026-03-10T10:00:00Z", service: okta, application: Payroll, outcome: success, legacy_protocol: false}
    answer: {met: 1, counted: 2}
  - sign_in: []
    answer: no evidence
---*/
with mail as (
  select record_id, time, legacy_protocol
  from sign_in
  where outcome = 'success' and time >= $from and time < $to and legacy_protocol is not null
    and (service = 'm365' or regexp_like(lower(application), 'exchange|outlook|mail|imap|pop3|smtp|owa|activesync|office 365'))
)
select count(*) filter (where legacy_protocol) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from mail where legacy_protocol order by time desc, record_id limit 20) as failing) as rows
from mail
