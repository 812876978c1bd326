/*---
id: mail.phi_clear_out
title: Messages with patient data that left unprotected
practice: "1"
applies_to: [small, medium, large]
unit: per_1000
needs: [dlp_incident, mail_message]
goal: none per 1,000 outgoing messages
why: Patient data in an open message is a disclosure, and usually a reportable one.
fix: Set the mail rule for patient data to encrypt instead of warn, and go through the messages listed here with the privacy officer.
fresh_days: 365
examples:
  - dlp_incident:
      - {time: "2026-03-10T08:00:00Z", channel: mail, action: allowed, encrypted: false}
      - {time: "2026-03-10T09:00:00Z", channel: email, action: blocked, encrypted: false}
      - {time: "2026-03-10T10:00:00Z", channel: mail, action: allowed, encrypted: true}
    mail_message:
      - {time: "2026-03-10T08:00:00Z", direction: outbound}
      - {time: "2026-03-10T09:00:00Z", direction: outbound}
    answer: {value: 500}
  - dlp_incident: [{time: "2026-03-10T09:00:00Z", channel: mail, action: blocked, encrypted: false}]
    answer: {value: 0}
  - mail_message: [{time: "2026-03-10T09:00:00Z", direction: outbound}]
    answer: no evidence
---*/
with watched as (
  select record_id, time, coalesce(action, 'allowed') <> 'blocked' and not coalesce(encrypted, false) as clear
  from dlp_incident
  where channel in ('mail', 'email', 'e-mail', 'exchange', 'smtp') and time >= $from and time < $to
),
leaks as (
  select count(*) as incidents, count(*) filter (where clear) as clear, max(time) as newest from watched
),
sent as (
  select count(*) as messages from mail_message
  where direction = 'outbound' and time >= $from and time < $to
)
select
  case
    when l.incidents = 0 then null
    when l.clear = 0 then 0.0
    when s.messages > 0 then least(1000.0, 1000.0 * l.clear / s.messages)
  end as value,
  s.messages as counted, l.newest as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from watched where clear order by time desc, record_id limit 20) as failing) as rows
from leaks l cross join sent s
