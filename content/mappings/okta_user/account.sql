/*---
product: okta_user
fact: account
examples:
  - records:
      okta_user:
        - {profile.login: "M.Reyes@clinic.example", profile.email: "m.reyes@clinic.example", profile.firstName: Maria, profile.lastName: Reyes, profile.employeeNumber: "1001", profile.department: Nursing, status: ACTIVE, created: "2020-01-02T08:00:00Z", lastLogin: "2026-03-01T08:00:00Z", passwordChanged: "2025-01-02T08:00:00Z"}
        - {profile.login: "jkim@clinic.example", status: DEPROVISIONED, statusChanged: "2026-02-01T08:00:00Z"}
    facts:
      - {user_name: m.reyes, email: m.reyes@clinic.example, display_name: Maria Reyes, person_id: "1001", enabled: true, department: Nursing, last_sign_in_at: "2026-03-01T08:00:00Z", password_set_at: "2025-01-02T08:00:00Z", disabled_at: null}
      - {user_name: jkim, enabled: false, disabled_at: "2026-02-01T08:00:00Z"}
---*/
select
  record_id,
  time,
  name_of("profile.login") as user_name,
  lower(coalesce("profile.email", "profile.login")) as email,
  nullif(concat_ws(' ', "profile.firstName", "profile.lastName"), '') as display_name,
  "profile.employeeNumber" as person_id,
  "status" not in ('DEPROVISIONED', 'SUSPENDED', 'STAGED') as enabled,
  read_time("created") as created_at,
  read_time("lastLogin") as last_sign_in_at,
  read_time("passwordChanged") as password_set_at,
  "profile.department" as department,
  case when "status" in ('DEPROVISIONED', 'SUSPENDED') then read_time("statusChanged") end as disabled_at
from okta_user
