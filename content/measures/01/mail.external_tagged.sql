/*---
id: mail.external_tagged
title: Mail from outside that is marked as such
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [mail_message]
goal: 98 % of messages from outside
why: A visible mark makes a message that pretends to come from the director look wrong.
fix: Turn on the external-sender mark in the mail service, for every mailbox.
examples:
  - mail_message:
      - {time: "2026-03-10T08:00:00Z", direction: inbound, external_tagged: true}
      - {time: "2026-03-10T09:00:00Z", direction: inbound, external_tagged: false}
      - {time: "2026-03-10T09:30:00Z", direction: inbound} # a trace that does not say
    answer: {met: 1, counted: 2}
  - mail_message: []
    answer: no evidence
---*/
with inbound as (
  select record_id, time, external_tagged
  from mail_message
  where direction = 'inbound' and external_tagged is not null and time >= $from and time < $to
)
select count(*) filter (where external_tagged) as met,
  case when count(external_tagged) > 0 then count(*) end as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from inbound where not coalesce(external_tagged, false) order by time desc, record_id limit 20) as failing) as rows
from inbound
