/*---
product: ldif
fact: account
examples:
  - records: # Active Directory
      ldif_entry:
        - {dn: "CN=Ann Lee,OU=Front,DC=clinic,DC=example", objectClass: '["top","person","organizationalPerson","user"]', sAMAccountName: "ALee", userPrincipalName: "alee@clinic.example", cn: "Ann Lee", displayName: "Ann Lee", mail: "Ann.Lee@clinic.example", employeeID: "E-001", employeeNumber: null, department: "Front desk", userAccountControl: "66048", memberOf: '["CN=Staff,DC=clinic,DC=example","CN=Domain Admins,CN=Users,DC=clinic,DC=example"]', whenCreated: "20190401080000.0Z", lastLogonTimestamp: "134168256000000000", pwdLastSet: "0", changetype: null, servicePrincipalName: null}
        - {dn: "CN=svc-backup,DC=clinic,DC=example", objectClass: '["top","person","user"]', sAMAccountName: "svc-backup", userAccountControl: "514", memberOf: "CN=Staff,DC=clinic,DC=example", pwdLastSet: "134168256000000000"}
        - {dn: "CN=PC1,DC=clinic,DC=example", objectClass: '["top","person","user","computer"]', sAMAccountName: "PC1$"}
        - {dn: "CN=Staff,DC=clinic,DC=example", objectClass: '["top","group"]', sAMAccountName: "Staff"}
    facts:
      - {user_name: alee, email: ann.lee@clinic.example, display_name: Ann Lee, person_id: E-001, enabled: true, privileged: true, kind: person, department: Front desk, password_never_expires: true, created_at: "2019-04-01T08:00:00Z", last_sign_in_at: "2026-03-01T08:00:00Z", password_set_at: null}
      - {user_name: svc-backup, enabled: false, privileged: false, kind: service, password_never_expires: false, password_set_at: "2026-03-01T08:00:00Z"}
  - records: # OpenLDAP, 389 Directory Server
      ldif_entry:
        - {dn: "uid=bob,ou=people,dc=clinic,dc=example", objectClass: '["inetOrgPerson","posixAccount","shadowAccount"]', uid: "Bob", cn: "Bob Ray", mail: '["bob@clinic.example","b@clinic.example"]', employeeNumber: "E-002", shadowLastChange: "20513", shadowMax: "99999", createTimestamp: "20190401080000Z", authTimestamp: "20260301080000Z", pwdChangedTime: null, nsAccountLock: "TRUE", pwdAccountLockedTime: null, departmentNumber: "12", ou: null}
        - {dn: "uid=eve,ou=people,dc=clinic,dc=example", objectClass: "inetOrgPerson", uid: "eve", cn: '["Eve Moe","E. Moe"]', pwdChangedTime: "20260301080000Z"}
        - {dn: "uid=bob,ou=people,dc=clinic,dc=example", changetype: "modify", changes: "add mail", mail: "x@clinic.example"}
    facts:
      - {user_name: bob, email: bob@clinic.example, display_name: Bob Ray, person_id: E-002, enabled: false, privileged: null, kind: person, password_never_expires: true, password_set_at: "2026-03-01T00:00:00Z", created_at: "2019-04-01T08:00:00Z", last_sign_in_at: "2026-03-01T08:00:00Z", department: "12"}
      - {user_name: eve, display_name: Eve Moe, enabled: null, password_set_at: "2026-03-01T08:00:00Z", password_never_expires: null}
---*/
with entries as (
  select
    *,
    lower("objectClass") as classes,
    cast(number("userAccountControl") as bigint) as control,
    number("lastLogonTimestamp") as last_logon,
    number("pwdLastSet") as last_set,
    coalesce(json_text("uid", '[0]'), "uid") as one_uid
  from ldif_entry
  where coalesce("changetype", 'add') = 'add'
)
select
  record_id,
  time,
  name_of(coalesce("sAMAccountName", one_uid, "userPrincipalName")) as user_name,
  lower(coalesce(json_text("mail", '[0]'), "mail")) as email,
  coalesce("displayName", json_text("cn", '[0]'), "cn") as display_name,
  coalesce("employeeNumber", "employeeID") as person_id,
  case
    when control is not null then (control & 2) = 0
    when lower("nsAccountLock") = 'true' or "pwdAccountLockedTime" = '000001010000Z' then false
    when lower("nsAccountLock") = 'false' then true
  end as enabled,
  case
    when "sAMAccountName" is not null then coalesce(
      regexp_like("memberOf", 'CN=(Domain|Enterprise|Schema|Key|Enterprise Key) Admins,|CN=(Administrators|Account Operators|Backup Operators|Server Operators),'), false)
  end as privileged,
  case
    when classes like '%managedserviceaccount%' or "servicePrincipalName" is not null
      or name_of(coalesce("sAMAccountName", one_uid)) like 'svc%' then 'service'
    else 'person'
  end as kind,
  read_time(regexp_replace(coalesce("whenCreated", "createTimestamp"), '^(....)(..)(..)(..)(..)(..).*$', '\1-\2-\3T\4:\5:\6Z')) as created_at,
  coalesce(
    case when last_logon > 0 and last_logon < 9e18 then to_timestamp_micros(cast(last_logon / 10 - 11644473600000000 as bigint)) end,
    read_time(regexp_replace("authTimestamp", '^(....)(..)(..)(..)(..)(..).*$', '\1-\2-\3T\4:\5:\6Z'))
  ) as last_sign_in_at,
  coalesce(
    case when last_set > 0 and last_set < 9e18 then to_timestamp_micros(cast(last_set / 10 - 11644473600000000 as bigint)) end,
    read_time(regexp_replace("pwdChangedTime", '^(....)(..)(..)(..)(..)(..).*$', '\1-\2-\3T\4:\5:\6Z')),
    case when number("shadowLastChange") > 0 then to_timestamp_micros(cast(number("shadowLastChange") * 86400000000 as bigint)) end
  ) as password_set_at,
  case
    when control is not null then (control & 65536) <> 0
    when "shadowMax" is not null then number("shadowMax") >= 99999 or number("shadowMax") < 0
  end as password_never_expires,
  coalesce("department", "departmentNumber") as department
from entries
where (classes like '%"user"%' or classes = 'user' or classes like '%inetorgperson%' or classes like '%posixaccount%'
    or classes like '%shadowaccount%' or classes like '%managedserviceaccount%')
  and (classes not like '%"computer"%' or classes like '%managedserviceaccount%')
  and coalesce("sAMAccountName", one_uid, "userPrincipalName") is not null
