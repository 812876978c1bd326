/*---
id: gov.board_reports_12m
title: Times leadership was told about cyber security this year
practice: "10"
applies_to: [medium, large]
unit: count
needs: [policy_document]
goal: four in twelve months
why: Leadership pays for what it has seen. Once a quarter, with numbers, is enough.
fix: Put the report of Salus on the agenda of the next meeting, and keep the minutes in the register of documents.
fresh_days: 400
examples:
  - policy_document:
      - {name: Board report on cyber security, approved_at: "2026-01-15"}
      - {name: Board minutes - cybersecurity metrics, approved_at: "2025-10-15"}
      - {name: Board minutes - cybersecurity metrics, approved_at: "2025-10-15"}
      - {name: Board report on cyber security, approved_at: "2024-10-15"}
      - {name: Board report on parking, approved_at: "2026-01-15"}
      - {name: Cyber security policy, approved_at: "2026-01-15"}
    answer: {value: 2}
  - policy_document: [{name: Cyber security policy, approved_at: "2026-01-15"}]
    answer: no evidence
---*/
with told as (
  select record_id, coalesce(approved_at, reviewed_at, time) as at from policy_document
  where lower(name) ~ '(board|executive|leadership|trustee|directors?).*(report|minutes|briefing|dashboard)' and lower(name) ~ 'cyber|information.security|security metrics'
)
-- a register that holds none of them is no sign that none was given
select case when count(*) > 0 then count(distinct date_trunc('day', at)) filter (where at >= $as_of - interval '365 days' and at < $to) end as value,
  max(at) filter (where at < $to) as newest, string_agg(record_id, ' ' order by record_id) as rows
from told
