/*---
product: ocsf_email_activity
fact: mail_message
examples:
  - records:
      ocsf_email_activity:
        - {direction_id: "1", email.message_uid: "<1@x>", email.from: "Eve <Eve@Bad.example>", email.to: '["m.reyes@clinic.example"]', email.subject: invoice, email.size: "1200", email.reply_to: null, email_auth.spf: fail, email_auth.dkim: none, email_auth.dmarc: fail, time: "2026-03-02T08:01:00Z"}
        - {direction_id: "2", email.from: "m.reyes@clinic.example", email.message_uid: "<2@x>"}
    facts:
      - {message_id: "<1@x>", direction: inbound, from_address: eve@bad.example, from_name: Eve, from_domain: bad.example, to_addresses: '["m.reyes@clinic.example"]', subject: invoice, size_bytes: 1200, spf: fail, dkim: none, dmarc: fail}
      - {direction: outbound, from_address: m.reyes@clinic.example, from_name: null}
---*/
select
  record_id,
  time,
  "email.message_uid" as message_id,
  case "direction_id" when '1' then 'inbound' when '2' then 'outbound' when '3' then 'internal' else 'unknown' end as direction,
  lower(regexp_replace("email.from", '^.*<([^<>]*)>.*$', '\1')) as from_address,
  case when "email.from" like '%<%' then nullif(trim(both '"' from trim(split_part("email.from", '<', 1))), '') end as from_name,
  address_domain(regexp_replace("email.from", '^.*<([^<>]*)>.*$', '\1')) as from_domain,
  address_domain("email.reply_to") as reply_to_domain,
  "email.to" as to_addresses,
  lower("email_auth.spf") as spf,
  lower("email_auth.dkim") as dkim,
  lower("email_auth.dmarc") as dmarc,
  "email.size" as size_bytes,
  "email.subject" as subject
from ocsf_email_activity
