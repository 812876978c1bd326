/*---
id: mail.training_coverage
title: Workforce trained in security this year
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [person, training_result]
goal: 95 % of everyone on the roster
why: Most attacks begin with a person. Training that misses students, volunteers or doctors leaves a door open.
fix: Send the people listed here the course link today, with a date two weeks away and their manager in copy.
fresh_days: 400
examples:
  - person:
      - {person_id: "1", email: jkim@clinic.example, start_at: "2020-01-01"}
      - {person_id: "2", email: mreyes@clinic.example, start_at: "2020-01-01"}
      - {person_id: "3", email: gone@clinic.example, start_at: "2020-01-01", end_at: "2025-12-31"}
    training_result:
      - {email: jkim@clinic.example, kind: awareness, completed_at: "2026-01-15", passed: true}
      - {person_id: "2", kind: awareness, completed_at: "2024-01-15", passed: true}
    answer: {met: 1, counted: 2}
  - person: # the roster and the list of doctors name one person, the course her account
      - {person_id: "1", name: Maria Reyes, identity_id: "person_id:1"}
      - {email: m.reyes@clinic.example, identity_id: "person_id:1"}
    training_result: [{user_name: mreyes, kind: awareness, completed_at: "2026-01-15", passed: true}]
    identity: [{kind: person, identity_id: "person_id:1", key: user_name, value: mreyes}]
    answer: {met: 1, counted: 1}
  - person: [{person_id: "1"}]
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
course as (
  select unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name)) as name
  from training_result
  where completed_at >= $from and completed_at < $to and coalesce(passed, true) and coalesce(kind, 'awareness') in ('awareness', 'privacy')
),
reached as (
  select distinct n.who from called n join course c on c.name = n.name
),
covered as (
  select s.record_id, r.who is not null as trained from staff s left join reached r on r.who = s.who
)
select count(*) filter (where trained) as met,
  case when (select count(*) from training_result) > 0 then count(*) end as counted,
  (select max(completed_at) from training_result where completed_at < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not trained) as rows
from covered
