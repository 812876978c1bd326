/*---
id: mail.retract_minutes
title: Minutes until harmful mail is taken back from the mailbox
practice: "1"
applies_to: [large]
unit: minutes
needs: [mail_message]
goal: at most 60 minutes for half of the messages
why: Some mail turns out to be harmful only after it was delivered. Until it is taken back, each hour is an hour in which somebody opens it.
fix: Turn on automatic removal after delivery for every mailbox, and exempt no person and no folder.
examples:
  - mail_message:
      - {time: "2026-03-10T08:00:00Z", message_id: "<1@x>", direction: inbound, to_addresses: '["a@clinic.example"]', removed_at: "2026-03-10T08:30:00Z"}
      - {time: "2026-03-10T08:00:00Z", message_id: "<1@x>", direction: inbound, to_addresses: '["b@clinic.example"]', removed_at: "2026-03-10T09:30:00Z"} # each mailbox counts
      - {time: "2026-03-10T08:00:00Z", message_id: "<2@x>", direction: inbound, removed_at: "2026-03-12T08:00:00Z"}
      - {time: "2026-03-10T08:00:00Z", message_id: "<3@x>", direction: inbound} # never found harmful, or removed by hand
      - {time: "2026-03-10T08:00:00Z", message_id: "<4@x>", direction: inbound, removed_at: "2026-03-10T07:00:00Z"} # clocks that cannot be
    answer: {value: 90}
  - mail_message: [{time: "2026-03-10T08:00:00Z", message_id: "<3@x>", direction: inbound}]
    answer: no evidence
---*/
with removed as (
  select record_id, time, (date_part('epoch', removed_at) - date_part('epoch', time)) / 60.0 as minutes
  from mail_message
  where removed_at >= time and time >= $from and removed_at < $to
)
select median(minutes) as value, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from removed where minutes > 60.0 order by minutes desc, record_id limit 20) as slow) as rows
from removed
