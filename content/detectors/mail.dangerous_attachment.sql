/*---
id: mail.dangerous_attachment
title: Delivered mail from an unproved sender with a file that runs
threat: T1
severity: high
attack: [T1566.001]
needs: [mail_message]
why: The file is a program or a disk image, not a document, and nobody can say who sent it.
fix: Remove the message from every mailbox, look who opened it, and let the gateway hold back such files.
examples:
  - note: a disk image and a script
    facts:
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: ship@parcel.example, dmarc: fail, attachment_names: '["label.iso"]'}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: pay@bill.example, dmarc: none, spf: fail, attachment_names: '["invoice.pdf","invoice.pdf.js"]'}
    findings: 2
  - note: a document; a page from a secure mail portal whose sender is proved; a name that only speaks of a script
    facts:
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: pay@bill.example, dmarc: fail, attachment_names: '["invoice.pdf"]'}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: portal@partner.example, dmarc: pass, attachment_names: '["securedoc.html"]'}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_address: a@b.example, dmarc: fail, attachment_names: '["about.js.txt"]'}
    findings: 0
---*/
select time, record_id as record_ids,
  coalesce(lower(from_address), 'unknown sender') as subject,
  concat('a message from ', coalesce(lower(from_address), 'an unknown sender'),
    ', whose origin was not proved, brought a file that runs when it is opened') as sentence
from mail_message
where coalesce(direction, 'inbound') in ('inbound', 'unknown')
  and coalesce(dmarc, 'none') <> 'pass'
  and (dmarc = 'fail' or coalesce(spf, 'none') <> 'pass')
  and regexp_like(lower(attachment_names), '\.(exe|scr|com|pif|js|jse|vbs|vbe|wsf|hta|lnk|iso|img|vhd|vhdx|msi|bat|cmd|ps1|jar|one|xll|html?|svg)"')
