/*---
product: entra_user
fact: account
examples:
  - records:
      entra_user:
        - {userPrincipalName: "M.Reyes@clinic.example", mail: "m.reyes@clinic.example", displayName: Maria Reyes, employeeId: "1001", accountEnabled: "true", userType: Member, createdDateTime: "2020-01-02T08:00:00Z", signInActivity.lastSignInDateTime: "2026-03-01T08:00:00Z", lastPasswordChangeDateTime: "2025-01-02T08:00:00Z", passwordPolicies: DisablePasswordExpiration, department: Nursing}
        - {userPrincipalName: "x_mail.example#EXT#@clinic.example", accountEnabled: "false", userType: Guest}
    facts:
      - {user_name: m.reyes, email: m.reyes@clinic.example, display_name: Maria Reyes, person_id: "1001", enabled: true, kind: null, created_at: "2020-01-02T08:00:00Z", last_sign_in_at: "2026-03-01T08:00:00Z", password_set_at: "2025-01-02T08:00:00Z", password_never_expires: true, department: Nursing}
      - {user_name: "x_mail.example#ext#", enabled: false, kind: external, password_never_expires: null}
---*/
select
  record_id,
  time,
  name_of("userPrincipalName") as user_name,
  lower(coalesce("mail", "userPrincipalName")) as email,
  "displayName" as display_name,
  "employeeId" as person_id,
  flag("accountEnabled") as enabled,
  case lower("userType") when 'guest' then 'external' end as kind,
  read_time("createdDateTime") as created_at,
  read_time("signInActivity.lastSignInDateTime") as last_sign_in_at,
  read_time("lastPasswordChangeDateTime") as password_set_at,
  case when "passwordPolicies" like '%DisablePasswordExpiration%' then true when "passwordPolicies" = 'None' then false end as password_never_expires,
  "department" as department
from entra_user
