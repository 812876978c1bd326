/*---
id: mail.autoforward_external
title: Mailbox rules that copy mail to the outside
practice: "1"
applies_to: [small, medium, large]
unit: count
needs: [api_call, own_domain]
goal: none
why: A hidden forwarding rule lets a thief read mail for months after the password was changed.
fix: Turn off automatic forwarding to the outside in the mail service, and ask the owner of each mailbox listed here whether they made the rule.
examples:
  - api_call:
      - {time: "2026-03-10T08:00:00Z", service: Exchange, action: New-InboxRule, outcome: success, detail: '[{"Name":"ForwardTo","Value":"drop@mail.example"}]'}
      - {time: "2026-03-10T09:00:00Z", service: Exchange, action: New-InboxRule, outcome: success, detail: '[{"Name":"ForwardTo","Value":"front@clinic.example"}]'}
      - {time: "2026-03-10T10:00:00Z", service: Exchange, action: MailItemsAccessed, outcome: success}
    own_domain: [{domain: clinic.example}]
    answer: {value: 1}
  - api_call: [{time: "2026-03-10T08:00:00Z", service: s3, action: PutObject, outcome: success}]
    answer: no evidence
---*/
with mail as (
  select record_id, time, action, outcome, lower(detail) as detail
  from api_call
  where time >= $from and time < $to
    and (lower(service) in ('exchange', 'm365', 'gmail', 'google_workspace') or lower(action) like '%inboxrule%')
),
rules as (
  select record_id, time,
    coalesce(regexp_match(detail, '(?:forward|redirect)[a-z_]*"[^@]*?[a-z0-9._%+-]+@([a-z0-9.-]+)')[1], '') as domain
  from mail
  where outcome = 'success' and (action ilike '%inboxrule%' or action ilike 'set-mailbox' or action ilike '%forwarding%')
    and regexp_like(detail, '(forward|redirect).*@')
),
outside as (
  select record_id, time from rules
  where domain <> '' and domain not in (select domain from own_domain where domain is not null)
)
select case when (select count(*) from mail) > 0 then count(*) end as value, (select max(time) from mail) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from outside
