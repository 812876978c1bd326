/*---
product: proofpoint_message
fact: mail_message
examples:
  - records:
      proofpoint_message:
        - {messageID: "<1@x>", sender: "bounce@bad.example", headerFrom: null, fromAddress: '["Eve@Bad.example"]', toAddresses: '["m.reyes@clinic.example"]', recipient: '["m.reyes@clinic.example"]', subject: invoice, messageSize: "1200", malwareScore: "100", messageParts: '[{"filename":"a.pdf"}]', replyToAddress: "[]", time: "2026-03-02T08:01:00Z"}
    facts:
      - {message_id: "<1@x>", from_address: eve@bad.example, from_domain: bad.example, return_path_domain: bad.example, to_addresses: '["m.reyes@clinic.example"]', subject: invoice, size_bytes: 1200, malware_scanned: true, direction: null}
---*/
select
  record_id,
  time,
  "messageID" as message_id,
  lower(coalesce(json_text("fromAddress", '[0]'), "sender")) as from_address,
  address_domain(coalesce(json_text("fromAddress", '[0]'), "sender")) as from_domain,
  address_domain(json_text("replyToAddress", '[0]')) as reply_to_domain,
  address_domain("sender") as return_path_domain,
  coalesce("toAddresses", "recipient") as to_addresses,
  "malwareScore" is not null as malware_scanned,
  "messageSize" as size_bytes,
  "subject" as subject
from proofpoint_message
