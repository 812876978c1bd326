/*---
id: gov.policies_present
title: Written policies that exist, are approved and have an owner
practice: "10"
applies_to: [small, medium, large]
unit: ratio
needs: [policy_document]
goal: all ten
why: People can only keep rules that are written down and that somebody answers for.
fix: Take a template for each missing policy, cut it to one or two pages that fit your practice, and have the owner sign it.
fresh_days: 1100
examples:
  - policy_document:
      - {name: Acceptable use, kind: acceptable_use_and_email, owner: R. Chen, approved: true}
      - {name: Personal devices, kind: personal_devices, approved: true}
      - {name: Roles, kind: roles_and_responsibilities, owner: R. Chen, approved: false}
    answer: {met: 1, counted: 10}
  - policy_document: []
    answer: no evidence
---*/
with wanted as (
  select unnest(make_array('roles_and_responsibilities', 'education_and_awareness', 'acceptable_use_and_email', 'data_classification',
    'personal_devices', 'laptop_portable_remote_use', 'incident_reporting_and_checklist', 'disaster_recovery_plan', 'it_controls', 'it_acquisition')) as kind
),
held as (
  select kind, max(record_id) as record_id,
    bool_or(coalesce(approved, approved_at is not null) and owner is not null) as in_force
  from policy_document group by kind
)
select count(*) filter (where h.in_force) as met,
  case when (select count(*) from policy_document) > 0 then count(*) end as counted,
  string_agg(h.record_id, ' ' order by h.record_id) filter (where not h.in_force) as rows
from wanted w left join held h on h.kind = w.kind
