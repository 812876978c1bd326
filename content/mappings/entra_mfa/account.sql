/*---
product: entra_mfa
fact: account
examples:
  - records:
      entra_mfa:
        - {userPrincipalName: "M.Reyes@clinic.example", userDisplayName: Maria Reyes, isMfaRegistered: "true", isAdmin: "false", userType: member, methodsRegistered: '["microsoftAuthenticatorPush"]', time: "2026-03-02T08:01:00Z"}
        - {userPrincipalName: "guest@clinic.example", isMfaRegistered: "false", isAdmin: "true", userType: guest}
    facts:
      - {user_name: m.reyes, email: m.reyes@clinic.example, display_name: Maria Reyes, mfa_registered: true, privileged: false, kind: null, enabled: null}
      - {user_name: guest, mfa_registered: false, privileged: true, kind: external}
---*/
select
  record_id,
  time,
  name_of("userPrincipalName") as user_name,
  lower("userPrincipalName") as email,
  "userDisplayName" as display_name,
  flag("isAdmin") as privileged,
  case lower("userType") when 'guest' then 'external' end as kind,
  flag("isMfaRegistered") as mfa_registered
from entra_mfa
