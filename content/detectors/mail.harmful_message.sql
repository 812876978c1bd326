/*---
id: mail.harmful_message
title: Delivered mail that means harm
threat: T1
severity: medium
attack: [T1566]
needs: [mail_message, mail_verdict]
only_with: [mail_verdict]
why: Taken together, who sent it, where it leads, what it carries and what it wants speak for an attack.
fix: Take the message out of every mailbox, ask who clicked or answered, and change what they entered there.
examples:
  - note: an attack from outside
    facts:
      mail_message:
        - {time: "2026-03-02T08:00:00Z", message_id: "1@x.example", direction: inbound}
      mail_verdict:
        - {time: "2026-03-02T08:00:00Z", message_id: "1@x.example", from_address: pay@x.example, verdict: malicious, probability: 0.97, reasons: '["The link shows your bank, but leads to x.example."]'}
    findings: 1
  - note: suspicious only; our own mail
    facts:
      mail_message:
        - {time: "2026-03-02T08:00:00Z", message_id: "2@x.example", direction: inbound}
        - {time: "2026-03-02T08:00:00Z", message_id: "3@clinic.example", direction: internal}
      mail_verdict:
        - {time: "2026-03-02T08:00:00Z", message_id: "2@x.example", from_address: a@x.example, verdict: suspicious, probability: 0.7}
        - {time: "2026-03-02T08:00:00Z", message_id: "3@clinic.example", from_address: a@clinic.example, verdict: malicious, probability: 0.95}
    findings: 0
---*/
select verdict.time, verdict.record_id as record_ids,
  coalesce(verdict.from_address, 'unknown sender') as subject,
  concat('a message from ', coalesce(verdict.from_address, 'an unknown sender'), ' means harm: ',
    coalesce(json_list(verdict.reasons)[1], 'see its reasons')) as sentence
from mail_verdict as verdict
left join (select distinct message_id, direction from mail_message where message_id is not null) as message
  on message.message_id = verdict.message_id
where verdict.verdict = 'malicious'
  and coalesce(message.direction, 'inbound') in ('inbound', 'unknown')
