/*---
product: defender_email
fact: mail_message
examples:
  - records:
      defender_email:
        - {InternetMessageId: "<1@x>", EmailDirection: Inbound, SenderFromAddress: "Eve@Bad.example", SenderDisplayName: Eve, SenderMailFromDomain: bad.example, RecipientEmailAddress: "m.reyes@clinic.example", Subject: invoice, NetworkMessageId: n1, ActionType: null, ActionResult: null, AuthenticationDetails: '{"SPF":"fail","DKIM":"none","DMARC":"fail","CompAuth":"fail"}', DeliveryAction: Delivered, UrlCount: "2", time: "2026-03-02T08:01:00Z"}
        - {InternetMessageId: "<1@x>", NetworkMessageId: n1, RecipientEmailAddress: "M.Reyes@clinic.example", ActionType: Phish ZAP, ActionResult: Success, time: "2026-03-02T08:31:00Z"}
        - {InternetMessageId: "<1@x>", NetworkMessageId: n1, RecipientEmailAddress: "m.reyes@clinic.example", ActionType: Malware ZAP, ActionResult: Error, time: "2026-03-02T08:11:00Z"}
        - {InternetMessageId: "<2@x>", NetworkMessageId: n2, EmailDirection: Inbound, SenderFromAddress: eve@bad.example, RecipientEmailAddress: front@clinic.example, DeliveryAction: Delivered, time: "2026-03-02T08:01:00Z"}
        - {InternetMessageId: "<2@x>", NetworkMessageId: n2, RecipientEmailAddress: front@clinic.example, ActionType: Manual Remediation, ActionResult: Success, time: "2026-03-02T09:00:00Z"}
        - {InternetMessageId: null, FileName: a.pdf}
    facts:
      - {message_id: "<1@x>", direction: inbound, from_address: eve@bad.example, from_name: Eve, from_domain: bad.example, return_path_domain: bad.example, to_addresses: '["m.reyes@clinic.example"]', subject: invoice, spf: fail, dkim: none, dmarc: fail, malware_scanned: true, link_count: 2, removed_at: "2026-03-02T08:31:00Z"}
      - {message_id: "<2@x>", removed_at: null} # by hand
---*/
with removed as (
  -- what the service took back by itself; an attempt that failed took nothing
  select "NetworkMessageId" as message, lower("RecipientEmailAddress") as recipient, min(time) as at
  from defender_email
  where regexp_like(lower("ActionType"), 'zap|automated') and lower("ActionResult") like 'success%'
  group by 1, 2
)
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
  "Subject" as subject,
  at as removed_at
from defender_email
left join removed on message = "NetworkMessageId" and recipient = lower("RecipientEmailAddress")
where "SenderFromAddress" is not null
