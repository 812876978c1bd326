/*---
id: sign_in.two_countries_at_once
title: One account, two countries, within an hour
threat: T1
severity: high
attack: [T1078.004]
needs: [sign_in]
why: Nobody travels that fast. One of the two is not the owner, and no second factor stood in the way.
fix: Call the person on the number you already have, end all sessions and change the password.
examples:
  - note: home, then abroad 40 minutes later
    facts:
      sign_in:
        - {time: "2026-03-06T15:00:00Z", user_name: amy, outcome: success, source_ip: 198.51.100.7, source_country: US, second_factor: true}
        - {time: "2026-03-06T15:40:00Z", user_name: amy, outcome: success, source_ip: 192.0.2.78, source_country: NL, second_factor: false}
    findings: 1
  - note: both with the second factor; nine hours apart; the second failed
    facts:
      sign_in:
        - {time: "2026-03-06T15:00:00Z", user_name: kai, outcome: success, source_country: US, second_factor: true}
        - {time: "2026-03-06T15:40:00Z", user_name: kai, outcome: success, source_country: PT, second_factor: true}
        - {time: "2026-03-06T06:00:00Z", user_name: joe, outcome: success, source_country: US, second_factor: false}
        - {time: "2026-03-06T15:40:00Z", user_name: joe, outcome: success, source_country: PT, second_factor: false}
        - {time: "2026-03-06T15:00:00Z", user_name: sue, outcome: success, source_country: US, second_factor: false}
        - {time: "2026-03-06T15:10:00Z", user_name: sue, outcome: failure, source_country: RO, second_factor: false}
    findings: 0
---*/
with step as (
  select time, record_id, lower(user_name) as who, upper(source_country) as country, second_factor,
    lag(time) over (partition by lower(user_name) order by time, record_id) as before_at,
    lag(upper(source_country)) over (partition by lower(user_name) order by time, record_id) as before_country,
    lag(second_factor) over (partition by lower(user_name) order by time, record_id) as before_factor,
    lag(record_id) over (partition by lower(user_name) order by time, record_id) as before_id
  from sign_in
  where outcome = 'success' and user_name is not null and source_country is not null and time is not null
),
jump as (
  select *, row_number() over (partition by who, date_trunc('day', time) order by time) as nth
  from step
  where country <> before_country and time <= before_at + interval '1 hour'
    and (second_factor = false or before_factor = false)
)
select time, concat(before_id, ' ', record_id) as record_ids, who as subject,
  concat(who, ' signed in from ', before_country, ' and then from ', country, ' within an hour, once with a password alone') as sentence
from jump where nth = 1
