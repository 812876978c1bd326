/*---
product: syslog
fact: mail_message
examples:
  - records: # Postfix: cleanup names the message, qmgr the sender, each delivery a recipient; a second try says the sender again
      organisation: [{setting: domains, value: '["clinic.example"]'}]
      syslog:
        - {host: mx1, program: postfix/cleanup, message: "4BFA12C0: message-id=<1@bank.example>", time: "2026-03-02T08:01:00Z"}
        - {host: mx1, program: postfix/qmgr, message: "4BFA12C0: from=<Billing@Bank.example>, size=4200, nrcpt=2 (queue active)", time: "2026-03-02T08:01:00Z"}
        - {host: mx1, program: postfix/lmtp, message: "4BFA12C0: to=<m.reyes@clinic.example>, relay=mail[10.0.0.5]:24, delay=0.3, dsn=2.0.0, status=sent (250 OK)", time: "2026-03-02T08:01:01Z"}
        - {host: mx1, program: postfix/lmtp, message: "4BFA12C0: to=<j.kim@clinic.example>, relay=none, delay=0.3, dsn=4.4.1, status=deferred (timeout)", time: "2026-03-02T08:01:01Z"}
        - {host: mx1, program: postfix/qmgr, message: "4BFA12C0: from=<Billing@Bank.example>, size=4200, nrcpt=2 (queue active)", time: "2026-03-02T08:06:00Z"}
        - {host: mx1, program: postfix/lmtp, message: "4BFA12C0: to=<j.kim@clinic.example>, relay=mail[10.0.0.5]:24, delay=300, dsn=2.0.0, status=sent (250 OK)", time: "2026-03-02T08:06:01Z"}
        - {host: mx1, program: postfix/qmgr, message: "4BFA12C0: removed", time: "2026-03-02T08:06:01Z"}
        - {host: mx1, program: postfix/smtpd, message: "connect from mail.bank.example[192.0.2.1]", time: "2026-03-02T08:00:59Z"}
    facts:
      - {message_id: "<1@bank.example>", direction: inbound, from_address: billing@bank.example, from_domain: bank.example, return_path_domain: bank.example, to_addresses: '["j.kim@clinic.example","m.reyes@clinic.example"]', size_bytes: 4200, time: "2026-03-02T08:01:00Z"}
  - records: # Sendmail writes the message into the line of the sender
      organisation: [{setting: domains, value: '["clinic.example"]'}]
      syslog:
        - {host: mx2, program: sendmail, message: "x2381a2b001234: from=<m.reyes@clinic.example>, size=900, class=0, nrcpts=1, msgid=<2@clinic.example>, proto=ESMTP, relay=ws1 [10.0.0.9]", time: "2026-03-02T09:00:00Z"}
        - {host: mx2, program: sm-mta, message: "x2381a2b001234: to=<a@bank.example>, delay=00:00:01, mailer=esmtp, relay=mx.bank.example. [192.0.2.1], dsn=2.0.0, stat=Sent (OK)", time: "2026-03-02T09:00:01Z"}
    facts:
      - {message_id: "<2@clinic.example>", direction: outbound, to_addresses: '["a@bank.example"]', size_bytes: 900}
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
  select record_id, time, coalesce(host, '') as host, "message" as message,
    regexp_match("message", '^([0-9A-Za-z]{6,20}): ')[1] as queue_id
  from syslog
  where "program" like 'postfix%' or "program" in ('sendmail', 'sm-mta', 'sm-msp-queue')
),
sent as (
  select *, row_number() over (partition by host, queue_id, sender, size order by time, record_id) as attempt
  from (
    select record_id, time, host, queue_id,
      lower(regexp_match(message, ': from=<?([^>, ]*)>?,')[1]) as sender,
      regexp_match(message, ' size=([0-9]+)')[1] as size,
      regexp_match(message, ' msgid=(<[^>]+>)')[1] as message_id
    from lines where regexp_like(message, '^[0-9A-Za-z]{6,20}: from=')
  ) as senders
),
named as (
  select s.record_id, min(regexp_match(l.message, 'message-id=(<[^>]+>)')[1]) as message_id
  from sent s
  join lines l on l.host = s.host and l.queue_id = s.queue_id
    and l.time <= s.time + interval '1 minute' and l.time >= s.time - interval '1 hour'
  where s.attempt = 1 and l.message like '%: message-id=%'
  group by s.record_id
),
-- A queue gives its numbers again some day; what it has not delivered within five days it gives up.
received as (
  select record_id, '["' || string_agg(address, '","' order by address) || '"]' as addresses,
    string_agg(address, ' ' order by address) as plain
  from (
    select distinct s.record_id, lower(regexp_match(l.message, ': to=<?([^>, ]+)>?,')[1]) as address
    from sent s
    join lines l on l.host = s.host and l.queue_id = s.queue_id
      and l.time >= s.time and l.time <= s.time + interval '5 days'
    where s.attempt = 1 and regexp_like(l.message, '^[0-9A-Za-z]{6,20}: to=')
  ) as each_address
  group by record_id
)
select
  s.record_id,
  s.time,
  coalesce(s.message_id, n.message_id) as message_id,
  case
    when own.pattern is null or s.sender = '' then 'unknown'
    when not regexp_like(s.sender, own.pattern) then 'inbound'
    when regexp_count(r.plain, '@[a-z0-9]') > regexp_count(r.plain, own.pattern) then 'outbound'
    when r.plain is not null then 'internal'
    else 'unknown'
  end as direction,
  nullif(s.sender, '') as from_address,
  address_domain(s.sender) as from_domain,
  address_domain(s.sender) as return_path_domain,
  r.addresses as to_addresses,
  number(s.size) as size_bytes
from sent s
left join named n on n.record_id = s.record_id
left join received r on r.record_id = s.record_id
cross join own
where s.attempt = 1
