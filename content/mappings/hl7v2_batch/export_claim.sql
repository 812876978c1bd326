/*---
product: hl7v2_batch
fact: export_claim
examples:
  - records:
      hl7v2_batch:
        - {BHS-3: LAB, BHS-7: "2026-03-01T08:00:00+00:00", BTS-1: "12", messages: "11", time: "2026-03-01T08:00:00Z"}
        - {BHS-3: LAB, BTS-1: null, messages: "4"}
        - {FHS-3: LAB, FHS-7: null, FHS-9: night.hl7, BHS-9: null, FTS-1: "2", batches: "2", messages: "16"}
    facts:
      - {kind: hl7v2_message, claimed_count: 12, counted: 11, made_at: "2026-03-01T08:00:00Z", time: "2026-03-01T08:00:00Z", file_name: null}
      - {kind: hl7v2_batch, claimed_count: 2, counted: 2, made_at: null, file_name: night.hl7}
---*/
select
  record_id,
  time,
  case when "BTS-1" is not null then 'hl7v2_message' else 'hl7v2_batch' end as kind,
  number(coalesce("BTS-1", "FTS-1")) as claimed_count,
  number(case when "BTS-1" is not null then "messages" else "batches" end) as counted,
  read_time(coalesce("BHS-7", "FHS-7")) as made_at,
  coalesce("BHS-9", "FHS-9") as file_name
from hl7v2_batch
where number(coalesce("BTS-1", "FTS-1")) is not null
