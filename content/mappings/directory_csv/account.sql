/*---
product: directory_csv
fact: account
examples:
  - records: # one export in several spellings of its header
      directory_csv:
        - {User Name: "HMarsh", Email: "H.Marsh@clinic.example", Display Name: "Helen Marsh", Employee ID: "E-001", Enabled: "TRUE", Privileged: "no", Groups: "Clinicians; Staff", Account Type: "Person", Created: "2019-04-01", Last Sign In: "2026-03-01T17:00:00Z", Password Last Set: "2026-01-10", Password Never Expires: "FALSE", MFA Registered: "yes", Department: "Clinical", Disabled At: null}
        - {user_name: "HMarsh", email: "H.Marsh@clinic.example", display_name: "Helen Marsh", employee_id: "E-001", enabled: "TRUE", privileged: "no", groups: "Clinicians; Staff", account_type: "Person", created: "2019-04-01", last_sign_in: "2026-03-01T17:00:00Z", password_last_set: "2026-01-10", password_never_expires: "FALSE", mfa_registered: "yes", department: "Clinical", disabled_at: null}
        - {User name: "HMarsh", Mail: "H.Marsh@clinic.example", Display name: "Helen Marsh", Person ID: "E-001", Account Enabled: "TRUE", Admin: "no", Member Of: "Clinicians; Staff", Account type: "Person", Created At: "2019-04-01", Last Sign in: "2026-03-01T17:00:00Z", Password last set: "2026-01-10", Password never expires: "FALSE", MFA registered: "yes", Disabled at: null}
        - {Username: "HMarsh", mail: "H.Marsh@clinic.example", Full Name: "Helen Marsh", person_id: "E-001", account_enabled: "TRUE", admin: "no", member_of: "Clinicians; Staff", Type: "Person", created_at: "2019-04-01", Last sign in: "2026-03-01T17:00:00Z", Password Set: "2026-01-10", PasswordNeverExpires: "FALSE", MFA: "yes", Disabled On: null}
        - {username: "HMarsh", Email Address: "H.Marsh@clinic.example", full_name: "Helen Marsh", Employee Number: "E-001", Account enabled: "TRUE", Is Admin: "no", Member of: "Clinicians; Staff", type: "Person", Created at: "2019-04-01", Last Logon: "2026-03-01T17:00:00Z", password_set: "2026-01-10", mfa: "yes", disabled_on: null}
        - {Account: "HMarsh", email_address: "H.Marsh@clinic.example", Full name: "Helen Marsh", employee_number: "E-001", Status: "TRUE", is_admin: "no", Roles: "Clinicians; Staff", Kind: "Person", When Created: "2019-04-01", last_logon: "2026-03-01T17:00:00Z", Password set: "2026-01-10", MFA Enabled: "yes", Disabled on: null}
        - {account: "HMarsh", Email address: "H.Marsh@clinic.example", Name: "Helen Marsh", Employee number: "E-001", status: "TRUE", Is admin: "no", roles: "Clinicians; Staff", kind: "Person", when_created: "2019-04-01", Last logon: "2026-03-01T17:00:00Z", Password Changed: "2026-01-10", mfa_enabled: "yes", Disabled Date: null}
        - {Login: "HMarsh", "E-mail": "H.Marsh@clinic.example", name: "Helen Marsh", employeeId: "E-001", Active: "TRUE", Administrator: "no", MemberOf: "Clinicians; Staff", User Type: "Person", When created: "2019-04-01", Last Login: "2026-03-01T17:00:00Z", password_changed: "2026-01-10", MFA enabled: "yes", disabled_date: null}
        - {login: "HMarsh", EmailAddress: "H.Marsh@clinic.example", displayName: "Helen Marsh", EmployeeID: "E-001", active: "TRUE", administrator: "no", memberOf: "Clinicians; Staff", user_type: "Person", Created Date: "2019-04-01", last_login: "2026-03-01T17:00:00Z", Password changed: "2026-01-10", Two Factor: "yes", Disabled date: null}
        - {User Principal Name: "HMarsh", DisplayName: "Helen Marsh", Account Status: "TRUE", Is Privileged: "no", User type: "Person", created_date: "2019-04-01", Last login: "2026-03-01T17:00:00Z", Password Set At: "2026-01-10", two_factor: "yes"}
        - {user_principal_name: "HMarsh", account_status: "TRUE", is_privileged: "no", userType: "Person", Created date: "2019-04-01", Last Logon Date: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10", Two factor: "yes"}
        - {User principal name: "HMarsh", Account status: "TRUE", Is privileged: "no", UserType: "Person", Creation Date: "2019-04-01", last_logon_date: "2026-03-01T17:00:00Z", Password Set at: "2026-01-10", Is MFA Registered: "yes"}
        - {Sam Account Name: "HMarsh", Account State: "TRUE", Admin Role: "no", creation_date: "2019-04-01", Last logon date: "2026-03-01T17:00:00Z", Password set at: "2026-01-10", is_mfa_registered: "yes"}
        - {sam_account_name: "HMarsh", account_state: "TRUE", admin_role: "no", Creation date: "2019-04-01", Last Sign In At: "2026-03-01T17:00:00Z", Last Password Change: "2026-01-10", Is MFA registered: "yes"}
        - {Sam account name: "HMarsh", Account state: "TRUE", Admin role: "no", Account Created: "2019-04-01", last_sign_in_at: "2026-03-01T17:00:00Z", last_password_change: "2026-01-10", MFA Status: "yes"}
        - {UPN: "HMarsh", accountEnabled: "TRUE", account_created: "2019-04-01", Last Sign in at: "2026-03-01T17:00:00Z", Last password change: "2026-01-10", mfa_status: "yes"}
        - {upn: "HMarsh", "Status [READ ONLY]": "TRUE", Account created: "2019-04-01", Last sign in at: "2026-03-01T17:00:00Z", PasswordLastSet: "2026-01-10", MFA status: "yes"}
        - {Login Name: "HMarsh", whenCreated: "2019-04-01", Last Login At: "2026-03-01T17:00:00Z", pwdLastSet: "2026-01-10", Second Factor: "yes"}
        - {login_name: "HMarsh", createdDateTime: "2019-04-01", last_login_at: "2026-03-01T17:00:00Z", second_factor: "yes"}
        - {Login name: "HMarsh", Last Login at: "2026-03-01T17:00:00Z", Second factor: "yes"}
        - {Account Name: "HMarsh", Last login at: "2026-03-01T17:00:00Z", isMfaRegistered: "yes"}
        - {account_name: "HMarsh", Last Interactive Sign In: "2026-03-01T17:00:00Z", "2sv Enrolled [READ ONLY]": "yes"}
        - {Account name: "HMarsh", last_interactive_sign_in: "2026-03-01T17:00:00Z"}
        - {Logon Name: "HMarsh", Last Interactive Sign in: "2026-03-01T17:00:00Z"}
        - {logon_name: "HMarsh", Last interactive sign in: "2026-03-01T17:00:00Z"}
        - {Logon name: "HMarsh", "Last sign-in": "2026-03-01T17:00:00Z"}
        - {SamAccountName: "HMarsh", LastLogonDate: "2026-03-01T17:00:00Z"}
        - {sAMAccountName: "HMarsh", lastLogonTimestamp: "2026-03-01T17:00:00Z"}
        - {userPrincipalName: "HMarsh", "Last Sign In [READ ONLY]": "2026-03-01T17:00:00Z"}
        - {UserPrincipalName: "HMarsh"}
        - {"Email Address [Required]": "HMarsh"}
    facts:
      - {user_name: "hmarsh", email: "h.marsh@clinic.example", display_name: "Helen Marsh", person_id: "E-001", enabled: true, privileged: false, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", password_never_expires: false, mfa_registered: true, department: "Clinical"}
      - {user_name: "hmarsh", email: "h.marsh@clinic.example", display_name: "Helen Marsh", person_id: "E-001", enabled: true, privileged: false, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", password_never_expires: false, mfa_registered: true, department: "Clinical"}
      - {user_name: "hmarsh", email: "h.marsh@clinic.example", display_name: "Helen Marsh", person_id: "E-001", enabled: true, privileged: false, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", password_never_expires: false, mfa_registered: true}
      - {user_name: "hmarsh", email: "h.marsh@clinic.example", display_name: "Helen Marsh", person_id: "E-001", enabled: true, privileged: false, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", password_never_expires: false, mfa_registered: true}
      - {user_name: "hmarsh", email: "h.marsh@clinic.example", display_name: "Helen Marsh", person_id: "E-001", enabled: true, privileged: false, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {user_name: "hmarsh", email: "h.marsh@clinic.example", display_name: "Helen Marsh", person_id: "E-001", enabled: true, privileged: false, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {user_name: "hmarsh", email: "h.marsh@clinic.example", display_name: "Helen Marsh", person_id: "E-001", enabled: true, privileged: false, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {user_name: "hmarsh", email: "h.marsh@clinic.example", display_name: "Helen Marsh", person_id: "E-001", enabled: true, privileged: false, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {user_name: "hmarsh", email: "h.marsh@clinic.example", display_name: "Helen Marsh", person_id: "E-001", enabled: true, privileged: false, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {display_name: "Helen Marsh", enabled: true, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {enabled: true, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {enabled: true, kind: "person", created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {enabled: true, created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {enabled: true, created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {enabled: true, created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {enabled: true, created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {enabled: true, created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", password_set_at: "2026-01-10T00:00:00Z", mfa_registered: true}
      - {created_at: "2019-04-01T00:00:00Z", last_sign_in_at: "2026-03-01T17:00:00Z", mfa_registered: true}
      - {last_sign_in_at: "2026-03-01T17:00:00Z", mfa_registered: true}
      - {last_sign_in_at: "2026-03-01T17:00:00Z", mfa_registered: true}
      - {last_sign_in_at: "2026-03-01T17:00:00Z", mfa_registered: true}
      - {last_sign_in_at: "2026-03-01T17:00:00Z"}
      - {last_sign_in_at: "2026-03-01T17:00:00Z"}
      - {last_sign_in_at: "2026-03-01T17:00:00Z"}
      - {last_sign_in_at: "2026-03-01T17:00:00Z"}
      - {last_sign_in_at: "2026-03-01T17:00:00Z"}
      - {last_sign_in_at: "2026-03-01T17:00:00Z"}
      - {last_sign_in_at: "2026-03-01T17:00:00Z"}
      - {}
      - {}
  - records: # odd cells
      directory_csv:
        - {User Principal Name: "svc-backup@clinic.example", Status: "Inactive", Member Of: "Backup; Domain Admins", Disabled At: "2026-02-01"}
        - {User Name: "front", Account Type: "Shared"}
    facts:
      - {user_name: "svc-backup", email: "svc-backup@clinic.example", enabled: false, privileged: true, kind: "service", mfa_registered: null, disabled_at: "2026-02-01T00:00:00Z"}
      - {kind: "shared", privileged: null, enabled: null}
  - records: # the second factor from the report of whoever asks for it, where the directory does not say
      directory_csv:
        - {UserPrincipalName: "MReyes@clinic.example"}
        - {UserPrincipalName: "jkim@clinic.example", MFA: "no"}
        - {UserPrincipalName: "abello@clinic.example"}
        - {UserPrincipalName: "dpruitt@clinic.example"}
      mfa_csv:
        - {user_name: mreyes, mfa_registered: "true", methods: null}
        - {user_name: jkim, mfa_registered: "true"}
      entra_mfa:
        - {userPrincipalName: "ABello@clinic.example", isMfaRegistered: "false"}
    facts:
      - {user_name: mreyes, mfa_registered: true}
      - {user_name: jkim, mfa_registered: false}
      - {user_name: abello, mfa_registered: false}
      - {user_name: dpruitt, mfa_registered: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("User Name", "user_name", "User name", "Username", "username", "Account", "account", "Login",
      "login", "User Principal Name", "user_principal_name", "User principal name", "Sam Account Name",
      "sam_account_name", "Sam account name", "UPN", "upn", "Login Name", "login_name", "Login name",
      "Account Name", "account_name", "Account name", "Logon Name", "logon_name", "Logon name",
      "SamAccountName", "sAMAccountName", "userPrincipalName", "UserPrincipalName", "Email Address [Required]") as usr,
    coalesce("Email", "email", "Mail", "mail", "Email Address", "email_address", "Email address", "E-mail",
      "EmailAddress") as email,
    coalesce("Display Name", "display_name", "Display name", "Full Name", "full_name", "Full name", "Name",
      "name", "displayName", "DisplayName") as display,
    coalesce("Employee ID", "employee_id", "Person ID", "person_id", "Employee Number", "employee_number",
      "Employee number", "employeeId", "EmployeeID") as person,
    coalesce("Enabled", "enabled", "Account Enabled", "account_enabled", "Account enabled", "Status", "status",
      "Active", "active", "Account Status", "account_status", "Account status", "Account State",
      "account_state", "Account state", "accountEnabled", "Status [READ ONLY]") as enabled,
    coalesce("Privileged", "privileged", "Admin", "admin", "Is Admin", "is_admin", "Is admin", "Administrator",
      "administrator", "Is Privileged", "is_privileged", "Is privileged", "Admin Role", "admin_role",
      "Admin role") as privileged,
    coalesce("Groups", "groups", "Member Of", "member_of", "Member of", "Roles", "roles", "MemberOf", "memberOf") as groups,
    coalesce("Account Type", "account_type", "Account type", "Type", "type", "Kind", "kind", "User Type",
      "user_type", "User type", "userType", "UserType") as kind,
    coalesce("Created", "created", "Created At", "created_at", "Created at", "When Created", "when_created",
      "When created", "Created Date", "created_date", "Created date", "Creation Date", "creation_date",
      "Creation date", "Account Created", "account_created", "Account created", "whenCreated", "createdDateTime") as created,
    coalesce("Last Sign In", "last_sign_in", "Last Sign in", "Last sign in", "Last Logon", "last_logon",
      "Last logon", "Last Login", "last_login", "Last login", "Last Logon Date", "last_logon_date",
      "Last logon date", "Last Sign In At", "last_sign_in_at", "Last Sign in at", "Last sign in at",
      "Last Login At", "last_login_at", "Last Login at", "Last login at", "Last Interactive Sign In",
      "last_interactive_sign_in", "Last Interactive Sign in", "Last interactive sign in", "Last sign-in",
      "LastLogonDate", "lastLogonTimestamp", "Last Sign In [READ ONLY]") as last,
    coalesce("Password Last Set", "password_last_set", "Password last set", "Password Set", "password_set",
      "Password set", "Password Changed", "password_changed", "Password changed", "Password Set At",
      "password_set_at", "Password Set at", "Password set at", "Last Password Change", "last_password_change",
      "Last password change", "PasswordLastSet", "pwdLastSet") as pwd,
    coalesce("Password Never Expires", "password_never_expires", "Password never expires",
      "PasswordNeverExpires") as never,
    coalesce("MFA Registered", "mfa_registered", "MFA registered", "MFA", "mfa", "MFA Enabled", "mfa_enabled",
      "MFA enabled", "Two Factor", "two_factor", "Two factor", "Is MFA Registered", "is_mfa_registered",
      "Is MFA registered", "MFA Status", "mfa_status", "MFA status", "Second Factor", "second_factor",
      "Second factor", "isMfaRegistered", "2sv Enrolled [READ ONLY]") as mfa,
    coalesce("Department", "department") as department,
    coalesce("Disabled At", "disabled_at", "Disabled at", "Disabled On", "disabled_on", "Disabled on",
      "Disabled Date", "disabled_date", "Disabled date") as disabled
  from directory_csv
),
-- the report of who has registered a second factor; a password or mail alone is none
factors as (
  select who, bool_or(registered) as registered
  from (
    select name_of(user_name) as who, coalesce(flag(mfa_registered), case
      when lower(mfa_registered) in ('enrolled', 'enforced', 'capable') then true
      when lower(mfa_registered) in ('not enrolled', 'none', 'not capable', 'not registered') then false
      when methods is not null then regexp_like(lower(methods), 'okta verify|push|authenticat(or|ion app)|fido|webauthn|passkey|hello|yubikey|token|sms|phone|voice|call|otp|totp|duo|rsa|symantec|smart card|certificate')
    end) as registered
    from mfa_csv
    union all
    select name_of("userPrincipalName"), flag("isMfaRegistered") from entra_mfa
  ) as reported
  where who is not null
  group by who
)
select
  record_id,
  time,
  coalesce(name_of(usr), name_of(email)) as user_name,
  lower(coalesce(email, case when usr like '%@%' then usr end)) as email,
  display as display_name,
  person as person_id,
  coalesce(flag(enabled), case lower(enabled) when 'active' then true when 'inactive' then false when 'terminated' then false when 'locked' then false end) as enabled,
  coalesce(flag(privileged), groups ilike '%admin%') as privileged,
  case
    when lower(kind) like '%service%' or name_of(usr) like 'svc%' then 'service'
    when lower(kind) like '%shared%' or lower(kind) like '%generic%' then 'shared'
    when lower(kind) like '%guest%' or lower(kind) like '%extern%' or lower(usr) like '%#ext#%' then 'external'
    else 'person'
  end as kind,
  read_time(created) as created_at,
  read_time(last) as last_sign_in_at,
  read_time(pwd) as password_set_at,
  flag(never) as password_never_expires,
  coalesce(flag(mfa), factors.registered) as mfa_registered,
  department,
  read_time(disabled) as disabled_at
from cells
left join factors on factors.who = coalesce(name_of(usr), name_of(email))
