/*---
id: ir.playbooks_five
title: Threats with a written "what to do"
practice: "8"
applies_to: [small, medium, large]
unit: ratio
needs: [policy_document]
goal: one for each of the five threats
why: In the first hour people follow a page, not a policy.
fix: Write one page for each missing threat (who calls whom, what is unplugged, what is never switched off), and have it approved.
fresh_days: 1100
examples:
  - policy_document:
      - {name: Ransomware, kind: playbook_ransomware, approved: true}
      - {name: Lost device, kind: playbook_loss_theft, approved: false}
      - {name: Sanctions, kind: sanction_policy, approved: true}
    answer: {met: 1, counted: 5}
  - policy_document: []
    answer: no evidence
---*/
with wanted as (
  select unnest(make_array('playbook_social_engineering', 'playbook_ransomware', 'playbook_loss_theft', 'playbook_insider', 'playbook_medical_device')) as kind
),
held as (
  select kind, max(record_id) as record_id, bool_or(coalesce(approved, approved_at is not null)) as approved from policy_document group by kind
)
select count(*) filter (where h.approved) as met,
  case when (select count(*) from policy_document) > 0 then count(*) end as counted,
  string_agg(h.record_id, ' ' order by h.record_id) filter (where not h.approved) as rows
from wanted w left join held h on h.kind = w.kind
