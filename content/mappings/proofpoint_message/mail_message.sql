/*---
product: proofpoint_message
fact: mail_message
examples:
  - records:
      proofpoint_message:
        - {messageID: "<1@bank.example>", sender: "bounce@bulk.example", fromAddress: '["Billing@Bank.example"]', toAddresses: '["m.reyes@clinic.example"]', recipient: '["m.reyes@clinic.example"]', replyToAddress: '["pay@elsewhere.example"]', subject: Invoice, messageSize: "4200", messageParts: '[{"filename":"text.txt","disposition":"inline","contentType":"text/plain"},{"filename":"invoice.pdf","disposition":"attached","contentType":"application/pdf"}]', event_list: messagesBlocked, time: "2026-03-02T08:01:00Z"}
        - {messageID: "<2@bank.example>", sender: "x@bank.example", recipient: '["m.reyes@clinic.example"]'}
        - {queryEndTime: "2026-03-02T09:00:00Z", sender: null}
    facts:
      - {message_id: "<1@bank.example>", direction: inbound, from_address: billing@bank.example, from_domain: bank.example, reply_to_domain: elsewhere.example, return_path_domain: bulk.example, to_addresses: '["m.reyes@clinic.example"]', malware_scanned: true, attachment_names: '["invoice.pdf"]', attachment_types: '["application/pdf"]', size_bytes: 4200, subject: Invoice, time: "2026-03-02T08:01:00Z"}
      - {message_id: "<2@bank.example>", from_address: x@bank.example, to_addresses: '["m.reyes@clinic.example"]', attachment_names: null}
---*/
with attached as (
  select record_id,
    '["' || string_agg(json_text(part, 'filename'), '","' order by json_text(part, 'filename')) || '"]' as names,
    '["' || string_agg(json_text(part, 'contentType'), '","' order by json_text(part, 'filename')) || '"]' as types
  from (select record_id, unnest(json_list("messageParts")) as part from proofpoint_message where "messageParts" is not null) as parts
  where json_text(part, 'disposition') = 'attached'
  group by record_id
)
select
  m.record_id,
  m.time,
  m."messageID" as message_id,
  -- The product watches what comes from outside.
  'inbound' as direction,
  lower(coalesce(json_text(m."fromAddress", '[0]'), m."sender")) as from_address,
  address_domain(coalesce(json_text(m."fromAddress", '[0]'), m."sender")) as from_domain,
  address_domain(json_text(m."replyToAddress", '[0]')) as reply_to_domain,
  address_domain(m."sender") as return_path_domain,
  coalesce(m."toAddresses", m."recipient") as to_addresses,
  true as malware_scanned,
  a.names as attachment_names,
  a.types as attachment_types,
  number(m."messageSize") as size_bytes,
  m."subject" as subject
from proofpoint_message m
left join attached a on a.record_id = m.record_id
where m."sender" is not null
