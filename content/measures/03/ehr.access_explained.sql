/*---
id: ehr.access_explained
title: Opened records that care or billing explains
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [record_access, care_event, person]
goal: 97 % of accesses
why: Care leaves traces. An access that none of them explains is curiosity, or somebody who is not who they seem.
fix: Ask the people who opened the records listed here for the reason, beginning with whoever has the most; write the reason down.
examples:
  - care_event:
      - {patient_id: p1, kind: encounter, start_time: "2026-03-10T09:00:00Z"}
      - {patient_id: p3, kind: order, start_time: "2025-06-10T09:00:00Z"}
      - {patient_id: p4, kind: appointment, start_time: "2026-03-25T09:00:00Z"}
      - {patient_id: p2, kind: care_team, start_time: "2026-03-11T09:00:00Z"} # stands for years, whoever looks
    person: [{user_name: mlind, role: Biller (billing office)}]
    record_access:
      - {time: "2026-03-10T09:10:00Z", user_name: amy, patient_id: p1, outcome: success}
      - {time: "2026-03-12T09:10:00Z", user_name: bea, patient_id: p1, outcome: success}
      - {time: "2026-03-12T09:10:00Z", user_name: amy, patient_id: p2, outcome: success} # no care at all
      - {time: "2026-03-12T09:10:00Z", user_name: amy, patient_id: p3, outcome: success} # care of nine months ago
      - {time: "2026-03-12T09:11:00Z", user_name: mlind, patient_id: p3, outcome: success} # bills are late
      - {time: "2026-03-12T09:10:00Z", user_name: amy, patient_id: p4, outcome: success} # comes in two weeks
      - {time: "2026-03-12T09:10:00Z", user_name: amy, patient_id: p2, outcome: failure}
      - {time: "2026-03-12T09:10:00Z", user_name: hl7, user_role: system, patient_id: p2, outcome: success}
    answer: {met: 4, counted: 6}
  - care_event: # an export of one department says nothing about the others
      - {patient_id: p1, kind: encounter, start_time: "2026-03-10T09:00:00Z"}
    record_access:
      - {time: "2026-03-10T09:10:00Z", user_name: amy, patient_id: p1, outcome: success}
      - {time: "2026-03-12T09:10:00Z", user_name: amy, patient_id: p2, outcome: success}
      - {time: "2026-03-12T09:10:00Z", user_name: amy, patient_id: p3, outcome: success}
    answer: no evidence
  - record_access: [{time: "2026-03-10T09:10:00Z", user_name: amy, patient_id: p1, outcome: success}]
    answer: no evidence
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
  -- accesses before and after the exported care cannot be judged
  select min(day) - interval '7 days' as since, max(day) + interval '7 days' as until from care
),
clerical as (
  select distinct lower(user_name) as who from person
  where user_name is not null
    and regexp_like(lower(coalesce(role, '')), 'bill|coding|coder|medical records|health information|registry|research|quality|compliance|privacy|revenue|claims')
),
patient_day as (
  select lower(a.user_name) as who, a.patient_id, date_trunc('day', a.time) as day, count(*) as looks,
    max(a.time) as time, max(a.record_id) as record_id, max(lower(coalesce(a.user_role, ''))) as role
  from record_access a cross join covered c
  where a.user_name is not null and a.patient_id is not null and coalesce(a.outcome, 'success') <> 'failure'
    -- programs ask on behalf of people, whom the record system's own log names
    and lower(coalesce(a.user_role, '')) <> 'system'
    and a.time >= c.since and a.time <= c.until and a.time >= $from and a.time < $to
  group by lower(a.user_name), a.patient_id, date_trunc('day', a.time)
),
asked as (
  select d.*, k.who is not null
    or regexp_like(d.role, 'bill|coding|coder|medical records|health information|registry|research|quality|compliance|privacy|revenue|claims') as clerk
  from patient_day d left join clerical k on k.who = d.who
),
judged as (
  select a.who, a.patient_id, a.day, max(a.looks) as looks, max(a.time) as time, max(a.record_id) as record_id,
    count(c.day) > 0 as explained
  from asked a left join care c on c.patient_id = a.patient_id
    and c.day <= a.day + interval '30 days' and (a.clerk or c.day >= a.day - interval '180 days')
  group by a.who, a.patient_id, a.day
),
overall as (
  select sum(looks) as looks, coalesce(sum(looks) filter (where explained), 0) as explained, max(time) as newest,
    array_to_string(array_slice(array_agg(record_id order by time desc, record_id) filter (where not explained), 1, 20), ' ') as rows
  from judged
)
-- where most accesses have no care beside them, the export of care is partial, not the staff curious
select explained as met, case when explained * 2 >= looks then looks end as counted, newest, rows from overall
