/*---
id: iam.partner_revocation_hours
title: Hours until an outside person who left has no account here
practice: "3"
applies_to: [large]
unit: hours
needs: [person, account]
goal: at most 24 hours for half of them
why: A contractor or student who left is known to their agency or school first, and here often only months later.
fix: Close the accounts listed here. Let each agency and school report leavers on the day, or let their people sign in through their own organisation.
fresh_days: 400
examples:
  - person:
      - {person_id: "1", user_name: a, employment: contractor, end_at: "2026-02-01T17:00:00Z"}
      - {person_id: "2", user_name: b, employment: student, end_at: "2026-02-01T17:00:00Z"}
      - {person_id: "3", user_name: c, employment: contractor, end_at: "2026-03-01T00:00:00Z"}
      - {person_id: "4", user_name: d, employment: employee, end_at: "2026-02-01T17:00:00Z"} # our own
      - {person_id: "5", user_name: e, employment: student, end_at: "2026-02-01T17:00:00Z"}
      - {person_id: "6", user_name: f, employment: student, end_at: "2026-12-01T17:00:00Z"} # stays until then
    account:
      - {user_name: a, enabled: false, disabled_at: "2026-01-30T17:00:00Z"} # before the last day: no time at all
      - {user_name: b, enabled: false, disabled_at: "2026-02-03T17:00:00Z"}
      - {user_name: c, enabled: true} # 31 days up to now
      - {user_name: d, enabled: false, disabled_at: "2026-02-09T17:00:00Z"}
      - {user_name: e, enabled: false} # closed, nobody knows when
      - {user_name: f, enabled: true}
    answer: {value: 48}
  - person: [{person_id: "1", email: ann@school.example, employment: student, end_at: "2026-02-01T17:00:00Z", identity_id: "person_id:1"}]
    account: # two accounts, the second was forgotten for a day
      - {user_name: s123, enabled: false, disabled_at: "2026-02-01T18:00:00Z", identity_id: "person_id:1"}
      - {user_name: lab-ann, enabled: false, disabled_at: "2026-02-02T17:00:00Z", identity_id: "person_id:1"}
    answer: {value: 24}
  - person: [{person_id: "5", user_name: e, employment: student, end_at: "2026-02-01T17:00:00Z"}]
    account: [{user_name: e, enabled: false}]
    answer: no evidence
  - person: [{person_id: "1", user_name: a, employment: contractor, end_at: "2026-02-01T17:00:00Z"}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
leaver as (
  select coalesce(identity_id, person_id, email, user_name, name) as who, max(identity_id) as identity_id, max(end_at) as end_at, bool_or(end_at is null) as stays,
    max(person_id) as person_id, max(email) as email, max(user_name) as user_name, bool_and(employment in ('contractor', 'student')) as outside
  from workforce group by 1
),
left_us as (
  select who, end_at, unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name, 'identity ' || identity_id)) as name
  from leaver
  where outside and not stays and end_at >= $from and end_at < $as_of
),
called as (
  select record_id, enabled, disabled_at, unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name, 'identity ' || identity_id)) as name
  from account
),
owned as (
  select distinct l.who, l.end_at, c.record_id, c.enabled, c.disabled_at from left_us l join called c on c.name = l.name
),
closing as (
  -- one that is still open has been open at least until now; one that was closed on an unknown day says nothing
  select who, max(record_id) as record_id, max(end_at) as end_at,
    case
      when bool_or(coalesce(enabled, disabled_at is null)) then $as_of
      when bool_and(disabled_at is not null) then max(disabled_at)
    end as closed_at
  from owned group by who
),
judged as (
  select who, record_id, end_at,
    greatest((date_part('epoch', closed_at) - date_part('epoch', end_at)) / 3600.0, 0.0) as hours
  from closing where closed_at is not null
)
select median(hours) as value, count(*) as counted, max(end_at) as newest,
  (select string_agg(record_id, ' ' order by record_id)
   from (select record_id from judged where hours > 24.0 order by hours desc, record_id limit 20) as slow) as rows
from judged
