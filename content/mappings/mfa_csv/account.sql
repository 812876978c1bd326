/*---
product: mfa_csv
fact: account
examples:
  - records: # the columns are those that `content/exports/mfa_csv.yaml` gives; a password or mail alone is no second factor
      directory_csv: []
      mfa_csv:
        - {user_name: "MReyes@clinic.example", email: null, display_name: Maria Reyes, mfa_registered: "True", methods: "microsoftAuthenticatorPush,email", is_admin: "True", user_type: member, user_status: null, last_login: null}
        - {user_name: jkim, email: jkim@clinic.example, mfa_registered: "FALSE", user_status: active, last_login: "2026-03-01T08:00:00Z"}
        - {user_name: abello@clinic.example, mfa_registered: null, methods: null, Methods: "Okta Verify Push", Email: "ABello@clinic.example"}
        - {user_name: abello@clinic.example, mfa_registered: null, methods: Password}
        - {user_name: dpruitt@clinic.example, mfa_registered: null, methods: Password, user_type: guest}
        - {user_name: rlowe@clinic.example, mfa_registered: Enforced}
        - {user_name: tcole@clinic.example, mfa_registered: "", methods: null}
    facts:
      - {user_name: abello, mfa_registered: true, email: abello@clinic.example, enabled: null}
      - {user_name: dpruitt, mfa_registered: false, kind: external}
      - {user_name: jkim, email: jkim@clinic.example, mfa_registered: false, enabled: true, last_sign_in_at: "2026-03-01T08:00:00Z"}
      - {user_name: mreyes, email: mreyes@clinic.example, display_name: Maria Reyes, mfa_registered: true, privileged: true, kind: person}
      - {user_name: rlowe, mfa_registered: true}
      - {user_name: tcole, mfa_registered: null}
  - records: # whom the directory already lists is not listed twice; see `directory_csv`
      directory_csv:
        - {UserPrincipalName: MReyes@clinic.example}
        - {SamAccountName: jkim, userPrincipalName: null, User Principal Name: null, user_principal_name: null, Username: null, user_name: null, User Name: null, sAMAccountName: null, "Email Address [Required]": null, UPN: null}
      mfa_csv:
        - {user_name: MReyes@clinic.example, mfa_registered: "true"}
        - {user_name: jkim, mfa_registered: "true"}
        - {user_name: new@clinic.example, mfa_registered: "true"}
    facts: [{user_name: new, mfa_registered: true}]
---*/
with listed as (
  select distinct name_of(coalesce("User Name", "user_name", "Username", "User Principal Name", "user_principal_name", "UPN",
    "SamAccountName", "sAMAccountName", "userPrincipalName", "UserPrincipalName", "Email Address [Required]")) as who
  from directory_csv
),
factors as (
  select *, name_of(user_name) as who,
    coalesce(flag(mfa_registered), case
      when lower(mfa_registered) in ('enrolled', 'enforced', 'capable') then true
      when lower(mfa_registered) in ('not enrolled', 'none', 'not capable', 'not registered') then false
      when coalesce(methods, "Methods") is not null then regexp_like(lower(coalesce(methods, "Methods")), 'okta verify|push|authenticat(or|ion app)|fido|webauthn|passkey|hello|yubikey|token|sms|phone|voice|call|otp|totp|duo|rsa|symantec|smart card|certificate')
    end) as registered
  from mfa_csv
)
select
  min(record_id) as record_id,
  max(time) as time,
  who as user_name,
  max(lower(coalesce(email, "Email", case when user_name like '%@%' then user_name end))) as email,
  max(display_name) as display_name,
  bool_or(case when lower(user_status) in ('active', 'bypass', 'enabled') then true when lower(user_status) in ('disabled', 'deprovisioned', 'suspended', 'deactivated', 'locked out', 'pending deletion') then false end) as enabled,
  bool_or(flag(is_admin)) as privileged,
  max(case when lower(user_type) = 'guest' or lower(user_name) like '%#ext#%' then 'external' else 'person' end) as kind,
  max(read_time(last_login)) as last_sign_in_at,
  bool_or(registered) as mfa_registered
from factors
where who is not null and who not in (select who from listed where who is not null)
group by who
order by who
