/*---
product: hl7v2_batch
fact: export_claim
examples:
  - records: # how many batches a file has is settled by the reader; a file without batches may count its messages
      hl7v2_batch:
        - {BHS-3: LAB, BHS-7: "2026-03-01T08:00:00+00:00", BHS-9: null, BTS-1: "12", messages: "11", time: "2026-03-01T08:00:00Z"}
        - {BHS-3: LAB, BTS-1: null, messages: "4"}
        - {FHS-3: LAB, FHS-7: null, FHS-9: night.hl7, FTS-1: "2", batches: "2", messages: "16"}
        - {FHS-3: LAB, FHS-9: day.hl7, FTS-1: "7", batches: "0", messages: "7"}
        - {FHS-3: LAB, FTS-1: "1", batches: "0", messages: "7"}
    facts:
      - {kind: hl7v2_message, claimed_count: 12, counted: 11, made_at: "2026-03-01T08:00:00Z", time: "2026-03-01T08:00:00Z", file_name: null}
      - {kind: hl7v2_message, claimed_count: 7, counted: 7, made_at: null, file_name: day.hl7}
---*/
select
  record_id,
  time,
  'hl7v2_message' as kind,
  number(coalesce("BTS-1", "FTS-1")) as claimed_count,
  number("messages") as counted,
  read_time(coalesce("BHS-7", "FHS-7")) as made_at,
  coalesce("BHS-9", "FHS-9") as file_name
from hl7v2_batch
where number("BTS-1") is not null or ("batches" = '0' and "FTS-1" = "messages")
