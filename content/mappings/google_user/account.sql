/*---
product: google_user
fact: account
examples:
  - records:
      google_user:
        - {primaryEmail: "M.Reyes@clinic.example", name.fullName: Maria Reyes, suspended: "false", isAdmin: "true", isDelegatedAdmin: "false", isEnrolledIn2Sv: "true", creationTime: "2020-01-02T08:00:00Z", lastLoginTime: "2026-03-01T08:00:00Z", time: "2026-03-01T08:00:00Z"}
        - {primaryEmail: "jkim@clinic.example", suspended: "true", isAdmin: "false", isDelegatedAdmin: "true", isEnrolledIn2Sv: "false", lastLoginTime: "1970-01-01T00:00:00.000Z"}
    facts:
      - {user_name: m.reyes, email: m.reyes@clinic.example, display_name: Maria Reyes, enabled: true, privileged: true, mfa_registered: true, last_sign_in_at: "2026-03-01T08:00:00Z"}
      - {user_name: jkim, enabled: false, privileged: true, mfa_registered: false, last_sign_in_at: null}
---*/
select
  record_id,
  case when "lastLoginTime" not like '1970-%' then time end as time,
  name_of("primaryEmail") as user_name,
  lower("primaryEmail") as email,
  "name.fullName" as display_name,
  not flag("suspended") as enabled,
  coalesce(flag("isAdmin"), false) or coalesce(flag("isDelegatedAdmin"), false) as privileged,
  read_time("creationTime") as created_at,
  -- who never signed in is given the beginning of time
  case when "lastLoginTime" not like '1970-%' then read_time("lastLoginTime") end as last_sign_in_at,
  flag("isEnrolledIn2Sv") as mfa_registered
from google_user
