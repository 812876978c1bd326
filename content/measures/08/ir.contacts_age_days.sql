/*---
id: ir.contacts_age_days
title: Days since the list of people to call was checked
practice: "8"
applies_to: [small, medium, large]
unit: days
needs: [policy_document]
goal: at most 90 days
why: At night, with the network down, the numbers of insurer, lawyer, FBI office and EHR vendor must be on paper.
fix: Call every number on the list once, correct it, and print it for the three people who would need it.
fresh_days: 36500
examples:
  - policy_document: [{name: Who to call, kind: response_roster, reviewed_at: "2026-03-01T00:00:00Z"}]
    answer: {value: 30}
  - policy_document: [{name: Sanctions, kind: sanction_policy, reviewed_at: "2026-03-01"}]
    answer: no evidence
---*/
with lists as (
  select record_id, greatest(approved_at, reviewed_at) as at from policy_document
  where kind = 'response_roster' and greatest(approved_at, reviewed_at) < $to
)
select (date_part('epoch', $as_of) - date_part('epoch', max(at))) / 86400.0 as value, count(*) as counted, max(at) as newest,
  string_agg(record_id, ' ' order by record_id) as rows
from lists
