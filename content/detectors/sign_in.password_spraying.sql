/*---
id: sign_in.password_spraying
title: One address tries the accounts of many people
threat: T2
severity: medium
attack: [T1110.003]
needs: [sign_in]
why: A stranger tries one common password on everybody. Sooner or later somebody has that password.
fix: Block the address, require a second factor, and look whether any sign-in from this address succeeded.
examples:
  - note: ten accounts in one hour
    facts:
      sign_in:
        - {time: "2026-03-02T03:00:00Z", user_name: a, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:01:00Z", user_name: b, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:02:00Z", user_name: c, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:03:00Z", user_name: d, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:04:00Z", user_name: e, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:05:00Z", user_name: f, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:06:00Z", user_name: g, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:07:00Z", user_name: h, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:08:00Z", user_name: i, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:09:00Z", user_name: j, outcome: failure, source_ip: 203.0.113.4}
    findings: 1
  - note: one person mistypes ten times; the shared address of the clinic, where most get in
    facts:
      sign_in:
        - {time: "2026-03-02T08:00:00Z", user_name: a, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T08:01:00Z", user_name: a, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T08:02:00Z", user_name: a, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T08:03:00Z", user_name: b, outcome: failure, source_ip: 198.51.100.7}
        - {time: "2026-03-02T08:04:00Z", user_name: b, outcome: success, source_ip: 198.51.100.7}
        - {time: "2026-03-02T08:05:00Z", user_name: c, outcome: failure, source_ip: 198.51.100.7}
        - {time: "2026-03-02T08:06:00Z", user_name: c, outcome: success, source_ip: 198.51.100.7}
    findings: 0
---*/
with tried as (
  select source_ip, date_trunc('hour', time) as begun, time, record_id, lower(user_name) as who, outcome
  from sign_in
  where source_ip is not null and user_name is not null and time is not null and user_name not like '%$'
),
hourly as (
  select source_ip, min(time) filter (where outcome = 'failure') as time,
    count(distinct who) filter (where outcome = 'failure') as failed,
    count(distinct who) filter (where outcome = 'success') as got_in,
    array_to_string(array_slice(array_agg(record_id order by time, record_id) filter (where outcome = 'failure'), 1, 20), ' ') as record_ids
  from tried
  group by source_ip, begun
),
spray as (
  select *, row_number() over (partition by source_ip, date_trunc('day', time) order by time) as nth
  from hourly
  where failed >= 10 and got_in * 3 <= failed
)
select time, record_ids, source_ip as subject,
  concat(source_ip, ' failed to sign in as ', failed, ' different people within an hour',
    case when got_in > 0 then concat(', and got in as ', got_in) else '' end) as sentence
from spray where nth = 1
