/*---
product: entra_mfa
fact: account
examples:
  - records: # Microsoft Graph's registration details; whom the directory already lists is not listed twice
      directory_csv:
        - {UserPrincipalName: MReyes@clinic.example, User Principal Name: null, user_principal_name: null, userPrincipalName: null, UPN: null}
      entra_mfa:
        - {userPrincipalName: MReyes@clinic.example, userDisplayName: Maria Reyes, isMfaRegistered: "true", isAdmin: "true", userType: member}
        - {userPrincipalName: JKim@clinic.example, userDisplayName: J. Kim, isMfaRegistered: "false", isAdmin: "false", userType: member}
        - {userPrincipalName: x_y.example#EXT#@clinic.example, isMfaRegistered: "true", isAdmin: "false", userType: guest}
    facts:
      - {user_name: jkim, email: jkim@clinic.example, display_name: J. Kim, mfa_registered: false, privileged: false, kind: person}
      - {mfa_registered: true, kind: external}
---*/
with listed as (
  select distinct name_of(coalesce("User Principal Name", "user_principal_name", "UPN", "userPrincipalName", "UserPrincipalName")) as who
  from directory_csv
)
select
  record_id,
  time,
  name_of("userPrincipalName") as user_name,
  lower("userPrincipalName") as email,
  "userDisplayName" as display_name,
  flag("isAdmin") as privileged,
  case when lower("userType") = 'guest' then 'external' else 'person' end as kind,
  flag("isMfaRegistered") as mfa_registered
from entra_mfa
where name_of("userPrincipalName") not in (select who from listed where who is not null)
