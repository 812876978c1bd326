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
  - person: [{person_id: "1"}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
staff as (
  select coalesce(person_id, email, user_name, name) as who, max(record_id) as record_id,
    max(person_id) as person_id, max(email) as email, max(user_name) as user_name
  from workforce
  where (start_at is null or start_at < $to) and (end_at is null or end_at >= $to)
  group by 1
),
trained as (
  select person_id, email, user_name from training_result
  where completed_at >= $from and completed_at < $to and coalesce(passed, true) and coalesce(kind, 'awareness') in ('awareness', 'privacy')
),
covered as (
  select s.record_id, i.person_id is not null or e.email is not null or u.user_name is not null as trained
  from staff s
  left join (select distinct person_id from trained) i on i.person_id = s.person_id
  left join (select distinct email from trained) e on e.email = s.email
  left join (select distinct user_name from trained) u on u.user_name = s.user_name
)
select count(*) filter (where trained) as met,
  case when (select count(*) from training_result) > 0 then count(*) end as counted,
  (select max(completed_at) from training_result where completed_at < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not trained) as rows
from covered
