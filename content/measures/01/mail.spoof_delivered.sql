/*---
id: mail.spoof_delivered
title: Forged senders that still reached an inbox
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [mail_message, own_domain]
goal: at most 1 in 1,000 messages from outside
why: A message that fails the sender checks, or uses our own name from outside, is a forgery until proved otherwise.
fix: Set the mail filter to quarantine messages that fail DMARC, and look at the messages listed here first.
examples:
  - mail_message:
      - {time: "2026-03-10T08:00:00Z", direction: inbound, from_domain: partner.example, dmarc: pass}
      - {time: "2026-03-10T09:00:00Z", direction: inbound, from_domain: bank.example, dmarc: fail}
      - {time: "2026-03-10T10:00:00Z", direction: inbound, from_domain: clinic.example, dmarc: none, spf: softfail}
      - {time: "2026-03-10T11:00:00Z", direction: inbound, from_domain: other.example, dmarc: none}
    own_domain: [{domain: clinic.example}]
    answer: {met: 2, counted: 4}
  - mail_message: [{time: "2026-03-10T11:00:00Z", direction: inbound, from_domain: other.example}]
    answer: no evidence
---*/
with inbound as (
  select m.record_id, m.time,
    m.dmarc = 'fail' or (o.domain is not null and m.dmarc <> 'pass') as forged
  from mail_message m
  left join (select distinct domain from own_domain) o on o.domain = m.from_domain
  where m.direction in ('inbound', 'unknown') and m.dmarc is not null and m.time >= $from and m.time < $to
)
select count(*) filter (where forged) as met, count(*) as counted, max(time) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from inbound where forged order by time desc, record_id limit 20) as failing) as rows
from inbound
