/*---
id: iam.term_24h
title: People who left with every account closed within a day
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [person, account]
goal: 98 % of people who left in the last year
why: Someone who left, in anger or not, must not be able to open records the next morning.
fix: Disable the accounts listed here now, and let whoever handles leavers tell IT before the last day, doctors and students included.
fresh_days: 400
examples:
  - person:
      - {person_id: "1", user_name: a, end_at: "2026-02-01T17:00:00Z"}
      - {person_id: "2", user_name: b, end_at: "2026-02-01T17:00:00Z"}
      - {person_id: "3", user_name: c, end_at: "2026-02-01T17:00:00Z"}
      - {person_id: "4", user_name: d, end_at: "2026-02-01T17:00:00Z"}
      - {person_id: "5", user_name: e}
    account:
      - {user_name: a, enabled: false, disabled_at: "2026-02-01T18:00:00Z"}
      - {user_name: b, enabled: true}
      - {user_name: c, enabled: false, disabled_at: "2026-02-09T18:00:00Z"}
      - {user_name: d, enabled: false}
      - {user_name: e, enabled: true}
    answer: {met: 1, counted: 3}
  - person: [{person_id: "1", email: m.reyes@clinic.example, end_at: "2026-02-01T17:00:00Z", identity_id: "person_id:1"}]
    account: # the account bears another name, the administrator's account was forgotten
      - {user_name: mreyes, enabled: false, disabled_at: "2026-02-01T18:00:00Z", identity_id: "person_id:1"}
      - {user_name: adm-mreyes, enabled: true, identity_id: "person_id:1"}
    answer: {met: 0, counted: 1}
  - person: [{person_id: "1", user_name: a, end_at: "2026-02-01T17:00:00Z"}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
leaver as (
  select coalesce(identity_id, person_id, email, user_name, name) as who, max(identity_id) as identity_id, max(end_at) as end_at, bool_or(end_at is null) as stays,
    max(person_id) as person_id, max(email) as email, max(user_name) as user_name
  from workforce group by 1
),
left_us as (
  select who, end_at, unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name, 'identity ' || identity_id)) as name
  from leaver
  where not stays and end_at >= $from and end_at < $as_of - interval '24 hours'
),
called as (
  select record_id, enabled, disabled_at, unnest(make_array('person_id ' || person_id, 'email ' || email, 'user_name ' || user_name, 'identity ' || identity_id)) as name
  from account
),
owned as (
  select distinct l.who, l.end_at, c.record_id, c.enabled, c.disabled_at from left_us l join called c on c.name = l.name
),
judged as (
  -- an account that was closed on an unknown day proves neither
  select who, max(record_id) as record_id, max(end_at) as end_at,
    case
      when bool_or(coalesce(enabled, disabled_at is null)) then false
      when bool_or(disabled_at > end_at + interval '24 hours') then false
      when bool_and(disabled_at is not null) then true
    end as closed
  from owned group by who
)
select count(*) filter (where closed) as met, count(closed) as counted, max(end_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not closed) as rows
from judged
