/*---
id: mail.own_domain_forged
title: Mail from outside that pretends to come from our own domain
threat: T1
severity: high
attack: [T1566, T1656]
needs: [mail_message, own_domain]
why: People trust a letter from their own house. This one came from outside and failed the check that would prove its sender.
fix: Remove the message from every mailbox, tell those who got it, and set the domain's DMARC policy to reject.
examples:
  - note: fails DMARC, twice from the same sender
    facts:
      own_domain: [{domain: clinic.example}]
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: ceo@clinic.example, from_domain: clinic.example, return_path_domain: bulk.example, spf: softfail, dkim: none, dmarc: fail}
        - {time: "2026-03-02T08:00:09Z", direction: inbound, from_address: ceo@clinic.example, from_domain: clinic.example, return_path_domain: bulk.example, spf: softfail, dkim: none, dmarc: fail}
    findings: 1
  - note: the domain has no policy, and neither signature nor sending server fits
    facts:
      own_domain: [{domain: clinic.example}]
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: it@clinic.example, from_domain: clinic.example, return_path_domain: bulk.example, spf: fail, dkim: none, dmarc: none}
    findings: 1
  - note: our newsletter service signs for us; a partner fails its own check; mail among ourselves is not checked
    facts:
      own_domain: [{domain: clinic.example}]
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: news@clinic.example, from_domain: clinic.example, return_path_domain: sender.example, spf: softfail, dkim: pass, dmarc: pass}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: lab@partner.example, from_domain: partner.example, return_path_domain: partner.example, spf: fail, dkim: none, dmarc: fail}
        - {time: "2026-03-02T08:00:00Z", direction: internal, from_address: amy@clinic.example, from_domain: clinic.example}
    findings: 0
---*/
with forged as (
  select m.time, m.record_id, lower(m.from_address) as sender, coalesce(m.return_path_domain, 'an unknown server') as origin
  from mail_message m
  join own_domain o on lower(m.from_domain) = lower(o.domain)
  where coalesce(m.direction, 'inbound') in ('inbound', 'unknown')
    and (m.dmarc = 'fail'
      or (coalesce(m.dmarc, 'none') = 'none' and m.spf in ('fail', 'softfail') and coalesce(m.dkim, 'none') <> 'pass'))
)
select min(time) as time,
  array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids,
  sender as subject,
  concat(count(*), case when count(*) = 1 then ' message' else ' messages' end, ' in the name of ', sender,
    ' came from outside by way of ', origin, ' and failed the check of the sender') as sentence
from forged
group by sender, origin
