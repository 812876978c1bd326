/*---
id: iam.orphans
title: Accounts whose owner is on no roster
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [account, person]
goal: at most 5 in 1,000 accounts
why: Forgotten accounts of people who left are how many intruders stay unnoticed.
fix: Disable the accounts listed here today; turn one back on only when somebody claims it.
examples:
  - account:
      - {user_name: jkim, enabled: true}
      - {user_name: ghost, enabled: true}
      - {user_name: left, enabled: true}
      - {user_name: svc-backup, enabled: true, kind: service}
    person:
      - {person_id: "1", user_name: jkim}
      - {person_id: "2", user_name: left, end_at: "2025-12-31"}
    answer: {met: 2, counted: 3}
  - account: [{user_name: mreyes, enabled: true, identity_id: "person_id:1"}]
    person: [{person_id: "1", email: m.reyes@clinic.example, identity_id: "person_id:1"}] # one person, two spellings
    answer: {met: 0, counted: 1}
  - account: [{user_name: jkim, enabled: true}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
used as (
  select record_id, user_name, email, person_id, identity_id from account
  where coalesce(enabled, true) and coalesce(kind, 'person') in ('person', 'external') and coalesce(user_name, '') not in ('krbtgt', 'guest')
),
called as (
  select record_id, unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name, 'identity ' || identity_id)) as name
  from used
),
roster as (
  select unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name, 'identity ' || identity_id)) as name
  from workforce where end_at is null or end_at >= $as_of
),
owner as (
  select distinct c.record_id from called c join roster r on r.name = c.name
)
select count(*) filter (where o.record_id is null) as met,
  case when (select count(*) from workforce) > 0 then count(*) end as counted,
  string_agg(u.record_id, ' ' order by u.record_id) filter (where o.record_id is null) as rows
from used u left join owner o on o.record_id = u.record_id
