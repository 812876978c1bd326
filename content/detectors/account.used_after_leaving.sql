/*---
id: account.used_after_leaving
title: Account used after its owner left
threat: T4
severity: high
attack: [T1078]
needs: [sign_in, record_access, person]
why: Either somebody who left still reads here, or somebody else uses an account that nobody watches.
fix: Disable the account now, end its sessions, and look at everything it did since the last day of work.
examples:
  - note: a sign-in and an opened record six days after the last day
    facts:
      person: [{name: Paul Gentry, email: pgentry@clinic.example, user_name: pgentry, end_at: "2026-03-08T00:00:00Z"}]
      sign_in: [{time: "2026-03-14T02:13:00Z", user_name: pgentry, outcome: success}]
      record_access: [{time: "2026-03-14T02:20:00Z", user_name: pgentry, patient_id: x1}]
    findings: 1
  - note: the roster has no account names, only addresses
    facts:
      person: [{name: Paul Gentry, email: pgentry@clinic.example, end_at: "2026-03-08T00:00:00Z"}]
      sign_in: [{time: "2026-03-14T02:13:00Z", user_name: pgentry, outcome: success}]
    findings: 1
  - note: the evening of the last day; a failed attempt; a person who came back; a namesake who stays
    facts:
      person:
        - {name: Paul Gentry, user_name: pgentry, email: pgentry@clinic.example, end_at: "2026-03-08T00:00:00Z"}
        - {name: Ann Back, user_name: aback, email: aback@clinic.example, end_at: "2026-01-08T00:00:00Z"}
        - {name: Ann Back, user_name: aback, email: aback@clinic.example, start_at: "2026-02-01T00:00:00Z"}
        - {name: Lia Stay, user_name: lstay, email: lstay@clinic.example}
      sign_in:
        - {time: "2026-03-08T21:00:00Z", user_name: pgentry, outcome: success}
        - {time: "2026-03-14T02:13:00Z", user_name: pgentry, outcome: failure}
        - {time: "2026-03-14T08:00:00Z", user_name: aback, outcome: success}
        - {time: "2026-03-14T08:00:00Z", user_name: lstay, outcome: success}
    findings: 0
---*/
with stay as (
  select lower(coalesce(user_name, name_of(email))) as who,
    max(coalesce(end_at, $to + interval '1 day')) as end_at
  from person
  where coalesce(user_name, email) is not null
  group by lower(coalesce(user_name, name_of(email)))
),
used as (
  select time, record_id, name_of(user_name) as who, 'sign-ins' as kind from sign_in where outcome = 'success'
  union all
  select time, record_id, name_of(user_name) as who, 'opened records' as kind from record_access where coalesce(outcome, 'success') <> 'failure'
)
select min(u.time) as time,
  array_to_string(array_slice(array_agg(u.record_id order by u.time, u.record_id), 1, 20), ' ') as record_ids,
  s.who as subject,
  concat('the account ', s.who, ' was used ', count(*), case when count(*) = 1 then ' time' else ' times' end, ' after its owner''s last day, ', to_char(min(s.end_at), '%Y-%m-%d')) as sentence
from used u join stay s on s.who = u.who
where u.time >= s.end_at + interval '36 hours'
group by s.who
