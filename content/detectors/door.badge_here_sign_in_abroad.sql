/*---
id: door.badge_here_sign_in_abroad
title: Signed in from abroad while the badge was at the door
threat: T1
severity: medium
attack: [T1078]
needs: [badge_event, sign_in, person]
only_with: [badge_event]
why: Nobody is in two places. Either the account is in strange hands, or the badge is.
fix: Ask the person which of the two it was. If it was the badge, end the account's sessions and reset its password and second factor.
examples:
  - note: in at the main door at eight, a cloud sign-in from another country twenty minutes later; home is where most sign-ins come from
    facts:
      person: [{person_id: E-1, user_name: jkim}]
      badge_event: [{time: "2026-03-10T08:00:00Z", person_id: E-1, badge_id: "11", door: Main door, outcome: success}]
      sign_in:
        - {time: "2026-03-09T08:00:00Z", user_name: mreyes, outcome: success, source_country: US}
        - {time: "2026-03-09T09:00:00Z", user_name: jkim, outcome: success, source_country: US}
        - {time: "2026-03-10T08:20:00Z", user_name: jkim, outcome: success, source_country: NL}
    findings: 1
  - note: a wrong password from abroad; at home in the morning and abroad at night; a door that refused; a second factor that no page can pass on
    facts:
      person:
        - {person_id: E-1, user_name: jkim}
        - {person_id: E-2, user_name: mreyes}
        - {person_id: E-3, user_name: front}
        - {person_id: E-4, user_name: treyes}
      badge_event:
        - {time: "2026-03-10T08:00:00Z", person_id: E-1, badge_id: "11", door: Main door, outcome: success}
        - {time: "2026-03-10T08:00:00Z", person_id: E-2, badge_id: "12", door: Main door, outcome: success}
        - {time: "2026-03-10T08:00:00Z", person_id: E-3, badge_id: "13", door: Main door, outcome: failure}
        - {time: "2026-03-10T08:00:00Z", person_id: E-4, badge_id: "14", door: Main door, outcome: success}
      sign_in:
        - {time: "2026-03-09T08:00:00Z", user_name: jkim, outcome: success, source_country: US}
        - {time: "2026-03-09T09:00:00Z", user_name: mreyes, outcome: success, source_country: US}
        - {time: "2026-03-09T10:00:00Z", user_name: front, outcome: success, source_country: US}
        - {time: "2026-03-09T10:00:00Z", user_name: treyes, outcome: success, source_country: US}
        - {time: "2026-03-10T08:20:00Z", user_name: jkim, outcome: failure, source_country: NL}
        - {time: "2026-03-10T20:20:00Z", user_name: mreyes, outcome: success, source_country: NL}
        - {time: "2026-03-10T08:20:00Z", user_name: front, outcome: success, source_country: NL}
        - {time: "2026-03-10T08:20:00Z", user_name: treyes, outcome: success, source_country: NL, phishing_resistant: true}
    findings: 0
---*/
with named as (
  select person_id, lower(user_name) as user_name from person where person_id is not null and user_name is not null
  union
  select p.value as person_id, u.value as user_name
  from identity p join identity u on u.identity_id = p.identity_id
  where p.kind = 'person' and p.key = 'person_id' and u.key = 'user_name'
    and not coalesce(p.ambiguous, false) and not coalesce(u.ambiguous, false)
),
countries as (
  select upper(source_country) as country, count(*) as times from sign_in
  where outcome = 'success' and source_country is not null
  group by upper(source_country)
),
home as (
  select country from countries order by times desc, country limit 1
),
entered as (
  select record_id, time, coalesce(door, location, 'a door') as door, user_name from badge_event
  where outcome = 'success' and coalesce(direction, 'in') = 'in' and user_name is not null
  union
  select b.record_id, b.time, coalesce(b.door, b.location, 'a door'), n.user_name
  from badge_event b join named n on n.person_id = b.person_id
  where b.outcome = 'success' and coalesce(b.direction, 'in') = 'in'
),
abroad as (
  select s.record_id, s.time, lower(s.user_name) as user_name, upper(s.source_country) as country
  from sign_in s
  where s.outcome = 'success' and s.source_country is not null and not coalesce(s.phishing_resistant, false)
    and upper(s.source_country) not in (select country from home)
),
both_places as (
  select a.record_id as sign_in_id, e.record_id as badge_id, a.time, a.user_name, a.country, e.door,
    row_number() over (partition by a.user_name, date_trunc('day', a.time) order by a.time, a.record_id, e.time, e.record_id) as nth
  from abroad a join entered e on e.user_name = a.user_name
  where a.time >= e.time - interval '1 hour' and a.time <= e.time + interval '1 hour'
)
select time, concat(badge_id, ' ', sign_in_id) as record_ids, user_name as subject,
  concat(user_name, ' signed in from ', country, ' within an hour of the badge opening ', door) as sentence
from both_places where nth = 1
