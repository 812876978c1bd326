/*---
id: gov.security_official
title: A named person who answers for security
practice: "10"
applies_to: [small, medium, large]
unit: bool
needs: [policy_document, setting, person]
goal: one person, who still works here
why: When everyone is responsible, nobody is; the rule asks for one name.
fix: Have the owner of the practice sign one page that names the security official, and tell the staff who it is.
fresh_days: 36500
examples:
  - setting: [{name: security_official, value: Rosalind Chen}]
    person: [{name: Rosalind Chen}]
    answer: {value: 1}
  - policy_document: [{name: Security official, kind: security_official, owner: Pat Doe}]
    person: [{name: Rosalind Chen}, {name: Pat Doe, end_at: "2025-06-30"}]
    answer: {value: 0}
  - setting: [{name: security_official, value: r.chen@clinic.example}] # the roster has her name only
    person: [{person_id: E-7, name: Rosalind Chen, identity_id: "person_id:E-7"}]
    identity: [{kind: person, identity_id: "person_id:E-7", key: email, value: r.chen@clinic.example}]
    answer: {value: 1}
  - person: [{name: Rosalind Chen}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
named as (
  select record_id, lower(value) as name from setting where name = 'security_official' and value is not null
  union all
  select record_id, lower(owner) as name from policy_document
  where kind = 'security_official' and owner is not null and coalesce(approved, true)
),
present as (
  select lower(name) as name from workforce where (end_at is null or end_at >= $as_of) and name is not null
  union
  select email as name from workforce where (end_at is null or end_at >= $as_of) and email is not null
  union
  select user_name as name from workforce where (end_at is null or end_at >= $as_of) and user_name is not null
  union
  select lower(i.value) as name from workforce w join identity i on i.identity_id = w.identity_id
  where (w.end_at is null or w.end_at >= $as_of) and i.kind = 'person' and i.key in ('name', 'email', 'user_name', 'person_id') and not coalesce(i.ambiguous, false)
)
-- without a roster the name cannot be checked
select case when count(*) > 0 and (select count(*) from present) > 0 then max(case when p.name is not null then 1 else 0 end) end as value,
  count(*) as counted, string_agg(n.record_id, ' ' order by n.record_id) as rows
from named n left join present p on p.name = n.name
