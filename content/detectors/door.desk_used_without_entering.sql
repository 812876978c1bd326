/*---
id: door.desk_used_without_entering
title: Somebody sat at the desk of a person who had not come in
threat: T4
severity: low
attack: [T1078]
needs: [badge_event, sign_in, person, asset]
only_with: [badge_event]
why: People hold doors open for each other, so once means little. But a desk in use on a day on which its owner stayed away was used by somebody else.
fix: Ask the person whether they were there on that day. If not, reset the password and find out who sat there.
examples:
  - note: ten days with badge and desk, the eleventh with the desk alone while the doors worked for others
    facts:
      person: [{person_id: E-1, user_name: jkim}, {person_id: E-2, user_name: mreyes}, {person_id: E-3, user_name: front}]
      asset: [{host_name: pc-01, kind: workstation}]
      badge_event: [{time: "2026-03-02T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-03T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-04T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-05T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-06T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-09T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-10T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-11T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-12T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-13T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-16T07:50:00Z", person_id: E-2, outcome: success}, {time: "2026-03-16T08:10:00Z", person_id: E-3, outcome: success}]
      sign_in: [{time: "2026-03-02T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-03T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-04T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-05T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-06T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-09T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-10T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-11T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-12T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-13T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-16T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}]
    findings: 1
  - note: the same, but the machine can be carried home
    facts:
      person: [{person_id: E-1, user_name: jkim}, {person_id: E-2, user_name: mreyes}, {person_id: E-3, user_name: front}]
      asset: [{host_name: pc-01, kind: laptop}]
      badge_event: [{time: "2026-03-02T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-03T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-04T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-05T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-06T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-09T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-10T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-11T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-12T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-13T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-16T07:50:00Z", person_id: E-2, outcome: success}, {time: "2026-03-16T08:10:00Z", person_id: E-3, outcome: success}]
      sign_in: [{time: "2026-03-02T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-03T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-04T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-05T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-06T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-09T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-10T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-11T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-12T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-13T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-16T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}]
    findings: 0
  - note: the doors were read for nobody on that day
    facts:
      person: [{person_id: E-1, user_name: jkim}, {person_id: E-2, user_name: mreyes}, {person_id: E-3, user_name: front}]
      asset: [{host_name: pc-01, kind: workstation}]
      badge_event: [{time: "2026-03-02T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-03T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-04T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-05T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-06T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-09T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-10T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-11T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-12T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-13T08:00:00Z", person_id: E-1, outcome: success}]
      sign_in: [{time: "2026-03-02T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-03T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-04T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-05T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-06T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-09T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-10T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-11T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-12T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-13T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-16T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}]
    findings: 0
  - note: a person who comes in behind others now and then
    facts:
      person: [{person_id: E-1, user_name: jkim}, {person_id: E-2, user_name: mreyes}, {person_id: E-3, user_name: front}]
      asset: [{host_name: pc-01, kind: workstation}]
      badge_event: [{time: "2026-03-02T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-03T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-05T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-06T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-09T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-10T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-11T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-12T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-13T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-16T07:50:00Z", person_id: E-2, outcome: success},
        {time: "2026-03-16T08:10:00Z", person_id: E-3, outcome: success}]
      sign_in: [{time: "2026-03-02T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-03T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-04T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-05T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-06T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-09T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-10T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-11T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-12T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-13T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-16T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}]
    findings: 0
  - note: the badge was read later in the same hour, at an inner door
    facts:
      person: [{person_id: E-1, user_name: jkim}, {person_id: E-2, user_name: mreyes}, {person_id: E-3, user_name: front}]
      asset: [{host_name: pc-01, kind: workstation}]
      badge_event: [{time: "2026-03-02T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-03T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-04T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-05T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-06T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-09T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-10T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-11T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-12T08:00:00Z", person_id: E-1, outcome: success}, {time: "2026-03-13T08:00:00Z", person_id: E-1, outcome: success},
        {time: "2026-03-16T07:50:00Z", person_id: E-2, outcome: success}, {time: "2026-03-16T08:10:00Z", person_id: E-3, outcome: success},
        {time: "2026-03-16T08:40:00Z", person_id: E-1, outcome: success}]
      sign_in: [{time: "2026-03-02T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-03T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-04T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-05T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-06T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-09T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-10T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-11T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-12T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}, {time: "2026-03-13T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success},
        {time: "2026-03-16T08:05:00Z", user_name: jkim, host_name: pc-01, logon_type: interactive, outcome: success}]
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
badge as (
  select time, user_name from badge_event where outcome = 'success' and user_name is not null
  union
  select b.time, n.user_name from badge_event b join named n on n.person_id = b.person_id where b.outcome = 'success'
),
fixed as (
  select host_name from asset where host_name is not null
  group by host_name
  having bool_or(kind = 'workstation') and not coalesce(bool_or(portable), false) and not coalesce(bool_or(kind in ('laptop', 'tablet')), false)
),
desk as (
  -- the first use of each day; the earlier half of a night shift is found by the hours before it
  select s.user_name, s.host_name, date_trunc('day', s.time) as day, min(s.time) as time, min(s.record_id) as record_id
  from sign_in s
  join fixed f on f.host_name = s.host_name
  join (select distinct user_name from badge) b on b.user_name = s.user_name
  where s.outcome = 'success' and s.logon_type in ('interactive', 'unlock')
  group by s.user_name, s.host_name, date_trunc('day', s.time)
),
doors as (
  select date_trunc('day', time) as day, count(distinct user_name) as people from badge group by date_trunc('day', time)
),
judged as (
  select d.user_name, d.host_name, d.day, d.time, d.record_id, count(b.user_name) > 0 as entered
  from desk d
  left join badge b on b.user_name = d.user_name and b.time >= d.time - interval '16 hours' and b.time <= d.time + interval '1 hour'
  group by d.user_name, d.host_name, d.day, d.time, d.record_id
),
habit as (
  -- a person who always comes in by badge; whoever often walks in behind somebody tells nothing
  select user_name, host_name from judged
  group by user_name, host_name
  having count(*) filter (where entered) >= 10 and count(*) filter (where not entered) * 20 <= greatest(count(*), 20)
)
select j.time, j.record_id as record_ids, j.user_name as subject,
  concat(j.user_name, ' signed in at ', j.host_name, ', but no badge of theirs was read in the sixteen hours before') as sentence
from judged j
join habit h on h.user_name = j.user_name and h.host_name = j.host_name
-- a day on which nobody's badge was read is a fault of the door system
join doors o on o.day = j.day and o.people >= 2
where not j.entered
