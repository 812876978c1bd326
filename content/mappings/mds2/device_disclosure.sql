/*---
product: mds2
fact: device_disclosure
examples:
  - records:
      mds2_answer:
        - {time: "2025-11-03T00:00:00Z", manufacturer: "Acme Pumps", device: "Infusion pump", model: "Pump 4", document_id: "D-17", release_date: "2025-11-03", software_revision: "4.2", software_release_date: "2025-10-01", edition: "2019", question_id: "ALOF-1", question: "Can the device be configured to force reauthorization?", answer: "Yes", note: "Note 1"}
        - {manufacturer: "Acme Pumps", model: "Pump 4", edition: "2019", question_id: "CSUP-1", question: "Does the device contain software?", answer: "N/A"}
        - {manufacturer: "Acme Pumps", model: "Pump 2", edition: "2013", question_id: "1-1", question: "Can the device be configured to force reauthorization?", answer: "See Note"}
        - {manufacturer: "Acme Pumps", model: "Pump 4", edition: "2019", question_id: "DOC-3", question: "Device Model", answer: "Pump 4"}
    facts:
      - {time: "2025-11-03T00:00:00Z", maker: "Acme Pumps", model: "Pump 4", document_id: "D-17", published_at: "2025-11-03T00:00:00Z", question_id: "ALOF-1", question: "Can the device be configured to force reauthorization?", answer: "yes", note: "Note 1"}
      - {maker: "Acme Pumps", model: "Pump 4", question_id: "CSUP-1", answer: "not_applicable", published_at: null}
      - {maker: "Acme Pumps", model: "Pump 2", question_id: "1-1", answer: "see_note"}
      - {maker: "Acme Pumps", model: "Pump 4", question_id: "DOC-3", answer: "Pump 4"}
---*/
select
  record_id,
  time,
  manufacturer as maker,
  model,
  document_id,
  coalesce(read_time(release_date), time) as published_at,
  question_id,
  question,
  case
    when lower(trim(answer)) in ('yes', 'y') then 'yes'
    when lower(trim(answer)) in ('no', 'n') then 'no'
    when lower(trim(answer)) in ('n/a', 'na', 'not applicable') then 'not_applicable'
    when lower(trim(answer)) in ('see note', 'see notes') then 'see_note'
    else answer
  end as answer,
  note
from mds2_answer
