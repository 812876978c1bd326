/*---
id: access.without_care
title: Somebody keeps opening records of patients nobody was treating
threat: T4
severity: high
attack: [T1213]
needs: [record_access, care_event, person]
why: Looking up neighbours, colleagues and well-known people is the commonest breach from within, and patients have a right to know.
fix: Let the privacy officer ask the person what the records were needed for. Keep the list; do not accuse.
examples:
  - note: three patients on five days without any care around them, beside ordinary work and a program's queries
    facts:
      person: [{user_name: dpruitt, role: Front desk}, {user_name: amy, role: Nurse}]
      care_event:
        - {patient_id: p1, start_time: "2026-01-05T08:00:00Z"}
        - {patient_id: p2, start_time: "2026-03-05T08:00:00Z"}
        - {patient_id: p3, start_time: "2026-03-20T08:00:00Z"}
        - {patient_id: x1, kind: primary_care, time: "2026-03-01T08:00:00Z"}
      record_access:
        - {time: "2026-03-02T17:00:00Z", user_name: dpruitt, patient_id: x1}
        - {time: "2026-03-03T17:00:00Z", user_name: dpruitt, patient_id: x2}
        - {time: "2026-03-04T22:00:00Z", user_name: dpruitt, patient_id: x3}
        - {time: "2026-03-04T22:01:00Z", user_name: dpruitt, patient_id: x3}
        - {time: "2026-03-06T22:00:00Z", user_name: dpruitt, patient_id: x3}
        - {time: "2026-03-09T22:00:00Z", user_name: dpruitt, patient_id: x3}
        - {time: "2026-03-05T08:00:00Z", user_name: dpruitt, patient_id: p1}
        - {time: "2026-03-05T08:10:00Z", user_name: dpruitt, patient_id: p2}
        - {time: "2026-03-05T08:20:00Z", user_name: amy, patient_id: p1}
        - {time: "2026-03-05T08:30:00Z", user_name: amy, patient_id: p2}
        - {time: "2026-03-06T08:30:00Z", user_name: amy, patient_id: p2}
        - {time: "2026-03-07T08:30:00Z", user_name: amy, patient_id: p2}
        - {time: "2026-03-08T08:30:00Z", user_name: amy, patient_id: p2}
        - {time: "2026-03-20T08:30:00Z", user_name: amy, patient_id: p3}
        - {time: "2026-03-19T08:30:00Z", user_name: amy, patient_id: p3}
        - {time: "2026-03-02T10:00:00Z", user_name: portal, user_role: system, patient_id: y2}
        - {time: "2026-03-03T10:00:00Z", user_name: portal, user_role: system, patient_id: y3}
        - {time: "2026-03-04T10:00:00Z", user_name: portal, user_role: system, patient_id: y4}
        - {time: "2026-03-05T10:00:00Z", user_name: portal, user_role: system, patient_id: y5}
        - {time: "2026-03-06T10:00:00Z", user_name: portal, user_role: system, patient_id: y6}
        - {time: "2026-03-07T10:00:00Z", user_name: portal, user_role: system, patient_id: y7}
        - {time: "2026-03-08T10:00:00Z", user_name: portal, user_role: system, patient_id: y8}
        - {time: "2026-03-09T10:00:00Z", user_name: portal, user_role: system, patient_id: y9}
        - {time: "2026-03-10T10:00:00Z", user_name: portal, user_role: system, patient_id: y10}
        - {time: "2026-03-11T10:00:00Z", user_name: portal, user_role: system, patient_id: y11}
        - {time: "2026-03-12T10:00:00Z", user_name: portal, user_role: system, patient_id: y12}
        - {time: "2026-03-13T10:00:00Z", user_name: portal, user_role: system, patient_id: y13}
        - {time: "2026-03-14T10:00:00Z", user_name: portal, user_role: system, patient_id: y14}
        - {time: "2026-03-15T10:00:00Z", user_name: portal, user_role: system, patient_id: y15}
        - {time: "2026-03-16T10:00:00Z", user_name: portal, user_role: system, patient_id: y16}
        - {time: "2026-03-17T10:00:00Z", user_name: portal, user_role: system, patient_id: y17}
    findings: 1
  - note: billing works on the records of people who are not being treated; one slip; accesses before an appointment
    facts:
      person: [{user_name: bill, role: Billing clerk}, {user_name: amy, role: Nurse}]
      care_event:
        - {patient_id: p1, start_time: "2026-01-05T08:00:00Z"}
        - {patient_id: p2, start_time: "2026-03-25T08:00:00Z"}
      record_access:
        - {time: "2026-03-02T10:00:00Z", user_name: bill, patient_id: x1}
        - {time: "2026-03-03T10:00:00Z", user_name: bill, patient_id: x2}
        - {time: "2026-03-04T10:00:00Z", user_name: bill, patient_id: x3}
        - {time: "2026-03-05T10:00:00Z", user_name: bill, patient_id: x4}
        - {time: "2026-03-06T10:00:00Z", user_name: bill, patient_id: x5}
        - {time: "2026-03-06T10:00:00Z", user_name: amy, patient_id: x1}
        - {time: "2026-03-02T10:00:00Z", user_name: amy, patient_id: p2}
        - {time: "2026-03-03T10:00:00Z", user_name: amy, patient_id: p2}
        - {time: "2026-03-04T10:00:00Z", user_name: amy, patient_id: p2}
        - {time: "2026-03-05T10:00:00Z", user_name: amy, patient_id: p2}
        - {time: "2026-03-06T10:00:00Z", user_name: amy, patient_id: p2}
    findings: 0
  - note: without any record of care nothing can be said
    facts:
      record_access:
        - {time: "2026-03-02T17:00:00Z", user_name: dpruitt, patient_id: x1}
        - {time: "2026-03-03T17:00:00Z", user_name: dpruitt, patient_id: x2}
        - {time: "2026-03-04T17:00:00Z", user_name: dpruitt, patient_id: x3}
        - {time: "2026-03-05T17:00:00Z", user_name: dpruitt, patient_id: x4}
        - {time: "2026-03-06T17:00:00Z", user_name: dpruitt, patient_id: x5}
    findings: 0
---*/
with care as (
  select patient_id, date_trunc('day', coalesce(start_time, time)) as day
  from care_event
  where patient_id is not null and coalesce(start_time, time) is not null
    -- what stands for years is no contact, and would stretch what the export covers
    and coalesce(kind, '') not in ('primary_care', 'care_team', 'episode', 'diagnosis', 'claim')
  group by patient_id, date_trunc('day', coalesce(start_time, time))
),
covered as (
  select min(day) - interval '7 days' as since, max(day) + interval '7 days' as until from care
),
clerical as (
  select distinct lower(user_name) as who
  from person
  where user_name is not null
    and regexp_like(lower(coalesce(role, '')), '(billing|coding|coder|medical records|health information|registry|research|quality|compliance|privacy|revenue|claims)')
),
patient_day as (
  select lower(a.user_name) as who, a.patient_id, date_trunc('day', a.time) as day,
    min(a.time) as time, min(a.record_id) as record_id, max(lower(coalesce(a.user_role, ''))) as role
  from record_access a cross join covered c
  where a.user_name is not null and a.patient_id is not null and coalesce(a.outcome, 'success') <> 'failure'
    -- programs ask on behalf of people, whom the record system's own log names
    and lower(coalesce(a.user_role, '')) <> 'system'
    and a.time >= c.since and a.time <= c.until
  group by lower(a.user_name), a.patient_id, date_trunc('day', a.time)
),
explained as (
  select d.who, d.patient_id, d.day
  from patient_day d join care c on c.patient_id = d.patient_id
  where c.day >= d.day - interval '180 days' and c.day <= d.day + interval '30 days'
  group by d.who, d.patient_id, d.day
),
judged as (
  select d.who, d.patient_id, d.day, d.time, d.record_id, d.role, e.who is null as unexplained
  from patient_day d
  left join explained e on e.who = d.who and e.patient_id = d.patient_id and e.day = d.day
),
overall as (
  select count(*) as looks, count(*) filter (where not unexplained) as explained from judged
),
story as (
  select who, min(time) as time, count(*) as looks, count(distinct patient_id) as patients,
    array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids
  from judged
  where unexplained
    and who not in (select who from clerical)
    and not regexp_like(role, '(billing|coding|coder|medical records|health information|registry|research|quality|compliance|privacy|revenue|claims)')
  group by who
)
select s.time, s.record_ids, s.who as subject,
  concat(s.who, ' opened the records of ', s.patients, ' patients on ', s.looks,
    ' occasions although nobody treated them around that time') as sentence
from story s cross join overall o
where s.looks >= 5 and o.explained * 2 >= o.looks
order by s.looks desc, s.who
limit 50
