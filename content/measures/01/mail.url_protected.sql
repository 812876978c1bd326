/*---
id: mail.url_protected
title: Incoming mail whose links are checked at the click
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [mail_message]
goal: 95 % of messages from outside that carry links
why: A link can be harmless at delivery and a trap an hour later. Checking at the click catches that.
fix: Turn on link protection in the mail filter for all staff, or ask the provider which plan includes it.
examples:
  - mail_message:
      - {time: "2026-03-10T08:00:00Z", direction: inbound, link_count: 2, url_protected: true}
      - {time: "2026-03-10T09:00:00Z", direction: inbound, link_count: 1, url_protected: false}
      - {time: "2026-03-10T10:00:00Z", direction: inbound, link_count: 0, url_protected: false}
    answer: {met: 1, counted: 2}
  - mail_message: []
    answer: no evidence
---*/
with linked as (
  select record_id, time, url_protected
  from mail_message
  where direction = 'inbound' and link_count > 0 and time >= $from and time < $to
)
select count(*) filter (where url_protected) as met,
  case when count(url_protected) > 0 then count(*) end as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from linked where not coalesce(url_protected, false) order by time desc, record_id limit 20) as failing) as rows
from linked
