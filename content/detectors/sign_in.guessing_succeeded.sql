/*---
id: sign_in.guessing_succeeded
title: Many wrong passwords, then the right one
threat: T2
severity: high
attack: [T1110.001, T1078]
needs: [sign_in]
why: Guessing by machine ends like this when it works.
fix: Call the person. If it was not them, change the password, end all sessions, and look at what was done since.
examples:
  - note: ten failures in nine minutes and then a success, from one address
    facts:
      sign_in:
        - {time: "2026-03-02T03:00:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:01:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:02:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:03:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:04:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:05:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:06:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:07:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:08:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:09:00Z", user_name: amy, outcome: failure, source_ip: 203.0.113.4}
        - {time: "2026-03-02T03:10:00Z", user_name: amy, outcome: success, source_ip: 203.0.113.4}
    findings: 1
  - note: four slips of the finger and then the right password
    facts:
      sign_in:
        - {time: "2026-03-02T08:00:00Z", user_name: kai, outcome: failure, source_ip: 10.20.10.12}
        - {time: "2026-03-02T08:00:09Z", user_name: kai, outcome: failure, source_ip: 10.20.10.12}
        - {time: "2026-03-02T08:00:18Z", user_name: kai, outcome: failure, source_ip: 10.20.10.12}
        - {time: "2026-03-02T08:00:27Z", user_name: kai, outcome: failure, source_ip: 10.20.10.12}
        - {time: "2026-03-02T08:01:00Z", user_name: kai, outcome: success, source_ip: 10.20.10.12}
    findings: 0
---*/
with tried as (
  select time, record_id, lower(user_name) as who, source_ip, outcome,
    row_number() over (partition by lower(user_name), source_ip order by time, record_id) as nth,
    sum(case when outcome = 'success' then 1 else 0 end)
      over (partition by lower(user_name), source_ip order by time, record_id rows between unbounded preceding and current row)
      - case when outcome = 'success' then 1 else 0 end as successes_before
  from sign_in
  where user_name is not null and source_ip is not null and time is not null
    and coalesce(logon_type, '') not in ('service', 'batch')
),
run as (
  select who, source_ip, successes_before,
    count(*) filter (where outcome = 'failure') as wrong,
    min(time) filter (where outcome = 'failure') as begun,
    max(time) filter (where outcome = 'failure') as last_wrong,
    min(time) filter (where outcome = 'success') as got_in,
    array_to_string(array_slice(array_agg(record_id order by nth desc), 1, 20), ' ') as record_ids
  from tried
  group by who, source_ip, successes_before
)
select got_in as time, record_ids, who as subject,
  concat('after ', wrong, ' wrong passwords from ', source_ip, ' the account ', who, ' was opened from there') as sentence
from run
where wrong >= 10 and got_in is not null
  and last_wrong <= begun + interval '2 hours' and got_in <= last_wrong + interval '30 minutes'
