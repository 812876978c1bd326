/*---
product: mail
fact: mail_verdict
examples:
  - records:
      mail_opinion:
        - {message_id: "1@bank.example", from_address: "pay@bank.example", verdict: malicious, probability: "0.9812", harm: "0.9712", reasons: '["An answer would go elsewhere."]', reason_ids: '["identity.reply_elsewhere"]', controls: null, attack: '["T1566"]', time: "2026-03-02T08:01:00Z"}
    facts:
      - {message_id: "1@bank.example", from_domain: bank.example, verdict: malicious, probability: 0.9812, harm: 0.9712, reasons: '["An answer would go elsewhere."]', attack: '["T1566"]', time: "2026-03-02T08:01:00Z"}
---*/
select
  record_id,
  time,
  "message_id" as message_id,
  lower("from_address") as from_address,
  address_domain("from_address") as from_domain,
  "verdict" as verdict,
  try_cast("probability" as double) as probability,
  try_cast("harm" as double) as harm,
  "reasons" as reasons,
  "reason_ids" as reason_ids,
  "controls" as controls,
  "attack" as attack
from mail_opinion
