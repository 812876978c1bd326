/*---
product: defender_email
fact: mail_message
examples:
  - records:
      defender_email:
        - {InternetMessageId: "<1@x>", EmailDirection: Inbound, SenderFromAddress: "Eve@Bad.example", SenderDisplayName: Eve, SenderMailFromDomain: bad.example, RecipientEmailAddress: "m.reyes@clinic.example", Subject: invoice, AuthenticationDetails: '{"SPF":"fail","DKIM":"none","DMARC":"fail","CompAuth":"fail"}', DeliveryAction: Delivered, UrlCount: "2", time: "2026-03-02T08:01:00Z"}
        - {InternetMessageId: null, FileName: a.pdf}
    facts:
      - {message_id: "<1@x>", direction: inbound, from_address: eve@bad.example, from_name: Eve, from_domain: bad.example, return_path_domain: bad.example, to_addresses: '["m.reyes@clinic.example"]', subject: invoice, spf: fail, dkim: none, dmarc: fail, malware_scanned: true, link_count: 2}
---*/
select
  record_id,
  time,
  "InternetMessageId" as message_id,
  case lower("EmailDirection") when 'inbound' then 'inbound' when 'outbound' then 'outbound' when 'intra-org' then 'internal' else 'unknown' end as direction,
  lower("SenderFromAddress") as from_address,
  "SenderDisplayName" as from_name,
  address_domain("SenderFromAddress") as from_domain,
  lower("SenderMailFromDomain") as return_path_domain,
  concat('["', "RecipientEmailAddress", '"]') as to_addresses,
  lower(json_text("AuthenticationDetails", 'SPF')) as spf,
  lower(json_text("AuthenticationDetails", 'DKIM')) as dkim,
  lower(json_text("AuthenticationDetails", 'DMARC')) as dmarc,
  "DeliveryAction" is not null as malware_scanned,
  "UrlCount" as link_count,
  "Subject" as subject
from defender_email
where "SenderFromAddress" is not null
