/*---
product: message_tracking_csv
fact: mail_message
examples:
  - records: # one message on its way through the server; then what PowerShell and the extended report call the columns
      organisation: [{setting: domains, value: '["clinic.example"]'}]
      message_tracking_csv:
        - {event-id: HARECEIVE, message-id: "<1@bank.example>", recipient-address: "m.reyes@clinic.example;j.kim@clinic.example", sender-address: "Billing@Bank.example", return-path: "bounce@bulk.example", message-subject: Invoice, total-bytes: "4200", directionality: Incoming, time: "2026-03-02T08:00:59Z"}
        - {event-id: RECEIVE, message-id: "<1@bank.example>", recipient-address: "m.reyes@clinic.example;j.kim@clinic.example", sender-address: "Billing@Bank.example", return-path: "bounce@bulk.example", message-subject: Invoice, total-bytes: "4200", directionality: Incoming, time: "2026-03-02T08:01:00Z"}
        - {event-id: DELIVER, message-id: "<1@bank.example>", recipient-address: "m.reyes@clinic.example", sender-address: "Billing@Bank.example", return-path: "bounce@bulk.example", message-subject: Invoice, total-bytes: "4300", directionality: Incoming, time: "2026-03-02T08:01:01Z"}
        - {EventId: RECEIVE, MessageId: "<2@clinic.example>", Recipients: "a@bank.example", Sender: "m.reyes@clinic.example", MessageSubject: Results, TotalBytes: "9", Directionality: Originating}
        - {event_id: Receive, message_id: "<3@lab.example>", recipient_address: "m.reyes@clinic.example", sender_address: "x@lab.example", message_subject: s, total_bytes: "9", directionality: "1"}
        - {event-id: NOTIFYMAPI, message-id: null}
        - {event-id: RECEIVE, message-id: "<p@clinic.example>", recipient-address: "healthmailbox1@clinic.example", sender-address: "HealthMailbox1@clinic.example"} # the server tests itself
    facts:
      - {message_id: "<1@bank.example>", direction: inbound, from_address: billing@bank.example, from_domain: bank.example, return_path_domain: bulk.example, to_addresses: '["m.reyes@clinic.example","j.kim@clinic.example"]', size_bytes: 4200, subject: Invoice, time: "2026-03-02T08:01:00Z"}
      - {message_id: "<2@clinic.example>", direction: outbound, to_addresses: '["a@bank.example"]'}
      - {message_id: "<3@lab.example>", direction: inbound}
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
    upper(coalesce("event-id", "EventId", "event_id")) as event,
    coalesce("message-id", "MessageId", "message_id") as message_id,
    lower(coalesce("sender-address", "Sender", "sender_address")) as sender,
    "return-path" as envelope,
    lower(replace(coalesce("recipient-address", "Recipients", "recipient_address"), '"', '')) as recipients,
    coalesce("message-subject", "MessageSubject", "message_subject") as subject,
    coalesce("total-bytes", "TotalBytes", "total_bytes") as size,
    lower(coalesce("directionality", "Directionality")) as stated
  from message_tracking_csv
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
