/*---
id: sign_in.new_country_without_second_factor
title: Sign-in from a new country with a password alone
threat: T1
severity: high
attack: [T1078.004]
needs: [sign_in]
why: A password that was tricked out of somebody is mostly used from another country, and mostly within hours.
fix: Call the person on the number you already have. If it was not them, end all sessions, change the password, and require a second factor.
examples:
  - note: five sign-ins at home, then one from abroad without a second factor
    facts:
      sign_in:
        - {time: "2026-03-02T08:00:00Z", user_name: amy, outcome: success, source_ip: 198.51.100.7, source_country: US, second_factor: true}
        - {time: "2026-03-03T08:00:00Z", user_name: amy, outcome: success, source_ip: 198.51.100.7, source_country: US, second_factor: true}
        - {time: "2026-03-04T08:00:00Z", user_name: amy, outcome: success, source_ip: 198.51.100.7, source_country: US, second_factor: true}
        - {time: "2026-03-05T08:00:00Z", user_name: amy, outcome: success, source_ip: 198.51.100.7, source_country: US, second_factor: true}
        - {time: "2026-03-06T08:00:00Z", user_name: amy, outcome: success, source_ip: 198.51.100.7, source_country: US, second_factor: true}
        - {time: "2026-03-06T15:41:00Z", user_name: amy, outcome: success, source_ip: 192.0.2.78, source_country: NL, second_factor: false}
        - {time: "2026-03-06T16:41:00Z", user_name: amy, outcome: success, source_ip: 192.0.2.78, source_country: NL, second_factor: false}
    findings: 1
  - note: the traveller used the second factor; the newcomer has no history; the third attempt failed
    facts:
      sign_in:
        - {time: "2026-03-02T08:00:00Z", user_name: kai, outcome: success, source_country: US, second_factor: true}
        - {time: "2026-03-03T08:00:00Z", user_name: kai, outcome: success, source_country: US, second_factor: true}
        - {time: "2026-03-04T08:00:00Z", user_name: kai, outcome: success, source_country: US, second_factor: true}
        - {time: "2026-03-05T08:00:00Z", user_name: kai, outcome: success, source_country: US, second_factor: true}
        - {time: "2026-03-06T08:00:00Z", user_name: kai, outcome: success, source_country: US, second_factor: true}
        - {time: "2026-03-07T08:00:00Z", user_name: kai, outcome: success, source_country: PT, second_factor: true}
        - {time: "2026-03-07T09:00:00Z", user_name: kai, outcome: failure, source_country: RO, second_factor: false}
        - {time: "2026-03-07T08:00:00Z", user_name: new, outcome: success, source_country: PT, second_factor: false}
    findings: 0
---*/
with good as (
  select time, record_id, lower(user_name) as who, source_ip, upper(source_country) as country, second_factor
  from sign_in
  where outcome = 'success' and user_name is not null and source_country is not null and time is not null
),
first_there as (
  select who, country, min(time) as first_at from good group by who, country
),
known_elsewhere as (
  select f.who, f.country, f.first_at
  from first_there f
  join good h on h.who = f.who
  where h.country <> f.country and h.time < f.first_at
  group by f.who, f.country, f.first_at
  having count(*) >= 5
),
strange as (
  select g.who, g.country, g.time, g.record_id
  from good g
  join known_elsewhere k on k.who = g.who and k.country = g.country
  where g.second_factor = false and g.time < k.first_at + interval '2 days'
)
select min(time) as time,
  array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids,
  who as subject,
  concat(who, ' signed in from ', country, ' for the first time, with a password alone') as sentence
from strange
group by who, country
