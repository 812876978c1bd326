/*---
id: iam.person_bound
title: Accounts that belong to exactly one person or a known service
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [account, person]
goal: 99 % of accounts in use
why: What nobody owns, nobody misses when it is misused.
fix: For each account listed here, write its owner into the directory, or disable it.
examples:
  - account:
      - {user_name: jkim, email: jkim@clinic.example, enabled: true, kind: person}
      - {user_name: svc-backup, enabled: true, kind: service}
      - {user_name: frontdesk, enabled: true, kind: shared}
      - {user_name: old, enabled: false, kind: person}
    person: [{person_id: "1", email: jkim@clinic.example, user_name: jkim}]
    answer: {met: 2, counted: 3}
  - account: [{user_name: mreyes, enabled: true, kind: person, identity_id: "person_id:1"}]
    person: # two lists, one person
      - {person_id: "1", name: Maria Reyes, identity_id: "person_id:1"}
      - {email: m.reyes@clinic.example, identity_id: "person_id:1"}
    answer: {met: 1, counted: 1}
  - account: [{user_name: jkim, enabled: true}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
used as (
  select record_id, user_name, email, person_id, identity_id, kind from account
  where coalesce(enabled, true) and coalesce(user_name, '') not in ('krbtgt', 'guest')
),
called as (
  select record_id, unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name, 'identity ' || identity_id)) as name
  from used
),
roster as (
  select coalesce(identity_id, person_id, email, user_name, name) as who, unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name, 'identity ' || identity_id)) as name
  from workforce
),
owners as (
  select c.record_id, count(distinct r.who) as people from called c join roster r on r.name = c.name group by c.record_id
),
judged as (
  select u.record_id, coalesce(u.kind, 'person') = 'service' or (coalesce(u.kind, 'person') <> 'shared' and o.people = 1) as bound
  from used u left join owners o on o.record_id = u.record_id
)
select count(*) filter (where bound) as met, case when (select count(*) from workforce) > 0 then count(*) end as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not coalesce(bound, false)) as rows
from judged
