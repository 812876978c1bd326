/*---
id: iam.transfer_cleanup_14d
title: People who changed jobs and lost the rights of the former one
practice: "3"
applies_to: [medium, large]
unit: ratio
needs: [person, privilege_change]
export: hr_roster
goal: 95 % within 14 days
why: A nurse who moved to billing and kept the ward's rights holds more than anybody meant her to have.
fix: Take the former rights of the people listed here away, write down when, and let the personnel office report each change of job to IT.
fresh_days: 400
examples:
  - person:
      - {person_id: "1", user_name: jkim, moved_at: "2026-02-01T00:00:00Z"}
      - {person_id: "2", user_name: mreyes, moved_at: "2026-02-01T00:00:00Z"}
      - {person_id: "3", user_name: abello, moved_at: "2026-02-01T00:00:00Z"} # on the roster, on no list of IT
      - {person_id: "4", user_name: tcole, moved_at: "2026-03-25T00:00:00Z"} # not yet due
      - {person_id: "5", user_name: old, moved_at: "2019-02-01T00:00:00Z"}
      - {person_id: "6", user_name: stays}
      - {person_id: "7", user_name: day, moved_at: "2026-02-01T00:00:00Z"}
    privilege_change:
      - {action: revoked, target: jkim, moved_at: "2026-02-01T00:00:00Z", time: "2026-02-05T00:00:00Z", removed: true}
      - {action: revoked, target: mreyes, moved_at: "2026-02-02T00:00:00Z", time: "2026-03-05T00:00:00Z", removed: true} # late
      - {action: revoked, target: abello, privilege: Wiki, time: "2026-02-05T00:00:00Z"} # some right, not for the change of job
      - {action: held, target: tcole, moved_at: "2026-03-25T00:00:00Z", removed: false}
      - {action: revoked, target: day, moved_at: "2026-02-01T00:00:00Z", removed: true} # on a day nobody wrote down
      - {action: held, target: dpruitt, moved_at: "2026-02-01T00:00:00Z", removed: false} # the roster says nothing
    answer: {met: 1, counted: 4}
  - person: [{person_id: "1", email: m.reyes@clinic.example, moved_at: "2026-02-01T00:00:00Z", identity_id: "person_id:1"}]
    privilege_change: [{action: revoked, target: mreyes, moved_at: "2026-02-01T00:00:00Z", time: "2026-02-15T00:00:00Z", removed: true}]
    identity: [{kind: person, identity_id: "person_id:1", key: user_name, value: mreyes}]
    answer: {met: 1, counted: 1}
  - person: [{person_id: "1", user_name: jkim, moved_at: "2026-02-01T00:00:00Z"}] # nobody keeps the list
    privilege_change: [{action: revoked, target: jkim, privilege: Wiki, time: "2026-02-05T00:00:00Z"}]
    answer: no evidence
---*/
with names as (
  select lower(value) as value, max(identity_id) as identity_id from identity
  where kind = 'person' and key in ('email', 'user_name', 'person_id', 'name') and not coalesce(ambiguous, false)
  group by 1
),
workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select coalesce(identity_id, lower(user_name), lower(person_id), lower(name)) as who, record_id, moved_at from person
  where coalesce(source, '') <> 'fhir_practitioner' and moved_at is not null
),
list as (
  select coalesce(n.identity_id, lower(p.target)) as who, p.record_id, p.moved_at, p.time, coalesce(p.removed, false) as removed
  from privilege_change p left join names n on n.value = lower(p.target)
  where p.moved_at is not null and p.target is not null
),
told as (
  select who, record_id, moved_at from workforce
  union all
  select who, record_id, moved_at from list
),
moves as (
  -- the last change of each person; the two lists may be a few days apart
  select who, max(moved_at) as moved_at, max(record_id) as record_id from told
  where moved_at >= $from and moved_at < $to group by who
),
judged as (
  select m.who, max(m.record_id) as record_id, max(m.moved_at) as moved_at,
    case
      when bool_or(l.time <= m.moved_at + interval '14 days') then true
      -- taken away, and nobody knows when
      when bool_or(l.removed and l.time is null) then null
      else false
    end as cleaned
  from moves m
  left join list l on l.who = m.who and l.moved_at >= m.moved_at - interval '14 days'
  group by m.who
)
select count(*) filter (where cleaned) as met,
  case when (select count(*) from list) > 0 then count(cleaned) end as counted, max(moved_at) as newest,
  array_to_string(array_slice(array_agg(record_id order by record_id) filter (where cleaned = false), 1, 20), ' ') as rows
from judged
where cleaned or moved_at < $as_of - interval '14 days'
