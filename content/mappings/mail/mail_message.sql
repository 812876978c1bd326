/*---
product: mail
fact: mail_message
examples:
  - records:
      organisation:
        - {setting: domains, value: '["clinic.example","clinic-labs.example"]'}
      mail:
        - {message_id: "<1@bank.example>", from_address: "Billing@Bank.example", from_name: Bank, to: '["m.reyes@clinic.example"]', cc: null, reply_to: "Pay <pay@elsewhere.example>", return_path: "<bounce@bulk.example>", subject: "[EXTERNAL] Invoice", spf: fail, dkim: none, dmarc: fail, x_headers: '{"X-Spam-Status":"No, score=1.2"}', links: '[{"url":"https://urldefense.com/v3/x","text":"pay"}]', link_domains: '["urldefense.com"]', attachment_names: '["invoice.pdf"]', attachment_types: '["application/pdf"]', attachments: '[{"name":"invoice.pdf","type":"application/pdf","size":3,"sha256":"ab"}]', body_text: Please pay., size: "4200", headers: '[["Subject","Invoice"]]', time: "2026-03-02T08:01:00Z"}
        - {message_id: "<2@clinic.example>", from_address: "m.reyes@clinic.example", to: '["Lab <lab@clinic-labs.example>"]', attachment_types: '["application/pkcs7-mime"]', subject: Results}
        - {message_id: "<3@clinic.example>", from_address: "m.reyes@clinic.example", to: '["jkim@clinic.example"]', cc: '["friend@mail.example"]'}
    facts:
      - {message_id: "<1@bank.example>", direction: inbound, from_address: billing@bank.example, from_domain: bank.example, reply_to_domain: elsewhere.example, return_path_domain: bulk.example, to_addresses: '["m.reyes@clinic.example"]', spf: fail, dmarc: fail, external_tagged: true, malware_scanned: true, url_protected: true, encrypted: false, link_count: 1, link_domains: '["urldefense.com"]', attachment_names: '["invoice.pdf"]', size_bytes: 4200, subject: "[EXTERNAL] Invoice", body_text: Please pay., time: "2026-03-02T08:01:00Z"}
      - {message_id: "<2@clinic.example>", direction: internal, external_tagged: false, malware_scanned: false, url_protected: null, encrypted: true, link_count: 0}
      - {message_id: "<3@clinic.example>", direction: outbound, to_addresses: '["jkim@clinic.example"]'}
  - records: # nobody said which domains are ours
      organisation: []
      mail:
        - {message_id: "<4@x.example>", from_address: "a@x.example", to: '["b@y.example"]', attachments: null, body_text: "CAUTION: This email originated from outside the organization."}
    facts:
      - {message_id: "<4@x.example>", direction: unknown, external_tagged: true}
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
messages as (
  select
    *,
    lower(coalesce("to", '') || ' ' || coalesce("cc", '')) as recipients,
    lower(coalesce("x_headers", '') || coalesce("headers", '')) as all_headers,
    lower(coalesce("body_text", '')) as body
  from mail
)
select
  record_id,
  time,
  "message_id" as message_id,
  case
    when own.pattern is null or "from_address" is null then 'unknown'
    when not regexp_like(lower("from_address"), own.pattern) then 'inbound'
    when regexp_count(recipients, '@[a-z0-9]') > regexp_count(recipients, own.pattern) then 'outbound'
    else 'internal'
  end as direction,
  lower("from_address") as from_address,
  "from_name" as from_name,
  address_domain("from_address") as from_domain,
  address_domain(replace("reply_to", '>', '')) as reply_to_domain,
  address_domain(replace("return_path", '>', '')) as return_path_domain,
  "to" as to_addresses,
  lower("spf") as spf,
  lower("dkim") as dkim,
  lower("dmarc") as dmarc,
  regexp_like(lower(coalesce("subject", '')), '^\W*\[?(external|ext|extern)\b')
    or regexp_like(all_headers, 'x-[a-z-]*external')
    or regexp_like(substr(body, 1, 600), 'originated (from )?outside|external (e-?mail|sender)|outside (of )?(your|the|our) organi[sz]ation') as external_tagged,
  regexp_like(all_headers, 'x-(spam|virus|rspamd|forefront|microsoft-antispam|ms-exchange-organization-scl|proofpoint|mimecast|barracuda|ironport|amavis|sophos|clamav|gm-spam)') as malware_scanned,
  case when "links" is not null and "links" <> '[]' then
    regexp_like(lower("links"), 'safelinks\.protection|urldefense\.|mimecast|linkprotect\.cudasvc|urlsand|secure-web\.cisco|sophos\.com/\?')
  end as url_protected,
  regexp_like(lower(coalesce("attachment_types", '')) || all_headers, 'pkcs7-mime|multipart/encrypted|application/pgp-encrypted|x-(secure-?mail|encrypt)') as encrypted,
  coalesce(array_length(json_list("links")), 0) as link_count,
  "link_domains" as link_domains,
  "links" as links,
  "attachment_names" as attachment_names,
  "attachment_types" as attachment_types,
  "attachments" as attachments,
  "size" as size_bytes,
  "subject" as subject,
  "body_text" as body_text
from messages
cross join own
