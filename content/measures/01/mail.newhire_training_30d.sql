/*---
id: mail.newhire_training_30d
title: New people trained within 30 days
practice: "1"
applies_to: [small, medium, large]
unit: ratio
needs: [person, training_result]
goal: 95 % of people who started in the last year
why: New people do not know yet what is normal here, which makes them the easiest to deceive.
fix: Put the security course on the first-week checklist, and have the people listed here finish it now.
fresh_days: 400
examples:
  - person:
      - {person_id: "1", start_at: "2026-01-05"}
      - {person_id: "2", start_at: "2026-01-05"}
      - {person_id: "3", start_at: "2026-03-25"}
      - {person_id: "4", start_at: "2019-01-05"}
    training_result:
      - {person_id: "1", completed_at: "2026-01-12"}
      - {person_id: "2", completed_at: "2026-03-12"}
    answer: {met: 1, counted: 2}
  - person: [{person_id: "1", email: m.reyes@clinic.example, start_at: "2026-01-05", identity_id: "person_id:1"}]
    training_result: [{user_name: mreyes, completed_at: "2026-01-12"}] # the course knows the account only
    identity: [{kind: person, identity_id: "person_id:1", key: user_name, value: mreyes}]
    answer: {met: 1, counted: 1}
  - person: [{person_id: "1", start_at: "2026-01-05"}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
started as (
  select coalesce(identity_id, person_id, email, user_name, name) as who, max(record_id) as record_id, min(start_at) as start_at,
    max(identity_id) as identity_id, max(person_id) as person_id, max(email) as email, max(user_name) as user_name
  from workforce
  where start_at >= $from and start_at < $to - interval '30 days'
  group by 1
),
called as (
  select who, start_at, unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name)) as name from started
  union all
  select s.who, s.start_at, i.key || ' ' || i.value from started s join identity i on i.identity_id = s.identity_id
  where i.kind = 'person' and not coalesce(i.ambiguous, false)
),
course as (
  select unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name)) as name, completed_at
  from training_result where coalesce(passed, true)
),
first_training as (
  select n.who, min(c.completed_at) as first_at from called n
  join course c on c.name = n.name
  where c.completed_at >= n.start_at - interval '60 days'
  group by n.who
),
judged as (
  select s.record_id, coalesce(f.first_at <= s.start_at + interval '30 days', false) as in_time
  from started s left join first_training f on f.who = s.who
)
select count(*) filter (where in_time) as met,
  case when (select count(*) from training_result) > 0 then count(*) end as counted,
  (select max(completed_at) from training_result where completed_at < $to) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not in_time) as rows
from judged
