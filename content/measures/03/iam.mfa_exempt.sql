/*---
id: iam.mfa_exempt
title: Accounts that are let in without a second factor
practice: "3"
applies_to: [medium, large]
unit: ratio
needs: [sign_in, account]
goal: at most 2 in 1,000 accounts in use
why: Intruders try every account until they find the one the rule does not cover. One exception is the whole rule.
fix: For each account listed here, end the exception, the old protocol or the trusted-network rule by which it came in.
examples:
  - account:
      - {user_name: jkim, enabled: true, kind: person}
      - {user_name: mreyes, enabled: true, kind: person}
      - {user_name: idle, enabled: true, kind: person}
      - {user_name: gone, enabled: false, kind: person}
      - {user_name: svc-a, enabled: true, kind: service}
    sign_in:
      - {time: "2026-03-10T08:00:00Z", service: entra, logon_type: cloud, outcome: success, user_name: jkim, second_factor: true, legacy_protocol: false}
      - {time: "2026-03-10T08:00:00Z", service: entra, logon_type: cloud, outcome: success, user_name: mreyes, second_factor: false, remote: false} # trusted network
      - {time: "2026-03-10T08:00:00Z", service: m365, logon_type: cloud, outcome: success, user_name: printer, legacy_protocol: true}
      - {time: "2026-03-10T08:00:00Z", service: windows, logon_type: interactive, outcome: success, user_name: jkim, second_factor: false}
      - {time: "2026-03-10T08:00:00Z", service: entra, logon_type: cloud, outcome: failure, user_name: jkim, second_factor: false}
    answer: {met: 2, counted: 4}
  - account: [{user_name: jkim, enabled: true, kind: person}]
    sign_in: [{time: "2026-03-10T08:00:00Z", service: okta, logon_type: cloud, outcome: success, user_name: jkim, second_factor: true}]
    answer: {met: 0, counted: 1}
  - account: [{user_name: jkim, enabled: true, kind: person}]
    sign_in: [{time: "2026-03-10T08:00:00Z", service: okta, logon_type: cloud, outcome: success, user_name: jkim}]
    answer: no evidence
---*/
with doors as (
  select user_name, max(record_id) filter (where legacy_protocol or not second_factor) as record_id, max(time) as time,
    coalesce(bool_or(legacy_protocol or not second_factor), false) as exempt, count(second_factor) + count(legacy_protocol) as told
  from sign_in
  where outcome = 'success' and user_name is not null and (remote or logon_type = 'cloud')
    and time >= $to - interval '90 days' and time < $to
  group by user_name
),
accounts as (
  -- those of the directory, and those the doors know; programs have no hand for a second factor
  select user_name, bool_or(coalesce(enabled, true)) as enabled, bool_and(coalesce(kind, 'person') = 'service') as program
  from account where user_name is not null and user_name not in ('krbtgt', 'guest')
  group by user_name
),
judged as (
  select d.record_id, d.time, coalesce(d.exempt, false) as exempt
  from accounts a full join doors d on d.user_name = a.user_name
  where coalesce(a.enabled, true) and not coalesce(a.program, false)
)
select count(*) filter (where exempt) as met,
  case when (select sum(told) from doors) > 0 then count(*) end as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where exempt) as rows
from judged
