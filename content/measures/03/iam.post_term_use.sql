/*---
id: iam.post_term_use
title: Accounts used after their owner had left
practice: "3"
applies_to: [small, medium, large]
unit: count
needs: [person, sign_in, record_access]
goal: none
why: Use after the last day is either a forgotten process or somebody who should not be there.
fix: Disable the accounts behind the rows listed here at once, and have the privacy officer look at what was opened.
examples:
  - person:
      - {person_id: "1", user_name: a, email: a@clinic.example, end_at: "2026-02-01T17:00:00Z"}
      - {person_id: "2", user_name: b}
    sign_in:
      - {time: "2026-01-31T08:00:00Z", outcome: success, user_name: a}
      - {time: "2026-02-03T08:00:00Z", outcome: success, user_name: a}
      - {time: "2026-02-03T08:00:00Z", outcome: failure, user_name: a}
      - {time: "2026-02-03T08:00:00Z", outcome: success, user_name: b}
    record_access: [{time: "2026-02-03T09:00:00Z", record_id: "access:1", outcome: success, user_name: a}]
    answer: {value: 2}
  - person: [{person_id: "1", email: m.reyes@clinic.example, end_at: "2026-02-01T17:00:00Z", identity_id: "person_id:1"}]
    identity: # her account, and the one with which she administered
      - {kind: person, identity_id: "person_id:1", key: user_name, value: mreyes}
      - {kind: person, identity_id: "person_id:1", key: user_name, value: adm-mreyes}
    sign_in:
      - {time: "2026-02-03T08:00:00Z", outcome: success, user_name: mreyes}
      - {time: "2026-02-03T09:00:00Z", outcome: success, user_name: adm-mreyes}
      - {time: "2026-02-03T09:00:00Z", outcome: success, user_name: jkim}
    answer: {value: 2}
  - person: [{person_id: "2", user_name: b}]
    sign_in: [{time: "2026-02-03T08:00:00Z", outcome: success, user_name: b}]
    answer: no evidence
---*/
with workforce as (
  -- the practitioner list of an EHR names outside doctors too and is no roster
  select * from person where coalesce(source, '') <> 'fhir_practitioner'
),
leaver as (
  select coalesce(identity_id, person_id, email, user_name, name) as who, max(identity_id) as identity_id, max(end_at) as end_at, bool_or(end_at is null) as stays,
    max(email) as email, max(user_name) as user_name
  from workforce group by 1
),
ended as (
  -- a date without a time means the whole of that day
  select identity_id, email, user_name, case when end_at = date_trunc('day', end_at) then end_at + interval '1 day' else end_at end as end_at
  from leaver where not stays and end_at < $as_of
),
left_us as (
  select coalesce(user_name, name_of(email)) as account, end_at from ended
  union
  select i.value, e.end_at from ended e join identity i on i.identity_id = e.identity_id
  where i.kind = 'person' and i.key = 'user_name' and not coalesce(i.ambiguous, false)
),
used as (
  select record_id, time, user_name from sign_in where outcome = 'success' and time >= $from and time < $to
  union all
  select record_id, time, user_name from record_access where coalesce(outcome, 'success') = 'success' and time >= $from and time < $to
),
judged as (
  select u.record_id, u.time, l.account is not null as late
  from used u left join (select account, min(end_at) as end_at from left_us group by account) l
    on l.account = u.user_name and u.time > l.end_at
)
select case when (select count(*) from left_us where account is not null) > 0 and count(*) > 0 then count(*) filter (where late) end as value,
  max(time) as newest,
  array_to_string(array_slice(array_agg(record_id order by time desc, record_id) filter (where late), 1, 20), ' ') as rows
from judged
