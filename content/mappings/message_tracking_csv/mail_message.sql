/*---
product: message_tracking_csv
fact: mail_message
examples:
  - records: # one message in the server's own log, and what PowerShell and the extended report call the columns
      organisation: [{setting: domains, value: '["clinic.example"]'}]
      w3c_exchange:
        - {event-id: HARECEIVE, message-id: "<1@bank.example>", recipient-address: "m.reyes@clinic.example;j.kim@clinic.example", sender-address: "Billing@Bank.example", return-path: "bounce@bulk.example", message-subject: Invoice, total-bytes: "4200", directionality: Incoming, time: "2026-03-02T08:00:59Z"}
        - {event-id: RECEIVE, message-id: "<1@bank.example>", recipient-address: "m.reyes@clinic.example;j.kim@clinic.example", sender-address: "Billing@Bank.example", return-path: "bounce@bulk.example", message-subject: Invoice, total-bytes: "4200", directionality: Incoming, time: "2026-03-02T08:01:00Z"}
        - {event-id: DELIVER, message-id: "<1@bank.example>", recipient-address: "m.reyes@clinic.example", sender-address: "Billing@Bank.example", return-path: "bounce@bulk.example", message-subject: Invoice, total-bytes: "4300", directionality: Incoming, time: "2026-03-02T08:01:01Z"}
        - {event-id: NOTIFYMAPI, message-id: null}
        - {event-id: RECEIVE, message-id: "<p@clinic.example>", recipient-address: "healthmailbox1@clinic.example", sender-address: "HealthMailbox1@clinic.example"} # the server tests itself
      message_tracking_csv:
        - {EventId: RECEIVE, MessageId: "<2@clinic.example>", Recipients: "a@bank.example", Sender: "m.reyes@clinic.example", ReturnPath: "m.reyes@clinic.example", MessageSubject: Results, TotalBytes: "9", Directionality: Originating}
        - {event_id: Receive, message_id: "<3@lab.example>", recipient_address: "m.reyes@clinic.example", sender_address: "x@lab.example", return_path: "x@lab.example", message_subject: s, total_bytes: "9", directionality: "1"}
    facts:
      - {message_id: "<1@bank.example>", direction: inbound, from_address: billing@bank.example, from_domain: bank.example, return_path_domain: bulk.example, to_addresses: '["m.reyes@clinic.example","j.kim@clinic.example"]', size_bytes: 4200, subject: Invoice, time: "2026-03-02T08:01:00Z"}
      - {message_id: "<2@clinic.example>", direction: outbound, to_addresses: '["a@bank.example"]'}
      - {message_id: "<3@lab.example>", direction: inbound, return_path_domain: lab.example}
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
lines as (
  select record_id, time, coalesce("EventId", "event_id") as event, coalesce("MessageId", "message_id") as message_id,
    coalesce("Sender", "sender_address") as sender, coalesce("ReturnPath", "return_path") as envelope,
    coalesce("Recipients", "recipient_address") as recipients, coalesce("MessageSubject", "message_subject") as subject,
    coalesce("TotalBytes", "total_bytes") as size, coalesce("Directionality", "directionality") as stated
  from message_tracking_csv
  union all
  select record_id, time, "event-id", "message-id", "sender-address", "return-path", "recipient-address",
    "message-subject", "total-bytes", "directionality"
  from w3c_exchange
),
cells as (
  select record_id, time, upper(event) as event, message_id, lower(sender) as sender, envelope,
    lower(replace(recipients, '"', '')) as recipients, subject, size, lower(stated) as stated
  from lines
),
messages as (
  select *,
    -- The first step that names everybody tells most.
    row_number() over (partition by message_id order by case event when 'RECEIVE' then 0 when 'SUBMIT' then 1 else 2 end, time, record_id) as step
  from cells
  where message_id is not null and coalesce(sender, '') not like 'healthmailbox%' and event in ('RECEIVE', 'SUBMIT', 'DELIVER', 'SEND', 'SENDEXTERNAL', 'FAIL')
)
select
  record_id,
  time,
  message_id,
  case
    when stated in ('1', 'incoming') then 'inbound'
    when own.pattern is null then case when stated = '2' then 'outbound' else 'unknown' end
    when not regexp_like(sender, own.pattern) then 'inbound'
    when regexp_count(recipients, '@[a-z0-9]') > regexp_count(recipients, own.pattern) then 'outbound'
    else 'internal'
  end as direction,
  sender as from_address,
  address_domain(sender) as from_domain,
  address_domain(envelope) as return_path_domain,
  '["' || regexp_replace(recipients, '\s*[;,]\s*', '","', 'g') || '"]' as to_addresses,
  number(size) as size_bytes,
  subject
from messages
cross join own
where step = 1
