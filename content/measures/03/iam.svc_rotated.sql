/*---
id: iam.svc_rotated
title: Service accounts whose password changed in the last year
practice: "3"
applies_to: [small, medium, large]
unit: ratio
needs: [account]
goal: 95 % of service accounts in use
why: A service password that never changes is known to everyone who ever worked here.
fix: Let the directory manage the passwords of the accounts listed here, or set new ones of 32 or more characters.
examples:
  - account:
      - {user_name: svc-a, kind: service, enabled: true, password_set_at: "2025-12-01"}
      - {user_name: svc-b, kind: service, enabled: true, password_set_at: "2019-12-01"}
      - {user_name: svc-c, kind: service, enabled: true}
      - {user_name: jkim, kind: person, enabled: true, password_set_at: "2019-12-01"}
    answer: {met: 1, counted: 2}
  - account: [{user_name: svc-c, kind: service, enabled: true}]
    answer: no evidence
---*/
with service as (
  select record_id, password_set_at >= $as_of - interval '365 days' as rotated
  from account
  where kind = 'service' and coalesce(enabled, true) and password_set_at is not null
)
select count(*) filter (where rotated) as met, count(*) as counted,
  string_agg(record_id, ' ' order by record_id) filter (where not rotated) as rows
from service
