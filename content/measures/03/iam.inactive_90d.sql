/*---
id: iam.inactive_90d
title: Accounts in use that nobody has used for 90 days
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [account, sign_in]
goal: at most 2 % of accounts in use
why: An account nobody uses is an account whose misuse nobody notices.
fix: Disable the accounts listed here; delete them after another 90 days.
examples:
  - account:
      - {user_name: a, enabled: true, last_sign_in_at: "2026-03-20T00:00:00Z"}
      - {user_name: b, enabled: true, last_sign_in_at: "2025-10-20T00:00:00Z"}
      - {user_name: c, enabled: true, last_sign_in_at: "2025-10-20T00:00:00Z"}
      - {user_name: d, enabled: true, created_at: "2026-03-20T00:00:00Z"}
      - {user_name: e, enabled: false, last_sign_in_at: "2025-10-20T00:00:00Z"}
    sign_in: [{time: "2026-03-28T08:00:00Z", user_name: c, outcome: success}]
    answer: {met: 1, counted: 4}
  - account: [{user_name: a, enabled: true}]
    answer: no evidence
---*/
with seen as (
  select user_name, max(time) as seen_at from sign_in where outcome = 'success' and time < $to group by user_name
),
used as (
  select a.record_id, greatest(a.last_sign_in_at, s.seen_at) as seen_at, a.created_at
  from account a left join seen s on s.user_name = a.user_name
  where coalesce(a.enabled, true) and coalesce(a.kind, 'person') <> 'service' and coalesce(a.user_name, '') not in ('krbtgt', 'guest')
),
judged as (
  select record_id, seen_at, coalesce(seen_at, created_at, $from) < $as_of - interval '90 days' as idle from used
)
select count(*) filter (where idle) as met, case when count(seen_at) > 0 then count(*) end as counted, max(seen_at) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where idle) as rows
from judged
