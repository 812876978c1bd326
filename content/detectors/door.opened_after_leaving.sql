/*---
id: door.opened_after_leaving
title: Badge opened a door after its owner left
threat: T4
severity: high
attack: [T1078]
needs: [badge_event, person]
only_with: [badge_event]
why: Whoever holds that badge walks past every lock of the network, to an open computer, the paper charts or the medicine.
fix: Block the badge now, look at the camera of that door, and ask for the badge back.
examples:
  - note: the number of the roster, six days after the last day
    facts:
      person: [{person_id: E-7, name: Paul Gentry, end_at: "2026-03-08T00:00:00Z"}]
      badge_event:
        - {time: "2026-03-14T22:13:00Z", person_id: E-7, badge_id: "17", door: Records room, outcome: success}
        - {time: "2026-03-14T22:20:00Z", person_id: E-7, badge_id: "17", door: Pharmacy, outcome: failure}
    findings: 1
  - note: the door system knows the account, the roster only the mail address; the directory joins them
    facts:
      person: [{person_id: E-7, email: p.gentry@clinic.example, end_at: "2026-03-08T00:00:00Z", identity_id: "person_id:E-7"}]
      identity: [{kind: person, identity_id: "person_id:E-7", key: user_name, value: pgentry}]
      badge_event: [{time: "2026-03-14T22:13:00Z", user_name: pgentry, badge_id: "17", door: Pharmacy, outcome: success}]
    findings: 1
  - note: the evening of the last day; a door that stayed shut; one who came back; one who stays; one whom only the record system lists
    facts:
      person:
        - {person_id: E-7, name: Paul Gentry, end_at: "2026-03-08T00:00:00Z"}
        - {person_id: E-8, name: Ann Back, end_at: "2026-01-08T00:00:00Z"}
        - {person_id: E-9, name: Ann Back, user_name: aback, start_at: "2026-02-01T00:00:00Z", identity_id: "person_id:E-9"}
        - {person_id: E-10, name: Lia Stay, user_name: lstay}
        - {source: fhir_practitioner, person_id: "17", name: Out Side, user_name: oside, end_at: "2026-01-01T00:00:00Z"}
      badge_event:
        - {time: "2026-03-08T21:00:00Z", person_id: E-7, badge_id: "17", door: Pharmacy, outcome: success}
        - {time: "2026-03-14T21:00:00Z", person_id: E-7, badge_id: "17", door: Pharmacy, outcome: failure}
        - {time: "2026-03-14T21:00:00Z", user_name: aback, badge_id: "18", door: Pharmacy, outcome: success}
        - {time: "2026-03-14T21:00:00Z", user_name: lstay, badge_id: "19", door: Pharmacy, outcome: success}
        - {time: "2026-03-14T21:00:00Z", user_name: oside, badge_id: "20", door: Pharmacy, outcome: success}
    findings: 0
---*/
with roster as (
  select coalesce(identity_id, person_id, email, user_name) as who, max(identity_id) as identity_id,
    max(coalesce(name, user_name, email, person_id)) as label,
    max(coalesce(end_at, $to + interval '1 day')) as end_at
  from person
  -- the practitioner list of an EHR names outside doctors too and is no roster
  where coalesce(source, '') <> 'fhir_practitioner' and coalesce(identity_id, person_id, email, user_name) is not null
  group by 1
),
named as (
  select coalesce(identity_id, person_id, email, user_name) as who, 'person_id' as key, person_id as value from person
  where coalesce(source, '') <> 'fhir_practitioner' and person_id is not null
  union
  select coalesce(identity_id, person_id, email, user_name), 'user_name', lower(user_name) from person
  where coalesce(source, '') <> 'fhir_practitioner' and user_name is not null
  union
  select identity_id, key, value from identity
  where kind = 'person' and key in ('person_id', 'user_name') and not coalesce(ambiguous, false)
),
opened as (
  select record_id, time, coalesce(door, location, 'a door') as door, 'person_id' as key, person_id as value from badge_event
  where outcome = 'success' and person_id is not null
  union all
  select record_id, time, coalesce(door, location, 'a door'), 'user_name', user_name from badge_event
  where outcome = 'success' and user_name is not null
),
after_end as (
  select distinct o.record_id, o.time, o.door, r.who, r.label, r.end_at
  from opened o
  join named n on n.key = o.key and n.value = o.value
  join roster r on r.who = n.who
  where o.time >= r.end_at + interval '36 hours'
)
select min(time) as time,
  array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids,
  label as subject,
  concat('the badge of ', label, ' opened ', min(door), case when count(distinct door) > 1 then ' and other doors' else '' end, ', ',
    count(*), case when count(*) = 1 then ' time' else ' times' end, ' after the last day, ', to_char(min(end_at), '%Y-%m-%d')) as sentence
from after_end
group by who, label
