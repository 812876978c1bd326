/*---
product: message_trace_csv
fact: mail_message
examples:
  - records: # one message in the exports of several products, and once more in a second file
      organisation: [{setting: domains, value: '["clinic.example"]'}]
      message_trace_csv:
        - {Message ID: "<1@bank.example>", Received: "2026-03-02T08:01:00Z", Sender address: "Billing@Bank.example", Recipient address: "m.reyes@clinic.example", Subject: "Invoice", Status: Delivered, time: "2026-03-02T08:01:00Z"}
        - {Message ID: "<1@bank.example>", Received: "2026-03-02T08:01:00Z", Sender address: "Billing@Bank.example", Recipient address: "m.reyes@clinic.example", Subject: "Invoice", Status: Delivered, time: "2026-03-02T08:01:02Z"}
        - {MessageId: "<2@bank.example>", SenderAddress: "Billing@Bank.example", RecipientAddress: "m.reyes@clinic.example", Subject: "Invoice", Size: "4200", Status: FilteredAsSpam}
        - {message_id: "<3@clinic.example>", sender_address: "m.reyes@clinic.example", recipient_status: "a@bank.example##Receive, Send;j.kim@clinic.example##Receive, Deliver", message_subject: "Results", total_bytes: "9", directionality: "2"}
        - {Message ID: "<4@lab.example>", Sender: "x@lab.example", Recipient address: "m.reyes@clinic.example", Subject: "s", Message size: "12", Direction: Received}
        - {Message ID: "<5@lab.example>", Sender: "x@lab.example", Recipients: "m.reyes@clinic.example, j.kim@clinic.example", Subject: "s", Message Size: "12", Spam Score: "3"}
        - {From: "Lab <x@lab.example>", To: "m.reyes@clinic.example", Subject: "s", Score: "0.1"}
        - {"From (Header)": "x@lab.example", "From (Envelope)": "bounce@bulk.example", To: "m.reyes@clinic.example", Route: Inbound}
        - {Sender: "m.reyes@clinic.example", Recipient: "j.kim@clinic.example"}
    facts:
      - {message_id: "<1@bank.example>", direction: inbound, from_address: billing@bank.example, from_domain: bank.example, to_addresses: '["m.reyes@clinic.example"]', subject: Invoice, malware_scanned: null, time: "2026-03-02T08:01:00Z"}
      - {message_id: "<2@bank.example>", direction: inbound, size_bytes: 4200, malware_scanned: true}
      - {message_id: "<3@clinic.example>", direction: outbound, to_addresses: '["a@bank.example","j.kim@clinic.example"]', size_bytes: 9}
      - {message_id: "<4@lab.example>", direction: inbound, size_bytes: 12}
      - {message_id: "<5@lab.example>", to_addresses: '["m.reyes@clinic.example","j.kim@clinic.example"]', malware_scanned: true}
      - {from_address: x@lab.example, message_id: null, malware_scanned: true}
      - {from_address: x@lab.example, return_path_domain: bulk.example, direction: inbound}
      - {direction: internal}
  - records: # nobody said which domains are ours
      organisation: []
      message_trace_csv: [{Sender: "a@x.example", Recipient: "b@y.example"}]
    facts: [{direction: unknown, from_domain: x.example}]
---*/
with own as (
  select
    '@(?:[a-z0-9-]+\.)*(?:' || string_agg(replace(lower(domain), '.', '\.'), '|') || ')(?:[^a-z0-9.-]|$)' as pattern
  from (
    select unnest(case when value like '[%' then json_list(value) else make_array(value) end) as domain
    from organisation
    where setting in ('domains', 'domain')
  ) as domains
),
cells as (
  select
    record_id,
    time,
    coalesce("Message ID", "MessageId", "message_id") as message_id,
    coalesce("From (Header)", "Sender address", "SenderAddress", "sender_address", "Sender", "From") as sender,
    "From (Envelope)" as envelope,
    lower(replace(coalesce("Recipient address", "RecipientAddress", "recipient_status", "Recipients", "Recipient", "To"), '"', '')) as recipients,
    coalesce("Subject", "message_subject") as subject,
    coalesce("Size", "total_bytes", "Message size", "Message Size") as size,
    lower(coalesce("directionality", "Direction", "Route")) as stated,
    lower("Status") as status,
    coalesce("Spam Score", "Score") as score
  from message_trace_csv
),
messages as (
  select *,
    lower(regexp_match(sender, '[^<>\s",;]+@[^<>\s",;]+')[1]) as address,
    trim(regexp_replace(recipients, '##[^;]*', '', 'g')) as receivers,
    -- One message has a line for each step and each recipient, and may stand in two exports.
    case when message_id is not null then row_number() over (partition by message_id, recipients order by time, record_id) else 1 end as line
  from cells
)
select
  record_id,
  time,
  message_id,
  case
    when stated in ('1', 'received', 'inbound', 'incoming') then 'inbound'
    when stated in ('sent', 'outbound', '2') then 'outbound'
    when stated in ('internal', 'mixed') then 'internal'
    when own.pattern is null or address is null then 'unknown'
    when not regexp_like(address, own.pattern) then 'inbound'
    when regexp_count(receivers, '@[a-z0-9]') > regexp_count(receivers, own.pattern) then 'outbound'
    else 'internal'
  end as direction,
  address as from_address,
  address_domain(address) as from_domain,
  address_domain(envelope) as return_path_domain,
  '["' || regexp_replace(receivers, '\s*[;,]\s*', '","', 'g') || '"]' as to_addresses,
  case when score is not null or status in ('filteredasspam', 'filtered as spam', 'quarantined') then true end as malware_scanned,
  number(size) as size_bytes,
  subject
from messages
cross join own
where line = 1
