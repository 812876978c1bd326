/*---
product: duo_user
fact: account
examples:
  - records:
      duo_user:
        - {username: MReyes, email: "M.Reyes@clinic.example", realname: Maria Reyes, status: active, is_enrolled: "true", created: "1577952000", last_login: "1772352000"}
        - {username: jkim, status: bypass, is_enrolled: "true"}
        - {username: old, status: disabled, is_enrolled: "false"}
    facts:
      - {user_name: mreyes, email: m.reyes@clinic.example, display_name: Maria Reyes, enabled: true, mfa_registered: true, last_sign_in_at: "2026-03-01T08:00:00Z"}
      - {user_name: jkim, enabled: true, mfa_registered: false}
      - {user_name: old, enabled: false, mfa_registered: false}
---*/
select
  record_id,
  time,
  name_of("username") as user_name,
  lower("email") as email,
  "realname" as display_name,
  lower("status") not in ('disabled', 'locked out', 'pending deletion') as enabled,
  read_time("created") as created_at,
  read_time("last_login") as last_sign_in_at,
  -- an account in bypass is asked for no second factor
  flag("is_enrolled") and lower("status") <> 'bypass' as mfa_registered
from duo_user
