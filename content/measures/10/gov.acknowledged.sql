/*---
id: gov.acknowledged
title: Workforce that signed the policies
practice: "10"
applies_to: [small, medium, large]
unit: ratio
needs: [person, training_result]
goal: 95 % of everyone on the roster
why: A policy nobody has signed protects nobody, least of all before a regulator.
fix: Send the people listed here the policies with a signature link, and give new people the same on their first day.
fresh_days: 400
examples:
  - person:
      - {person_id: "1", email: jkim@clinic.example}
      - {person_id: "2", email: mreyes@clinic.example}
      - {person_id: "3", email: gone@clinic.example, end_at: "2025-12-31"}
    training_result:
      - {email: jkim@clinic.example, course: Policy acknowledgement 2026, completed_at: "2026-01-15", passed: true}
      - {email: mreyes@clinic.example, course: Security awareness, completed_at: "2026-01-15", passed: true}
    answer: {met: 1, counted: 2}
  - person: # the roster and the list of doctors name one person, the signature her account
      - {person_id: "1", name: Maria Reyes, identity_id: "person_id:1"}
      - {email: m.reyes@clinic.example, identity_id: "person_id:1"}
    training_result: [{user_name: mreyes, course: Policy acknowledgement 2026, completed_at: "2026-01-15", passed: true}]
    identity: [{kind: person, identity_id: "person_id:1", key: user_name, value: mreyes}]
    answer: {met: 1, counted: 1}
  - person: [{person_id: "1", email: jkim@clinic.example}]
    training_result: [{email: jkim@clinic.example, course: Security awareness, completed_at: "2026-01-15", passed: true}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
staff as (
  select coalesce(identity_id, person_id, email, user_name, name) as who, max(record_id) as record_id, max(identity_id) as identity_id,
    max(person_id) as person_id, max(email) as email, max(user_name) as user_name
  from workforce
  where (start_at is null or start_at < $to) and (end_at is null or end_at >= $to)
  group by 1
),
called as (
  select who, unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name)) as name from staff
  union all
  select s.who, i.key || ' ' || i.value from staff s join identity i on i.identity_id = s.identity_id
  where i.kind = 'person' and not coalesce(i.ambiguous, false)
),
signed as (
  select unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name)) as name, completed_at from training_result
  where regexp_like(lower(course), 'acknowledg|sign-?off|attestation') and completed_at >= $from and completed_at < $to and coalesce(passed, true)
),
reached as (
  select distinct c.who from called c join signed g on g.name = c.name
),
judged as (
  select s.record_id, r.who is not null as signed from staff s left join reached r on r.who = s.who
)
select count(*) filter (where signed) as met, case when (select count(*) from signed) > 0 then count(*) end as counted,
  (select max(completed_at) from signed) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not signed) as rows
from judged
